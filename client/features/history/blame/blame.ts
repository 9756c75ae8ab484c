// Whose each line is: shown beside the code while it is switched on, and said of one line when asked. Knows no weave.
import { computed, effect, signal, untracked } from "@preact/signals";
import type { Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Origin, Stamp } from "#weave/stretches.ts";
import { ApiError, messageOf } from "../../../api.ts";
import { serverNow } from "../../../serverClock.ts";
import { syncedVersion, unconfirmedChanges } from "../../../sync/fileSync.ts";
import { isConnected } from "../../../sync/status.ts";
import { show } from "../../../ui/parts/notices.tsx";
import { atMinute } from "../clock.ts";
import type { Past } from "../past.tsx";
import type { Author, BlamePeople } from "./blameGutter.ts";
import { carriedBy, isUnsure } from "./followed.ts";
import { type Share, sharesOf } from "./lineAuthors.ts";
import { Runs } from "./runs.ts";
import { blameSlot } from "./slot.ts";
import { words } from "./words.ts";

/** Shares of a line that are said. */
const SAID_SHARES = 3;
/** What may come back, by undo, pasting or a restore, is looked up so long after it came, in ms. */
const LOOKED_UP_AFTER_MS = 500;
/** What keeps the server from answering for a while only. */
const PASSING: ReadonlySet<string> = new Set(["unreachable", "rate_limited", "room_reset", "store_unavailable"]);
/** It is asked again so long after, in ms. */
const ASKED_AGAIN_AFTER_MS = 3_000;
/** Steps by which a colour fades. */
const AGES = 4;

export class Blame {
  readonly isOn = signal(false);
  /** old lines have less colour */
  readonly fades = signal(false);
  readonly #past: Past;
  readonly #end: () => void;
  #lookingUp: ReturnType<typeof setTimeout> | undefined;
  /** what was done in a file since it was asked whose its text is, for each answer that has not come */
  readonly #since = new Set<{ readonly file: number; readonly transactions: Transaction[] }>();
  /** where the next answer is to be shown; what was asked before it is not */
  #showing: { readonly file: number } | undefined;
  /** by file how much that people said of its updates the last answer knew */
  readonly #heard = new Map<number, number>();
  #isWaiting = false;
  /** what was refused is not asked before, in ms since 1970 by this browser's clock */
  #refusedUntil = 0;
  /** tabs that the history did not know and that were asked for: whose they are, and for whom a robot writes by them */
  readonly #lookedUp = new Set<number>();

  constructor(past: Past) {
    this.#past = past;
    const isThere = computed(() => isConnected(past.room.status.value));
    const ends = [
      effect(() => {
        const file = past.room.tabs.shown.value;
        const isOn = this.isOn.value;
        untracked(() => void (isOn && this.#showIn(file)));
      }),
      effect(() => {
        void past.room.room.value?.participants;
        void this.fades.value;
        untracked(() => void this.#drawAnew());
      }),
      // whose text it is that came back may be said after it came
      effect(() => {
        void past.history.entries.value;
        untracked(() => this.#lookUpIfBehind(past.room.tabs.shown.peek()));
      }),
      // what could not be reached is asked again
      effect(() => {
        if (isThere.value) untracked(() => void (this.isOn.peek() && this.#showIn(past.room.tabs.shown.peek())));
      }),
    ];
    this.#end = () => {
      for (const end of ends) end();
    };
  }

  close(): void {
    clearTimeout(this.#lookingUp);
    this.#end();
  }

  toggle(): void {
    if (this.isOn.peek()) this.off();
    else this.isOn.value = true;
    show(this.isOn.peek() ? words.peek().on : words.peek().off);
  }

  /** Nothing of it stays beside the code, of any file. */
  off(): void {
    this.isOn.value = false;
    this.#showing = undefined;
    for (const { file } of this.#past.room.room.peek()?.files ?? [])
      this.#past.editors.of(file)?.dispatch({ effects: blameSlot.reconfigure([]) });
  }

  /** A file's text is another by these, or its editor has come or gone, by none. */
  changed(file: number, transactions: readonly Transaction[]): void {
    const view = this.#past.editors.of(file);
    if (!view) return this.#forgetAsked(file);
    for (const one of this.#since) if (one.file === file) one.transactions.push(...transactions);
    if (!this.isOn.peek() || file !== this.#past.room.tabs.shown.peek()) return;
    if (transactions.length === 0) void (this.#showing?.file !== file && this.#showIn(file));
    else if (transactions.some(isUnsure)) this.#lookUpSoon();
  }

  /** The editor may come again with another text, of which no answer to what was asked before is true. */
  #forgetAsked(file: number): void {
    for (const one of this.#since) if (one.file === file) this.#since.delete(one);
    if (this.#showing?.file === file) this.#showing = undefined;
  }

  /** Says who wrote the line where the caret is. */
  async sayLine(): Promise<void> {
    const file = this.#past.room.tabs.shown.peek();
    const view = this.#past.editors.of(file);
    if (!view) return;
    try {
      const isSaid = await this.#withRuns(file, view, Promise.resolve(), (runs) => {
        const { doc, selection } = view.state;
        const line = doc.lineAt(selection.main.head);
        this.#say(
          line.number,
          sharesOf(runs, line.from, line.text, (client) => this.#author(client).whose),
        );
      });
      if (!isSaid) show(words.peek().another);
    } catch (problem) {
      show(messageOf(problem));
    }
  }

  #say(line: number, shares: readonly Share[]): void {
    const { line: ofLine, nobody } = words.peek();
    show(shares.length > 0 ? ofLine(line, this.#sentences(shares)) : nobody(line));
  }

  async #showIn(file: number): Promise<void> {
    const view = this.#past.editors.of(file);
    if (!view) return;
    if (Date.now() < this.#refusedUntil) return this.#lookUpSoon();
    const showing = { file };
    this.#showing = showing;
    try {
      const isTrue = await this.#withRuns(file, view, import("./blameGutter.ts"), (runs, { blamed, blameGutter }) => {
        if (this.#showing !== showing) return;
        if (isEmpty(view)) view.dispatch({ effects: blameSlot.reconfigure(blameGutter(this.#people)) });
        view.dispatch({ effects: blamed.of(runs) });
      });
      this.#isWaiting = false;
      if (isTrue) this.#lookUpIfBehind(file);
      else if (this.#showing === showing) this.#lookUpSoon(ASKED_AGAIN_AFTER_MS);
    } catch (problem) {
      if (this.#showing !== showing) return;
      if (problem instanceof ApiError && PASSING.has(problem.code)) return this.#askAgain(problem);
      this.off();
      show(messageOf(problem));
    } finally {
      if (this.#showing === showing) this.#showing = undefined;
    }
  }

  /** Whose what the editor shows is, once that, and what is `loading`, is here; false: the editor has another text by then. Rejects with ApiError. */
  async #withRuns<Loaded>(
    file: number,
    view: EditorView,
    loading: Promise<Loaded>,
    use: (runs: Runs, loaded: Loaded) => void,
  ): Promise<boolean> {
    const { state } = view;
    const since = { file, transactions: [] as Transaction[] };
    this.#since.add(since);
    try {
      const asked = this.#past.history.blame(file, syncedVersion(state));
      const [{ stretches, notes }, loaded] = await Promise.all([asked, loading]);
      const unconfirmed = unconfirmedChanges(state);
      const then = new Runs(stretches);
      if (!this.#since.has(since) || then.length !== (unconfirmed[0]?.length ?? state.doc.length)) return false;
      this.#heard.set(file, notes);
      const own = this.#own();
      const asOfThen = unconfirmed.reduce((runs, one) => runs.carried(one, own), then);
      use(
        since.transactions.reduce((runs, one) => carriedBy(runs, one, own), asOfThen),
        loaded,
      );
      return true;
    } finally {
      this.#since.delete(since);
    }
  }

  #lookUpIfBehind(file: number): void {
    const known = this.#heard.get(file);
    if (this.isOn.peek() && known !== undefined && this.#past.history.notesOf(file).length > known) this.#lookUpSoon();
  }

  /** Once the connection is back, or soon where it is not known to be lost. It is said once. */
  #askAgain({ message, code, retryAfterMs = ASKED_AGAIN_AFTER_MS }: ApiError): void {
    if (!this.#isWaiting) show(message);
    this.#isWaiting = true;
    if (code !== "unreachable") this.#refusedUntil = Date.now() + retryAfterMs;
    if (isConnected(this.#past.room.status.peek())) this.#lookUpSoon(ASKED_AGAIN_AFTER_MS);
  }

  /** The history has an edit once it is confirmed: what is not yet is asked for again. */
  #lookUpSoon(ms = LOOKED_UP_AFTER_MS): void {
    clearTimeout(this.#lookingUp);
    this.#lookingUp = setTimeout(
      () => {
        const file = this.#past.room.tabs.shown.peek();
        const view = this.#past.editors.of(file);
        if (!view || !this.isOn.peek()) return;
        if (unconfirmedChanges(view.state).length > 0) this.#lookUpSoon();
        else void this.#showIn(file);
      },
      Math.max(ms, this.#refusedUntil - Date.now()),
    );
  }

  async #drawAnew(): Promise<void> {
    if (!this.isOn.peek()) return;
    const { drawAnew } = await import("./blameGutter.ts");
    this.#past.editors.of(this.#past.room.tabs.shown.peek())?.dispatch({ effects: drawAnew.of(null) });
  }

  readonly #people: BlamePeople = {
    author: (client) => this.#author(client),
    sentence: (origin) => this.#sentence(origin),
    sentences: (shares) => this.#sentences(shares),
    say: (line, shares) => this.#say(line, shares),
    own: () => this.#own(),
    age: (time) => this.#age(time),
  };

  #own(): Stamp {
    return { client: this.#past.room.people.you.peek()?.client ?? 0, time: serverNow() };
  }

  /** Who has come since the history was read is known by being here; of who has gone again, and of a robot, the next answer tells. */
  #author(client: number): Author {
    const { room, history } = this.#past;
    const here = room.people.clients.peek().get(client)?.participant;
    const number = here ?? history.personOf(client)?.participant;
    const person = room.people.person(number) ?? history.personOf(client);
    if ((!person || person.robot !== undefined) && !history.personOf(client) && !this.#lookedUp.has(client)) {
      this.#lookedUp.add(client);
      this.#lookUpSoon();
    }
    if (!person) return { whose: 0, name: words.peek().somebody, colour: 0 };
    const { participant, name, colour, robot } = person;
    if (robot === undefined) return { whose: participant, name, colour };
    const behalf = history.behalfOf(client);
    return behalf
      ? { whose: -client, name: words.peek().onBehalf(name, behalf.name), colour }
      : { whose: participant, name, colour };
  }

  #sentence({ put, written }: Origin): string {
    const { wrote, wroteAndPutBack } = words.peek();
    const author = this.#author(written.client).name;
    if (put === written) return wrote(author, atMinute(written.time));
    return wroteAndPutBack(author, atMinute(written.time), this.#author(put.client).name, atMinute(put.time));
  }

  #sentences(shares: readonly Share[]): string {
    const largest = shares.slice(0, SAID_SHARES);
    return largest.map(({ origin }) => this.#sentence(origin)).join("; ");
  }

  #age(time: number): number {
    if (!this.fades.peek()) return 0;
    const now = serverNow();
    const began = this.#past.room.room.peek()?.dateCreated ?? now;
    const share = (now - time) / Math.max(1, now - began);
    return Math.max(0, Math.min(AGES - 1, Math.floor(share * AGES)));
  }
}

const isEmpty = (view: EditorView): boolean => {
  const inSlot = blameSlot.get(view.state);
  return Array.isArray(inSlot) && inSlot.length === 0;
};
