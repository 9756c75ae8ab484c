// Whose each line is: shown beside the code while it is switched on, and said of one line when asked. Knows no weave.
import { effect, signal, untracked } from "@preact/signals";
import type { EditorView } from "@codemirror/view";
import { messageOf } from "../../../api.ts";
import { serverNow } from "../../../serverClock.ts";
import { syncedVersion, unconfirmedChanges } from "../../../sync/fileSync.ts";
import { show } from "../../../ui/notices.tsx";
import { dayAndTime } from "../../../ui/times.ts";
import type { Past } from "../past.tsx";
import type { Author, BlamePeople } from "./blameGutter.ts";
import { type Share, sharesOf } from "./lineAuthors.ts";
import { type Origin, Runs, type Stamp } from "./runs.ts";
import { blameSlot } from "./slot.ts";
import { words } from "./words.ts";

/** What is read is behind the text so often at most: people write on. */
const MOST_ATTEMPTS = 20;
/** Shares of a line that are said. */
const SAID_SHARES = 3;
/** What comes back, by undo, pasting or a restore, is looked up so long after it came, in ms. */
const LOOKED_UP_AFTER_MS = 500;
/** Steps by which a colour fades. */
const AGES = 4;

export class Blame {
  readonly isOn = signal(false);
  /** old lines have less colour */
  readonly fades = signal(false);
  readonly #past: Past;
  readonly #end: () => void;
  #lookingUp: ReturnType<typeof setTimeout> | undefined;
  /** tabs of robots of which it was asked for whom they write */
  readonly #lookedUp = new Set<number>();

  constructor(past: Past) {
    this.#past = past;
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
        untracked(() => {
          const file = past.room.tabs.shown.peek();
          if (this.isOn.peek() && past.history.file(file).isNoted) this.#lookUpSoon();
        });
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
    this.isOn.value = !this.isOn.peek();
    show(this.isOn.peek() ? words.peek().on : words.peek().off);
    if (this.isOn.peek()) return;
    for (const { file } of this.#past.room.room.peek()?.files ?? [])
      this.#past.editors.of(file)?.dispatch({ effects: blameSlot.reconfigure([]) });
  }

  /** A file's editor has come, or its text is another. */
  changed(file: number): void {
    const view = this.#past.editors.of(file);
    if (this.isOn.peek() && view && isEmpty(view) && file === this.#past.room.tabs.shown.peek())
      void this.#showIn(file);
  }

  /** Says who wrote the line where the caret is. */
  async sayLine(): Promise<void> {
    const file = this.#past.room.tabs.shown.peek();
    const view = this.#past.editors.of(file);
    if (!view) return;
    try {
      const runs = await this.#runsOf(file, view);
      if (!runs) return;
      const { doc, selection } = view.state;
      const line = doc.lineAt(selection.main.head);
      const shares = sharesOf(runs, line.from, line.text, (client) => this.#author(client).whose);
      const { line: ofLine, nobody } = words.peek();
      show(shares.length > 0 ? ofLine(line.number, this.#sentences(shares)) : nobody(line.number));
    } catch (problem) {
      show(messageOf(problem));
    }
  }

  async #showIn(file: number): Promise<void> {
    const view = this.#past.editors.of(file);
    if (!view) return;
    try {
      const [{ blamed, blameGutter }, runs] = await Promise.all([import("./blameGutter.ts"), this.#runsOf(file, view)]);
      if (!runs || !this.isOn.peek() || runs.length !== view.state.doc.length) return;
      if (isEmpty(view)) view.dispatch({ effects: blameSlot.reconfigure(blameGutter(this.#people)) });
      view.dispatch({ effects: blamed.of(runs) });
    } catch (problem) {
      this.isOn.value = false;
      show(messageOf(problem));
    }
  }

  /** Of what the editor shows; undefined: it is gone, or people write on and on. Rejects with ApiError. */
  async #runsOf(file: number, view: EditorView): Promise<Runs | undefined> {
    const history = this.#past.history.file(file);
    for (let attempt = 0; attempt < MOST_ATTEMPTS && this.#past.editors.of(file) === view; attempt++) {
      const version = syncedVersion(view.state);
      if (history.version.peek() < version || history.isNoted) await history.read();
      if (history.version.peek() < version) continue;
      const blame = await history.ask("blame", version);
      if (syncedVersion(view.state) !== version) continue;
      const runs = Runs.of(blame, (one) => ({
        client: history.edits.timeLine.authorOf(one),
        time: history.edits.timeLine.timeOf(one),
      }));
      return unconfirmedChanges(view.state).reduce((carried, change) => carried.carried(change, this.#own()), runs);
    }
    return undefined;
  }

  /** The history has an edit once it is confirmed: what is not yet is asked for again. */
  #lookUpSoon(): void {
    clearTimeout(this.#lookingUp);
    this.#lookingUp = setTimeout(() => {
      const file = this.#past.room.tabs.shown.peek();
      const view = this.#past.editors.of(file);
      if (!view || !this.isOn.peek()) return;
      if (unconfirmedChanges(view.state).length > 0) this.#lookUpSoon();
      else void this.#lookUp(file);
    }, LOOKED_UP_AFTER_MS);
  }

  async #lookUp(file: number): Promise<void> {
    try {
      await this.#past.history.refresh();
    } catch (problem) {
      return show(messageOf(problem));
    }
    await this.#showIn(file);
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
    own: () => this.#own(),
    age: (time) => this.#age(time),
    mayBeCopied: () => this.#lookUpSoon(),
  };

  #own(): Stamp {
    return { client: this.#past.room.people.you.peek()?.client ?? 0, time: serverNow() };
  }

  /** Who has come since the history was read is known by being here. */
  #author(client: number): Author {
    const { room, history } = this.#past;
    const here = room.people.clients.peek().get(client)?.participant;
    const number = here ?? history.personOf(client)?.participant;
    const person =
      room.room.peek()?.participants.find(({ participant }) => participant === number) ?? history.personOf(client);
    if (!person) return { whose: 0, name: words.peek().somebody, colour: 0 };
    const { participant, name, colour, robot } = person;
    if (robot === undefined) return { whose: participant, name, colour };
    const behalf = history.behalfOf(client);
    if (!history.personOf(client) && !this.#lookedUp.has(client)) {
      this.#lookedUp.add(client);
      this.#lookUpSoon();
    }
    return behalf
      ? { whose: -client, name: words.peek().onBehalf(name, behalf.name), colour }
      : { whose: participant, name, colour };
  }

  #sentence({ put, written }: Origin): string {
    const { wrote, wroteAndPutBack } = words.peek();
    const author = this.#author(written.client).name;
    if (put === written) return wrote(author, dayAndTime(written.time));
    return wroteAndPutBack(author, dayAndTime(written.time), this.#author(put.client).name, dayAndTime(put.time));
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
