// What is done with the past of a room besides looking at it: moments are compared, brought back, named, and edits are taken back. Draws nothing.
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { ClientHistoryMessage, Mark, NamedMoment } from "../../../server/features/history/messages.ts";
import { namedIn, type NamedMoments } from "#weave/named.ts";
import { versionAt } from "#weave/timeLine.ts";
import { languageOf } from "../../editor/fileNames.ts";
import { Blame } from "./blame/blame.ts";
import { words as blameWords } from "./blame/words.ts";
import { Detour } from "./detour.ts";
import type { FileHistory } from "./weave/fileHistory.ts";
import { FilesThen } from "./filesThen.ts";
import type { Past } from "./past.tsx";
import { Track } from "./play/track.ts";
import type { LineCounts } from "./compare/exactDifferences.ts";
import { lastRoomAct } from "./restore/roomActs.ts";
import { Telling } from "./restore/telling.ts";
import { sentenceOf } from "./sentences.ts";
import { type Version, versionsIn } from "./versions/versionsIn.ts";
import { words } from "./versions/words.ts";
import type { Command } from "../../ui/pageFeature.ts";
import { show } from "../../ui/parts/notices.tsx";
import { takesChanges } from "../../sync/status.ts";

/** What somebody has missed is played within so long. */
const CAUGHT_UP_WITHIN_MS = 10_000;

const NO_LINES: LineCounts = { added: 0, taken: 0 };

/** A moment, in ms since 1970; undefined: now. */
export type When = number | undefined;

/** Two moments, the one that comes first in time on the left. */
export interface Comparison {
  readonly before: When;
  readonly after: When;
}

/** What every part of the screen is given. */
export interface OfReview {
  readonly review: Review;
}

/** What comes back. */
export type What = "file" | "part" | "room";

/** What is asked about in a dialog. */
export type Asked =
  | { readonly what: "version"; readonly version: Version }
  | { readonly what: "name"; readonly at: When }
  | { readonly what: "rename"; readonly moment: NamedMoment }
  | { readonly what: "restore"; readonly at: number; readonly first: What }
  | { readonly what: "undo"; readonly participant: number | undefined };

export class Review {
  readonly past: Past;
  readonly compared = signal<Comparison | undefined>(undefined);
  readonly asked = signal<Asked | undefined>(undefined);
  /** the version that another is to be chosen for, to be compared with it */
  readonly comparing = signal<Version | undefined>(undefined);
  /** something of it is to be on the screen */
  readonly isWanted = computed(() => this.compared.value !== undefined || this.asked.value !== undefined);
  readonly blame: Blame;
  readonly telling: Telling;
  readonly #newId: () => string;
  readonly #now: () => number;
  #versions: readonly Version[] = [];
  readonly #detour: Detour;
  /** by the ids of the times that this window has brought the room back, the tabs that there were before */
  readonly tabsBefore = new Map<string, readonly number[]>();
  readonly #filesThen: FilesThen;
  /** by a file's number and its two versions */
  readonly #lines = new Map<string, Promise<LineCounts>>();

  constructor(past: Past, newId: () => string, now: () => number) {
    this.past = past;
    this.blame = new Blame(past);
    this.#detour = new Detour(past.room);
    this.#filesThen = new FilesThen(past.history);
    this.telling = new Telling(past.room);
    this.#newId = newId;
    this.#now = now;
  }

  // ---- versions

  /** what people have named */
  readonly named: ReadonlySignal<NamedMoments> = computed(() => namedIn(this.past.history.entries.value));

  /** the oldest first; while the logs are read what it was before */
  readonly versions: ReadonlySignal<readonly Version[]> = computed(() => {
    const moments = this.named.value.all;
    const marks = this.past.history.marks.value.filter((mark) => this.isVersion(mark));
    if (this.past.history.progress.value !== undefined) return this.#versions;
    const track = new Track(this.files.value);
    this.#versions = versionsIn(track, moments, marks, this.#now());
    return this.#versions;
  });

  /** those whose edits make versions */
  readonly files: ReadonlySignal<readonly FileHistory[]> = computed(() => {
    const files = this.past.playback.inRoom.value.map((file) => this.past.history.file(file));
    for (const { version } of files) void version.value;
    return files;
  });

  /** those of them that are not deleted */
  readonly present: ReadonlySignal<readonly FileHistory[]> = computed(() => {
    return this.files.value.filter(({ file }) => !this.isDeleted(file));
  });

  /** What somebody calls a moment, in ms since 1970; undefined: nobody has named it. */
  nameAt(at: number): string | undefined {
    return this.named.value.all.findLast((one) => one.at === at)?.name;
  }

  isVersion({ kind }: Mark): boolean {
    return this.past.room.markLooks.value.get(kind)?.isVersion === true;
  }

  /** How many lines were added and taken in all files, from one moment to another, as far as they are read. Rejects with ApiError. */
  async lines(from: number, to: number): Promise<LineCounts> {
    const all = await Promise.all(
      this.files.peek().map((file) => this.#linesOf(file, versionOf(file, from), versionOf(file, to))),
    );
    return all.reduce((sum, one) => ({ added: sum.added + one.added, taken: sum.taken + one.taken }), NO_LINES);
  }

  async #linesOf(file: FileHistory, before: number, after: number): Promise<LineCounts> {
    if (before === after) return NO_LINES;
    const key = `${file.file} ${before} ${after}`;
    const known = this.#lines.get(key);
    if (known) return known;
    const counting = file.ask("lines", before, after);
    this.#lines.set(key, counting);
    counting.catch(() => this.#lines.delete(key));
    return counting;
  }

  /** Names a moment, or what is there when the server hears it. */
  name(at: When, name: string): void {
    this.send({ type: "name", id: this.#newId(), ...(at !== undefined && { at: Math.floor(at) }), name });
  }

  rename({ entry }: NamedMoment, name: string): void {
    this.send({ type: "rename", entry, name });
  }

  unname({ entry }: NamedMoment): void {
    this.send({ type: "unname", entry });
  }

  /** Who may change the name of a moment: who gave it, and owners. */
  mayRename({ participant }: NamedMoment): boolean {
    const you = this.past.room.people.you.value;
    return this.mayWrite.value && (you?.role === "owner" || you?.participant === participant);
  }

  readonly mayWrite = computed(
    () => takesChanges(this.past.room.status.value) && this.past.room.people.you.value?.role !== "viewer",
  );

  // ---- what is looked at

  look(at: number): void {
    this.past.room.workbench.uncover();
    this.stopComparing();
    this.past.goTo(at);
  }

  /** What is compared is this moment and now. */
  isComparedWithNow(at: number): boolean {
    const { before, after } = this.compared.value ?? {};
    return before === at && after === undefined;
  }

  /** Compares two moments, over what is looked at; the older one is on the left. */
  compare(one: When, other: When): void {
    const [before, after] = (one ?? Infinity) <= (other ?? Infinity) ? [one, other] : [other, one];
    const comparison = { before, after };
    batch(() => {
      this.past.room.workbench.uncover();
      this.past.playback.player.pause();
      this.comparing.value = undefined;
      this.asked.value = undefined;
      this.compared.value = comparison;
    });
    this.#detour.begin();
    // what was just typed may differ as well
    void this.past.refresh().then(() => this.#showDiffering(comparison));
  }

  /** Once what there is is read, a file that differs, where the one that is shown does not. */
  #showDiffering(comparison: Comparison): void {
    const { history, room } = this.past;
    const stop = effect(() => {
      const isWanted = this.compared.value === comparison;
      if (isWanted && (!history.isHere || history.progress.value !== undefined)) return;
      queueMicrotask(() => stop());
      untracked(() => {
        const changed = isWanted ? this.changedFiles(comparison) : [];
        const [first] = changed;
        if (first !== undefined && !changed.includes(room.tabs.shown.peek())) this.#detour.show(first);
      });
    });
  }

  /** Plays what has changed since a moment, in ms since 1970, to the end. */
  playSince(since: number): void {
    const { scope, player } = this.past.playback;
    if (this.changedBetween(since, undefined).length > 1) scope.value = "room";
    this.past.room.workbench.uncover();
    player.playFrom(since, CAUGHT_UP_WITHIN_MS);
  }

  /** Asks whose edits are to be taken back; undefined: one's own. */
  askUndo(participant: number | undefined): void {
    void this.past.refresh();
    this.asked.value = { what: "undo", participant };
  }

  commands(): readonly Command[] {
    const at = this.past.playback.player.moment.value?.time;
    const { isOn, fades } = this.blame;
    return [
      ...(at === undefined || this.isComparedWithNow(at)
        ? []
        : [{ id: "history.compare", name: words.value.compareNow, run: () => this.compare(at, undefined) }]),
      ...(at === undefined ? [] : [{ id: "history.fork", name: words.value.fork, run: () => this.past.askFork(at) }]),
      ...(at !== undefined && this.mayWrite.value
        ? [
            { id: "history.name", name: words.value.nameMoment, run: () => this.askName(at) },
            { id: "history.restore", name: words.value.restore, run: () => this.askRestore(at) },
          ]
        : []),
      ...(this.mayWrite.value && this.roomAct.value
        ? [{ id: "history.undoRoom", name: words.value.undoRoom, run: () => void this.undoRoom() }]
        : []),
      ...(isOn.value
        ? [
            {
              id: "history.fade",
              name: fades.value ? blameWords.value.fadeNot : blameWords.value.fade,
              run: () => {
                fades.value = !fades.peek();
              },
            },
          ]
        : []),
    ];
  }

  askName(at: When): void {
    this.asked.value = { what: "name", at };
  }

  /** `first`: what is chosen at first. */
  askRestore(at: number, first: What = "file"): void {
    void this.past.refresh();
    this.asked.value = { what: "restore", at, first };
  }

  /** The last time that this person brought the room back, where that can be taken back. */
  readonly roomAct = computed(() =>
    lastRoomAct(this.past.history.entries.value, this.past.room.people.you.value?.participant ?? 0),
  );

  /** Takes that back; what has kept it is said. */
  async undoRoom(): Promise<void> {
    try {
      const { undoRoom } = await import("./restore/wholeRoom.ts");
      await undoRoom(this);
      this.past.focusCode();
      show(words.peek().roomUndone);
    } catch (problem) {
      show(sentenceOf(this, problem));
    }
  }

  /** Shows another file of what is compared. */
  showCompared(file: number): void {
    this.#detour.show(file);
  }

  /** The file is shown that was before, or `stay`. */
  stopComparing(stay?: number): void {
    if (this.compared.peek() === undefined) return;
    this.compared.value = undefined;
    this.#detour.end(stay);
  }

  /** The numbers of the files in which something was typed between two moments, those that are there first, and those that were deleted since. */
  changedFiles(comparison: Comparison): readonly number[] {
    const changed = this.changedBetween(comparison.before, comparison.after);
    return [...changed.filter((file) => !this.isDeleted(file)), ...changed.filter((file) => this.isDeleted(file))];
  }

  /** The numbers of all files in which something was typed between two moments. */
  changedBetween(before: When, after: When): readonly number[] {
    return this.files.value.filter((one) => versionOf(one, before) !== versionOf(one, after)).map(({ file }) => file);
  }

  isDeleted(file: number): boolean {
    return this.past.history.files.value.some((one) => one.file === file && one.deleted !== undefined);
  }

  /** Whether a file was there at a moment, or had been; undefined: now. */
  async wasThere(file: number, when: When): Promise<boolean> {
    return when === undefined || this.#filesThen.had(file, when);
  }

  /** What was just made the history does not list yet. */
  pathOf(file: number): string {
    const { history, room } = this.past;
    const listed = history.files.value.find((one) => one.file === file)?.path;
    return listed ?? room.room.value?.files.find((one) => one.file === file)?.name ?? "";
  }

  /** What an editor has in which the file is read, in its language. */
  looksOf(file: number): Promise<Extension> {
    const { room } = this.past;
    const language = languageOf(this.pathOf(file), room.room.peek()?.programmingLanguage ?? "Plain Text");
    return room.view.reading(language);
  }

  // ---- edits at the head

  /** of this window */
  get client(): number {
    return this.past.room.people.you.peek()?.client ?? 0;
  }

  /** Shows a file; its editor, as soon as the text is there. */
  editorOf(file: number): Promise<EditorView> {
    this.past.room.tabs.show(file);
    return new Promise((resolve) => this.past.editors.whenThere(file, resolve));
  }

  /** Takes somebody out of the room; undefined: this person may not, or nothing here can. */
  readonly eject = computed(() => this.past.room.eject.value);

  send(message: ClientHistoryMessage): void {
    this.past.room.send(message);
  }

  newId(): string {
    return this.#newId();
  }
}

/** The version that a file had at a moment. */
export function versionOf(file: FileHistory, when: When): number {
  return when === undefined ? file.version.peek() : versionAt(file.edits.times, when);
}
