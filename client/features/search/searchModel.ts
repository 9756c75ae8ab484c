// A search in all files: what is looked for, what is found, and what was replaced. Knows no thread's make, no connection and no DOM.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { type ChangeSet, Text } from "@codemirror/state";
import type { RoomFile } from "#protocol/events.ts";
import { NoAnswer } from "../../editor/timedThread.ts";
import { Refused } from "../../sync/document.ts";
import type { TimeAndChance } from "../../sync/ports.ts";
import { MOST_MATCHES } from "./bounds.ts";
import { type Edit, type Match, patternOf, type Query } from "./matching.ts";
import type { EditedTexts } from "./editedTexts.ts";
import type { Answer, Asked } from "./searchWorker.ts";

/** Whoever types a word is not interested in its first letters. */
const TYPED_MS = 200;
/** A search that takes longer says how far it is. */
const SLOW_MS = 1_000;
/** A text that is changed all the time is tried so often. */
const TRIES = 5;

/** What is found in one file. */
export interface FileMatches {
  readonly file: number;
  readonly name: string;
  /** in which it was found */
  readonly text: Text;
  readonly matches: readonly Match[];
}

/** Why a file was not searched, or not changed: a reason of ours by its word, or a sentence of the server's. */
export interface LeftOut {
  readonly name: string;
  readonly reason: "tooMuch" | "tooSlow" | "busy" | "closed" | { readonly sentence: string };
}

/** What a replacement, or taking one back, has done. */
export interface Outcome {
  readonly what: "replaced" | "removed" | "putBack";
  readonly places: number;
  readonly files: number;
  readonly leftOut: readonly LeftOut[];
}

interface Replaced {
  readonly file: number;
  readonly name: string;
  readonly back: ChangeSet;
  readonly places: number;
  /** the text right after it */
  readonly text: Text;
}

interface SearchModelOptions {
  /** those that are there, in the order in which they are shown */
  readonly files: () => readonly RoomFile[];
  readonly texts: EditedTexts;
  /** rejects with NoAnswer */
  readonly thread: { ask(asked: Asked): Promise<Answer>; end(): void };
  readonly clock: Pick<TimeAndChance, "after">;
  /** loaded when something is taken back */
  readonly changesBetween: () => Promise<(before: Text, after: Text) => ChangeSet>;
}

export class SearchModel {
  readonly query = signal<Query>({ text: "", isCaseKept: false, isWhole: false, isPattern: false });
  readonly replacement = signal("");
  readonly found = signal<readonly FileMatches[]>([]);
  /** why the pattern is none, as the browser says it */
  readonly patternProblem = signal<string | undefined>(undefined);
  /** why the room's texts cannot be had, in a sentence */
  readonly problem = signal<string | undefined>(undefined);
  /** files that are looked through; undefined: all are, or nothing is looked for */
  readonly progress = signal<{ readonly done: number; readonly total: number; readonly isSlow: boolean } | undefined>(
    undefined,
  );
  /** how many files were looked through; undefined: nothing was looked for yet */
  readonly searched = signal<number | undefined>(undefined);
  readonly unsearched = signal<readonly LeftOut[]>([]);
  readonly outcome = signal<Outcome | undefined>(undefined);
  readonly isReplacing = signal(false);
  readonly count: ReadonlySignal<number> = computed(() =>
    this.found.value.reduce((sum, { matches }) => sum + matches.length, 0),
  );
  /** there may be more */
  readonly isCut: ReadonlySignal<boolean> = computed(() => this.count.value >= MOST_MATCHES);

  readonly #options: SearchModelOptions;
  #replaced: readonly Replaced[] = [];
  /** counts searches: an older one says nothing any more */
  #search = 0;
  #cancel = (): void => {};
  readonly #changed = new Set<number>();
  #cancelChanged: (() => void) | undefined;

  constructor(options: SearchModelOptions) {
    this.#options = options;
  }

  /** Another query; it is looked for when nothing more is typed for a moment. */
  ask(change: Partial<Query>): void {
    this.query.value = { ...this.query.peek(), ...change };
    this.outcome.value = undefined;
    this.#cancel();
    this.#cancel = this.#options.clock.after(TYPED_MS, () => void this.search());
  }

  /** The text of a file is another: what is found in it is looked for anew in a moment. */
  changed(file: number): void {
    this.#changed.add(file);
    this.#cancelChanged ??= this.#options.clock.after(TYPED_MS, () => {
      this.#cancelChanged = undefined;
      const files = [...this.#changed];
      this.#changed.clear();
      if (this.progress.peek() || this.query.peek().text === "") return;
      void this.#again(files);
    });
  }

  leave(): void {
    this.#search++;
    this.#cancel();
    this.#cancelChanged?.();
    this.#options.thread.end();
    void this.#options.texts.leave();
  }

  // ---- looking

  /** Looks through all files; resolves when that is done. */
  async search(): Promise<void> {
    this.#cancel();
    const search = ++this.#search;
    const query = this.query.peek();
    const problem = problemOf(query);
    batch(() => {
      this.patternProblem.value = problem;
      this.problem.value = undefined;
      this.unsearched.value = [];
      this.searched.value = undefined;
      if (problem !== undefined || query.text === "") this.found.value = [];
      this.progress.value = undefined;
    });
    if (problem !== undefined || query.text === "") return;
    const files = this.#options.files();
    const notSlow = this.#options.clock.after(SLOW_MS, () => {
      const { value } = this.progress;
      if (search === this.#search && value) this.progress.value = { ...value, isSlow: true };
    });
    this.progress.value = { done: 0, total: files.length, isSlow: false };
    try {
      await this.#options.texts.gather(
        files.map(({ file }) => file),
        () => {},
      );
      await this.#through(files, query, search);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (search === this.#search) this.problem.value = error.message;
    } finally {
      notSlow();
      if (search === this.#search) this.progress.value = undefined;
    }
  }

  async #through(files: readonly RoomFile[], query: Query, search: number): Promise<void> {
    const found: FileMatches[] = [];
    const unsearched: LeftOut[] = [];
    let left = MOST_MATCHES;
    for (const file of files) {
      const result = await this.#look(file, query, left);
      if (search !== this.#search) return;
      if ("reason" in result) unsearched.push(result);
      else if (result.matches.length > 0) found.push(result);
      left = MOST_MATCHES - found.reduce((sum, { matches }) => sum + matches.length, 0);
      const { value } = this.progress;
      if (value) this.progress.value = { ...value, done: value.done + 1 };
      if (value?.isSlow) this.found.value = [...found];
      if (left <= 0) break;
    }
    batch(() => {
      this.found.value = found;
      this.unsearched.value = unsearched;
      this.searched.value = files.length - unsearched.length;
    });
  }

  async #look({ file, name }: RoomFile, query: Query, most: number): Promise<FileMatches | LeftOut> {
    const text = this.#options.texts.text(file);
    if (text === undefined) return { name, reason: "tooMuch" };
    try {
      const asked = { text: text.toString(), query, most, replacement: undefined };
      return { file, name, text, matches: (await this.#options.thread.ask(asked)).matches };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { name, reason: "tooSlow" };
    }
  }

  /** Looks again through these files; the others stay as they are. */
  async #again(numbers: readonly number[]): Promise<void> {
    const search = this.#search;
    const query = this.query.peek();
    if (problemOf(query) !== undefined) return;
    const files = this.#options.files();
    for (const file of files.filter((one) => numbers.includes(one.file))) {
      const most = MOST_MATCHES - this.count.peek();
      const before = this.found.peek().find((one) => one.file === file.file);
      const result = await this.#look(file, query, most + (before?.matches.length ?? 0));
      if (search !== this.#search) return;
      const others = this.found.peek().filter((one) => one.file !== file.file);
      const all = "reason" in result || result.matches.length === 0 ? others : [...others, result];
      const order = new Map(files.map((one, index) => [one.file, index]));
      this.found.value = all.toSorted((one, other) => (order.get(one.file) ?? 0) - (order.get(other.file) ?? 0));
    }
  }

  // ---- replacing

  /** Replaces what is found: everywhere, in one file, or one match of it. Resolves when it is done, as `outcome` says. */
  async replace(file?: FileMatches, match?: Match): Promise<void> {
    const [query, replacement] = [this.query.peek(), this.replacement.peek()];
    const wanted = file ? [file] : this.found.peek();
    const replaced: Replaced[] = [];
    await this.#do(replacement === "" ? "removed" : "replaced", wanted, async (one) => {
      const done = await this.#replaceIn(one, query, replacement, match);
      replaced.push(done);
      return done.places;
    });
    this.#replaced = replaced;
    await this.#again(wanted.map((one) => one.file));
  }

  async #replaceIn(
    { file, name, text: seen }: FileMatches,
    query: Query,
    replacement: string,
    match: Match | undefined,
  ): Promise<Replaced> {
    const { texts, thread } = this.#options;
    for (let tries = 0; tries < TRIES; tries++) {
      const text = texts.text(file);
      if (text === undefined) throw new NotDone("closed");
      // its place is where it was seen
      if (match && !text.eq(seen)) throw new NotDone("busy");
      const asked = { text: text.toString(), query, most: MOST_MATCHES, replacement };
      const { edits } = await thread.ask(asked);
      const chosen = edits.filter(({ from, to }) => !match || (from === match.from && to === match.to));
      const done = await texts.change(file, text, chosen.map(lines));
      if (done) return { file, name, back: done.invert(text), places: chosen.length, text: done.apply(text) };
    }
    throw new NotDone("busy");
  }

  /** Takes the last replacement back, and leaves what was written since. */
  async undo(): Promise<void> {
    const replaced = this.#replaced;
    this.#replaced = [];
    const { texts } = this.#options;
    await texts.gather(
      replaced.map(({ file }) => file),
      () => {},
    );
    const changesBetween = await this.#options.changesBetween();
    await this.#do("putBack", replaced, async ({ file, back, places, text: then }) => {
      for (let tries = 0; tries < TRIES; tries++) {
        const text = texts.text(file);
        if (text === undefined) throw new NotDone("closed");
        const changes = text.eq(then) ? back : back.map(changesBetween(then, text));
        if (await texts.change(file, text, changes)) return places;
      }
      throw new NotDone("busy");
    });
    await this.#again(replaced.map(({ file }) => file));
  }

  /** Does something to files one after the other, and keeps account. `change` resolves with the number of places. */
  async #do<One extends { readonly name: string }>(
    what: Outcome["what"],
    files: readonly One[],
    change: (file: One) => Promise<number>,
  ): Promise<void> {
    let [places, done] = [0, 0];
    const leftOut: LeftOut[] = [];
    this.isReplacing.value = true;
    for (const file of files)
      try {
        places += await change(file);
        done++;
      } catch (error) {
        leftOut.push({ name: file.name, reason: reasonOf(error) });
      }
    batch(() => {
      this.isReplacing.value = false;
      this.outcome.value = { what, places, files: done, leftOut };
    });
  }
}

/** For a reason of ours. */
class NotDone extends Error {
  readonly reason: LeftOut["reason"];

  constructor(reason: LeftOut["reason"]) {
    super();
    this.reason = reason;
  }
}

function reasonOf(error: unknown): LeftOut["reason"] {
  if (error instanceof NotDone) return error.reason;
  if (error instanceof Refused) return { sentence: error.message };
  if (error instanceof NoAnswer) return "tooSlow";
  throw error;
}

/** Why a query is no pattern, as the browser says it. */
function problemOf(query: Query): string | undefined {
  try {
    patternOf(query);
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message.split(": ").at(-1) ?? error.message;
  }
}

const lines = ({ from, to, insert }: Edit) => ({ from, to, insert: Text.of(insert.split("\n")) });
