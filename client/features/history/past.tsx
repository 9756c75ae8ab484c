// The past of one opening of a room: what of it is shown where on the page. Loaded when the history is opened first, or a link leads to a moment.
import { undo, undoDepth } from "@codemirror/commands";
import type { Transaction } from "@codemirror/state";
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { BlameAnswer, History, Mark, ServerHistoryMessage } from "../../../server/features/history/messages.ts";
import { call, homeUrl, messageOf } from "../../api.ts";
import { browserClock } from "../../browser.ts";
import type { EditorsByFile } from "../../editor/editorsByFile.ts";
import { newClientId } from "../../identity.ts";
import { serverNow } from "../../serverClock.ts";
import { isConnected } from "../../sync/status.ts";
import type { Command, MarkLook, PageRoom } from "../../ui/pageFeature.ts";
import { pressed } from "../../pressed.ts";
import { copy } from "../../ui/parts/copy.ts";
import { announce, show } from "../../ui/parts/notices.tsx";
import { PastBar, PastStatus } from "./bar.tsx";
import "./history.css";
import type { Made } from "./headEdit.ts";
import { marksOf, type TimeMark } from "./play/marks.ts";
import { type Linked, momentLink } from "./momentLink.ts";
import { momentWords } from "./momentWords.ts";
import { HistoryPanel } from "./play/panel.tsx";
import { PastView } from "./pastView.tsx";
import { Playback } from "./play/playback.ts";
import { SPEEDS } from "./play/player.ts";
import { Review } from "./review.ts";
import { LoadedHistory } from "./weave/loadedHistory.ts";
import type { Selected } from "./selected.ts";
import { sentenceOf } from "./sentences.ts";
import { Transport } from "./play/transport.tsx";
import { reverse, tellReversed } from "./undo/reversal.ts";
import { words } from "./words.later.ts";

/** the tab */
const HISTORY = "history";
/** What lies over the code goes within so many. */
const GOES_WITHIN_FRAMES = 60;
const WRITTEN_IN = "input, textarea, [contenteditable='true']";

/** What every part of the screen of history is given. */
export interface OfPast {
  readonly past: Past;
}

/** What the server answers. */
interface FilesThen {
  readonly files: readonly { readonly file: number; readonly path: string }[];
}

export class Past {
  readonly room: PageRoom;
  readonly editors: EditorsByFile;
  readonly playback: Playback;
  /** why the history is not here, in a sentence */
  readonly trouble = signal<string | undefined>(undefined);
  /** somebody drags along the time line: the text stays scrolled as it is */
  readonly isDragging = signal(false);
  readonly marks: ReadonlySignal<readonly TimeMark[]> = computed(() => {
    const { people, files, marks, entries } = this.history;
    return marksOf(this.playback.player.track.value, {
      people: people.value,
      files: files.value,
      // of what nobody says how it looks nothing is shown
      marks: marks.value.filter((mark) => this.lookOf(mark)),
      entries: entries.value,
    });
  });
  readonly review: Review;
  /** What is selected of a file in the text of the past. */
  selectedThen: (file: number) => Selected | undefined = () => undefined;
  readonly #history: LoadedHistory;
  /** by file, the edit by its past that an undo takes back there: how many could be taken back then, in the editor that it has, and what ends that it is said */
  readonly #undoable = new Map<
    number,
    { readonly made: Made; readonly depth: number | undefined; readonly over: AbortController }
  >();
  /** ends that it is said that nothing can be written in the past */
  #cannotWrite: AbortController | undefined;
  readonly #listening = new AbortController();
  readonly #end: () => void;

  /** Asks whether a new room is to be made of this one, as it was at a time. */
  readonly askFork: (time: number) => void;

  constructor(room: PageRoom, editors: EditorsByFile, askFork: (time: number) => void) {
    this.room = room;
    this.editors = editors;
    this.askFork = askFork;
    const path = `api/rooms/${encodeURIComponent(room.roomId)}/history`;
    const headers = (): Record<string, string> => {
      const key = room.key();
      return key === undefined ? {} : { authorization: `Bearer ${key}` };
    };
    this.#history = new LoadedHistory({
      async look() {
        const { people, ...told } = await call<History>(path, { headers: headers() });
        return { ...told, people: people.map((one) => room.named(one)) };
      },
      async filesAt(time) {
        const { files } = await call<FilesThen>(`${path}/files?time=${time}`, { headers: headers() });
        return files.map(({ file }) => file);
      },
      blame: (file, version) =>
        call<BlameAnswer>(`${path}/files/${file}/blame?version=${version}`, { headers: headers() }),
      log: (file) => ({ url: new URL(`${path}/files/${file}/log`, homeUrl()).href, key: room.key() }),
      startThread: () => new Worker(new URL("./weave/weaveWorker.ts", import.meta.url), { type: "module" }),
      failed: (sentence) => this.#failed(sentence),
    });
    this.playback = new Playback(room, this.#history, {
      frame(run) {
        const frame = requestAnimationFrame(run);
        return () => cancelAnimationFrame(frame);
      },
      after: (ms, run) => browserClock.after(ms, run),
      well: () => {
        this.trouble.value = undefined;
      },
      failed: (problem) => this.#failed(messageOf(problem)),
    });
    addEventListener(
      "keydown",
      pressed((event: KeyboardEvent) => this.#press(event)),
      { capture: true, signal: this.#listening.signal },
    );
    const isPast = computed(() => this.isPast);
    const isThere = computed(() => isConnected(room.status.value));
    const files = computed(() => room.room.value?.files);
    let filesBefore = files.peek();
    this.review = new Review(this, newClientId, serverNow);
    const ends = [
      effect(() => {
        if (isPast.value) return untracked(() => this.#announce());
        this.#cannotWrite?.abort();
        this.#cannotWrite = undefined;
      }),
      // what could not be reached is asked again, and what was said into a connection that broke is said again
      effect(() => {
        if (!isThere.value) return;
        untracked(() => {
          this.review.telling.tellAgain();
          if (this.trouble.peek() !== undefined) void this.refresh();
        });
      }),
      // what was made, deleted or put back has its marks
      effect(() => {
        const isOther = files.value !== filesBefore;
        filesBefore = files.value;
        if (isOther) untracked(() => this.#readOnSoon());
      }),
      // what is asked is of the moment that was looked at then
      effect(() => {
        if (this.review.asked.value) untracked(() => this.playback.player.pause());
      }),
      // whoever goes to another moment wants to see it
      effect(() => {
        void this.playback.player.moves.value;
        untracked(() => this.review.stopComparing());
      }),
    ];
    this.#end = () => {
      for (const end of ends) end();
    };
    void this.refresh();
  }

  get history(): LoadedHistory {
    return this.#history;
  }

  get isPast(): boolean {
    return this.playback.player.moment.value !== undefined;
  }

  /** the past is over the code, and no comparison over that */
  get isSeen(): boolean {
    return this.isPast && this.review.compared.value === undefined;
  }

  /** the past is, or a comparison */
  get isOverCode(): boolean {
    return this.isPast || this.review.compared.value !== undefined;
  }

  /** The bar stands in the tab: on a phone that lies over the code, and what is above the code takes no press then. */
  get isBarInTab(): boolean {
    const { isPhone, shown } = this.room.workbench;
    return this.isSeen && isPhone.value && shown.value.has(HISTORY);
  }

  /** How the feature that tells it has it shown; undefined: none says so. */
  lookOf({ kind }: Mark): MarkLook | undefined {
    return this.room.markLooks.value.get(kind);
  }

  // ---- where it is shown

  readonly Panel = () => <HistoryPanel past={this} />;
  readonly Bar = () => (this.isSeen && !this.isBarInTab ? <PastBar past={this} /> : null);
  readonly View = () => (this.isSeen && this.playback.shown.value ? <PastView past={this} /> : null);
  readonly Status = () => (this.isSeen ? <PastStatus past={this} /> : null);
  /** where the tab is folded, as on a phone, where it lies over the code */
  readonly Below = () =>
    this.isSeen && !this.room.workbench.shown.value.has(HISTORY) ? <Transport past={this} isSmall /> : null;

  // ---- what is done

  /** Has the logs read, from now on. */
  open(): this {
    this.playback.isWanted.value = true;
    return this;
  }

  /** Reads what there is now. */
  async refresh(): Promise<void> {
    this.trouble.value = undefined;
    await this.playback.refresh();
  }

  /** Looks at a moment, in ms since 1970, as soon as it is read; where nothing was written there is none. */
  goTo(time: number): void {
    const { player, playable } = this.playback;
    const { progress } = this.history;
    const stop = effect(() => {
      if (this.history.isHere && playable.value.length === 0) {
        queueMicrotask(() => stop());
        return untracked(() => show(words.peek().noMoment));
      }
      const { times } = player.track.value;
      const isRead = this.history.isHere && progress.value === undefined && times.length > 0;
      if (!isRead && (times.at(-1) ?? 0) < time) return;
      queueMicrotask(() => stop());
      untracked(() => player.seekTime(time));
    });
  }

  /** Looks at what a link leads to, as soon as that is known. */
  follow(linked: Linked): void {
    if ("time" in linked) return this.goTo(linked.time);
    const { number } = linked;
    const stop = effect(() => {
      if (!this.history.isHere) return;
      queueMicrotask(() => stop());
      const at = this.review.named.peek().momentOf(number);
      untracked(() => (at === undefined ? show(words.peek().noVersion(number)) : this.goTo(at)));
    });
  }

  /** As soon as something is read. */
  play(): void {
    const { player } = this.playback;
    this.room.workbench.uncover();
    void this.refresh();
    const stop = effect(() => {
      if (player.track.value.length === 0) return;
      queueMicrotask(() => stop());
      untracked(() => player.play());
    });
  }

  /** In the file where the person was before, or in `stay`. */
  backToNow(stay?: number): void {
    const { activeElement } = document;
    this.review.stopComparing(stay);
    this.playback.backToNow(stay);
    // what had the focus may be gone
    if (activeElement?.closest(".past-bar, .past-view, .history-transport")) this.focusCode();
  }

  /** This person sees the history no more. */
  shut(): void {
    const { compared, asked, blame } = this.review;
    if (this.isPast || compared.peek() || asked.peek() || blame.isOn.peek()) show(words.peek().shut);
    asked.value = undefined;
    blame.off();
    this.playback.stopReadingOn();
    this.backToNow();
    // what had the focus may go with the tab
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) this.focusCode();
    });
  }

  /** To whoever types into what nobody writes on, once each time that they are there. */
  sayItIsPast(): void {
    if (this.#cannotWrite) return;
    this.#cannotWrite = new AbortController();
    const backToNow = { name: words.peek().backToNow, run: () => this.backToNow() };
    show(words.peek().cannotWrite, backToNow, this.#cannotWrite.signal);
  }

  /** Puts the focus into the code, or the past over it, once what lies over that has gone; on a phone that would bring up its keyboard. */
  focusCode(): void {
    if (this.room.workbench.isPhone.peek()) return;
    const next = (frames: number): void =>
      void requestAnimationFrame(() => {
        const text = this.isSeen
          ? document.querySelector<HTMLElement>(".past-view .cm-content")
          : this.editors.of(this.room.tabs.shown.peek())?.contentDOM;
        const isCovered = !text || document.querySelector("dialog:modal") || text.closest("[inert]");
        if (isCovered && frames > 0) next(frames - 1);
        else text?.focus();
      });
    next(GOES_WITHIN_FRAMES);
  }

  async copyLink(): Promise<void> {
    const time = this.playback.player.moment.peek()?.time;
    if (time === undefined) return;
    await this.copyLinkTo({ time });
  }

  async copyLinkTo(linked: Linked): Promise<void> {
    const link = momentLink(this.room.roomId, homeUrl(), linked);
    show((await copy(link)) ? words.peek().linkCopied : words.peek().linkNotCopied(link));
  }

  commands(): readonly Command[] {
    const { player, scope, playable } = this.playback;
    if (player.track.value.length === 0) return [];
    const { isPlaying, skipsPauses, speed } = player;
    const isThere = this.room.workbench.shown.value.has(HISTORY) || this.isPast;
    return [
      ...(isPlaying.value ? [{ id: "history.pause", name: words.value.pause, run: () => player.pause() }] : []),
      ...(this.isPast
        ? [
            { id: "history.now", name: words.value.backToNow, run: () => this.backToNow() },
            { id: "history.link", name: words.value.copyLink, run: () => void this.copyLink() },
          ]
        : []),
      ...(isThere
        ? [
            { id: "history.back", name: words.value.back, run: () => player.step(-1) },
            { id: "history.on", name: words.value.on, run: () => player.step(1) },
            { id: "history.backByPause", name: words.value.backByPause, run: () => player.stepPause(-1) },
            { id: "history.onByPause", name: words.value.onByPause, run: () => player.stepPause(1) },
            {
              id: "history.skipPauses",
              name: words.value.skipPauses,
              run: () => player.setSkipsPauses(!skipsPauses.peek()),
            },
            ...SPEEDS.filter((one) => one !== speed.value).map((one) => ({
              id: `history.speed.${one}`,
              name: words.value.speedOf(one),
              run() {
                speed.value = one;
              },
            })),
            ...(playable.value.length > 1
              ? (["file", "room"] as const)
                  .filter((one) => one !== scope.value)
                  .map((one) => ({
                    id: `history.scope.${one}`,
                    name: `${words.value.played}: ${words.value.scopes[one]}`,
                    run() {
                      scope.value = one;
                    },
                  }))
              : []),
          ]
        : []),
    ];
  }

  /** Says what an undo of these edits takes back: of one until this person changes its file again, be it by that, as then the editor's own does not any more. */
  sayUndoable(sentence: string, edits: readonly Made[]): void {
    const over = new AbortController();
    for (const made of edits) this.#undoable.set(made.file, { made, depth: this.#undoDepth(made.file), over });
    const undoAll = (): void => {
      const byHistory = edits.filter((made) => !this.#undoIn(made));
      if (byHistory.length > 0)
        reverse(this.review, byHistory).catch((problem: unknown) => show(sentenceOf(this.review, problem)));
      this.focusCode();
    };
    show(sentence, { name: words.peek().undo, run: undoAll }, edits.length === 1 ? over.signal : undefined);
  }

  /** False: its editor is not the one in which it was made. */
  #undoIn({ file }: Made): boolean {
    const view = this.editors.of(file);
    const depth = this.#undoable.get(file)?.depth;
    return view !== undefined && depth === undoDepth(view.state) && undo(view);
  }

  #undoDepth(file: number): number | undefined {
    const state = this.editors.of(file)?.state;
    return state && undoDepth(state);
  }

  // ---- what happens

  message(message: ServerHistoryMessage): void {
    if (message.type === "told") this.review.telling.heard(message.entries);
    this.history.message(message);
  }

  /** Somebody has typed in a file that is open here, or its editor has come or gone. */
  changed(file: number, transactions: readonly Transaction[]): void {
    this.#unsay(file, transactions);
    this.review.blame.changed(file, transactions);
    this.#readOnSoon();
  }

  /** Where somebody looks at the past, or at what is made of it. */
  #readOnSoon(): void {
    const shown = this.room.workbench.shown.peek();
    const isLookedAt = this.isPast || shown.has(HISTORY) || shown.has("versions") || this.review.isWanted.peek();
    if (isLookedAt) this.playback.readOnSoon();
  }

  #unsay(file: number, transactions: readonly Transaction[]): void {
    const undoable = this.#undoable.get(file);
    if (!undoable) return;
    const { made, depth: before, over } = undoable;
    const depth = this.#undoDepth(file);
    // an editor that goes takes nothing back
    if (depth === undefined || before === undefined || depth === before) return;
    this.#undoable.delete(file);
    over.abort();
    const undone = depth === before - 1 && transactions.find((one) => one.isUserEvent("undo"));
    if (undone) tellReversed(this.review, made, undone).catch(() => {});
  }

  close(): void {
    this.#listening.abort();
    this.#end();
    this.review.blame.close();
    this.playback.close();
  }

  /** Escape ends what lies over the code, the uppermost first, wherever the focus is; a dialog, a list and whatever is written in have it first. */
  #press(event: KeyboardEvent): void {
    const isComparing = this.review.compared.peek() !== undefined;
    if (event.key !== "Escape" || !(isComparing || this.playback.player.moment.peek())) return;
    if (document.querySelector("dialog:modal, [popover]:not(.tooltip):popover-open")) return;
    if (event.target instanceof Element && event.target.closest(WRITTEN_IN)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isComparing) this.review.stopComparing();
    else this.backToNow();
  }

  #announce(): void {
    const time = this.playback.player.moment.peek()?.time ?? 0;
    announce(`${words.peek().youLookAt(momentWords(this.review, time))} ${words.peek().goesOn}`);
  }

  #failed(sentence: string): void {
    this.trouble.value = sentence;
    if (!this.room.workbench.shown.peek().has(HISTORY)) show(sentence);
  }
}
