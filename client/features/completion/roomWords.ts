// The words of a room's files: of those that are open in this window as they are shown, of the others as they were read last. Knows no editor and no list.
import type { Text } from "@codemirror/state";
import { effect, type ReadonlySignal } from "@preact/signals";
import { Refused } from "../../sync/document.ts";
import type { Participation } from "../../sync/participation.ts";
import { RoomTexts } from "../../ui/room/files/roomTexts.ts";

/** UTF-16 units of each file, from its start. */
const MOST_CHARACTERS = 200_000;
/** Of each file, and of all together. */
const MOST_WORDS = 2_000;
/** Files that are read at one time, and UTF-16 units of them, after which no more are. */
const MOST_READ = 100;
const MOST_READ_CHARACTERS = 2_000_000;
/** Files are read no oftener. */
const READ_EVERY_MS = 300_000;
/** UTF-16 units that are looked through without a pause. */
const STEP_CHARACTERS = 20_000;

const WORD = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;

interface RoomWordsOptions {
  /** The text of a file that is open in this window. */
  open(file: number): Text | undefined;
  /** Comes into the room once more. */
  enter(): Participation;
  /** in which file each of the others is, as far as it has said */
  readonly inFile: ReadonlySignal<ReadonlyMap<number, number>>;
  /** ms since whenever */
  now(): number;
  /** Lets the page do what it has to do. */
  pause(): Promise<void>;
}

export class RoomWords {
  readonly #options: RoomWordsOptions;
  /** by file */
  readonly #read = new Map<number, readonly string[]>();
  /** files in which somebody has been since they were read */
  #visited = new Set<number>();
  #readAt = -Infinity;
  #texts: RoomTexts | undefined;
  readonly #end: () => void;

  constructor(options: RoomWordsOptions) {
    this.#options = options;
    this.#end = effect(() => {
      for (const file of options.inFile.value.values()) this.#visited.add(file);
    });
  }

  /** Those of these files, as far as they are known, each once; the first files' first. */
  of(files: readonly number[]): ReadonlySet<string> {
    const words = new Set<string>();
    for (const file of files)
      for (const word of this.#wordsOf(file)) {
        if (words.size >= MOST_WORDS) return words;
        words.add(word);
      }
    return words;
  }

  #wordsOf(file: number): readonly string[] {
    const text = this.#options.open(file);
    return (text ? wordsIn(text) : this.#read.get(file)) ?? [];
  }

  /**
   * Reads of these files those that are not open here and may be others than they are known as, unless some were read a short while ago;
   * resolves to whether that was done.
   */
  async read(files: readonly number[]): Promise<boolean> {
    const { open, enter, inFile, now, pause } = this.#options;
    const isKnown = (file: number): boolean => this.#read.has(file) && !this.#visited.has(file);
    const wanted = files.filter((file) => open(file) === undefined && !isKnown(file)).slice(0, MOST_READ);
    if (wanted.length === 0 || this.#texts || now() < this.#readAt + READ_EVERY_MS) return false;
    this.#readAt = now();
    this.#visited = new Set(
      [...this.#visited].filter((file) => !wanted.includes(file)).concat(...inFile.peek().values()),
    );
    this.#texts = new RoomTexts({ open, enter, mostCharacters: MOST_READ_CHARACTERS, atOnce: 1 });
    try {
      await this.#texts.gather(wanted);
    } catch (error) {
      // the room lets nobody else in just now
      if (!(error instanceof Refused)) throw error;
    }
    const texts = this.#texts;
    await this.#leave();
    for (const file of wanted) {
      const text = texts.text(file);
      if (text === undefined) continue;
      const steps = stepsThrough(text);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) await pause();
      this.#read.set(file, step.value);
    }
    return true;
  }

  async #leave(): Promise<void> {
    await this.#texts?.leave();
    this.#texts = undefined;
  }

  /** Nobody types here any more. */
  end(): void {
    this.#end();
    void this.#leave();
  }
}

/** A text stays the same object until it is changed. */
const known = new WeakMap<Text, readonly string[]>();

/** Each once. */
function wordsIn(text: Text): readonly string[] {
  let words = known.get(text);
  if (words === undefined) {
    const steps = stepsThrough(text);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    known.set(text, (words = step.value));
  }
  return words;
}

/** The words of a text, found in steps of which each is short. */
function* stepsThrough(text: Text): Generator<undefined, readonly string[]> {
  const words = new Set<string>();
  let [read, pausedAt] = [0, 0];
  for (const line of text.iterLines()) {
    for (const [word] of line.slice(0, MOST_CHARACTERS - read).matchAll(WORD)) {
      words.add(word);
      if (words.size >= MOST_WORDS) return [...words];
    }
    read += line.length + 1;
    if (read >= MOST_CHARACTERS) break;
    if (read < pausedAt + STEP_CHARACTERS) continue;
    pausedAt = read;
    yield;
  }
  return [...words];
}
