// Brings files of this device into the room, several at a time, and keeps account of each. Knows no connection and no DOM.
import { Refusal } from "#protocol/errors.ts";
import { comparablePath, TakenPaths } from "#protocol/filePaths.ts";
import { exportText } from "#protocol/importedText.ts";
import type { Limits } from "#protocol/limits.ts";
import { keptPath, wrongWithPath } from "#protocol/possiblePaths.ts";
import type { Candidate, Former, LeftOut } from "./candidates.ts";
import { importText } from "../../sync/importText.ts";
import { refusalWords } from "../../words.errors.ts";
import { CannotGoIn, checkSize, readText } from "./readText.ts";
import { RoomWriter, type WriterOptions } from "./roomWriter.ts";
import { words } from "./words.later.ts";

/** So many are under way at a time: their texts are in memory, and an upload that is cancelled finishes them. */
const AT_ONCE = 8;

/** What becomes of a file whose path is taken by another: its text takes the place of the other's, or it gets a number. */
export type Clash = "replace" | "keepBoth";

/** `changed`: something that the uploader says of itself is another now. */
export interface UploadOptions extends WriterOptions {
  readonly candidates: readonly (Candidate | Former)[];
  readonly clash: Clash;
}

/** A file that is in the room now. */
export interface UploadedFile {
  readonly file: number;
  readonly path: string;
  /** the text whose place it has taken, as it would have left the room */
  readonly before?: string;
  /** its line breaks were of several kinds, and are of one now */
  readonly isMixed: boolean;
}

/** A path as the room has it; "" when nothing of it is left. */
export const cleanPath = (path: string): string =>
  keptPath(path)
    .split("/")
    .filter((part) => !["", ".", ".."].includes(part))
    .join("/");

/** The path that a file gets in the room. Throws CannotGoIn. */
function roomPath(path: string, { fileNameCharacters }: Limits): string {
  const clean = cleanPath(path);
  if (clean === "") throw new CannotGoIn(words.value.out.noName);
  const wrong = wrongWithPath(clean, fileNameCharacters);
  if (wrong !== undefined)
    throw new CannotGoIn(refusalWords("bad_file_name", new Refusal("bad_file_name", wrong).message));
  return clean;
}

export class Uploader {
  readonly arrivals: UploadedFile[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly #options: UploadOptions;
  readonly #writer: RoomWriter;
  readonly #replaced = new Set<number>();
  #next = 0;
  #isCancelled = false;

  constructor(options: UploadOptions) {
    this.#options = options;
    this.#writer = new RoomWriter(options);
  }

  /** How many of the candidates are in, or stay out. */
  get done(): number {
    return this.arrivals.length + this.leftOut.length;
  }

  get total(): number {
    return this.#options.candidates.length;
  }

  /** The connection is gone; what is under way goes on when it is back. */
  get isOffline(): boolean {
    return this.#writer.isOffline;
  }

  /** Resolves when all that can go in is stored. */
  async run(): Promise<void> {
    if (this.total === 0) return;
    // whoever may not come in hears of it with each file
    const entered = this.#writer.enter();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work(entered)));
    this.#writer.leave();
  }

  /** Begins no more files; those that are under way are finished, so that none is half in the room. */
  cancel(): void {
    this.#isCancelled = true;
  }

  /** Leaves the room; what is typed and not stored is kept in this browser. */
  leave(): void {
    this.#writer.leave();
  }

  async #work(entered: Promise<Limits>): Promise<void> {
    for (;;) {
      const candidate = this.#isCancelled ? undefined : this.#options.candidates[this.#next++];
      if (candidate === undefined) return;
      try {
        this.arrivals.push(await this.#bring(candidate, await entered));
      } catch (error) {
        if (!(error instanceof CannotGoIn)) throw error;
        this.leftOut.push({ path: candidate.path, reason: error.message });
      }
      this.#options.changed();
    }
  }

  async #bring(candidate: Candidate | Former, limits: Limits): Promise<UploadedFile> {
    const path = roomPath(candidate.path, limits);
    const { text, imported, isMixed } = await read(candidate, limits);
    const same = this.#writer.files.find(({ name }) => comparablePath(name) === comparablePath(path));
    if (this.#options.clash === "replace" && same && !this.#replaced.has(same.file)) {
      this.#replaced.add(same.file);
      const before = exportText(await this.#writer.open(same.file), same.imported);
      await this.#writer.write(same.file, text);
      await this.#writer.mark(same.file, imported);
      return { file: same.file, path: same.name, before, isMixed };
    }
    const { file, name } = await this.#writer.make((files) => {
      if (files.length >= limits.filesPerRoom) throw new CannotGoIn(refusalWords("too_many_files"));
      return new TakenPaths(files.map((one) => one.name)).free(path);
    }, imported);
    if ((await this.#writer.open(file)) !== "") throw new CannotGoIn(words.value.out.taken);
    await this.#writer.write(file, text);
    return { file, path: name, isMixed };
  }
}

async function read(candidate: Candidate | Former, limits: Limits) {
  if ("text" in candidate) return importText(candidate.text);
  try {
    const file = await candidate.open();
    checkSize(file.size, limits);
    return readText(new Uint8Array(await file.arrayBuffer()), limits);
  } catch (error) {
    if (error instanceof CannotGoIn) throw error;
    throw new CannotGoIn(words.value.out.unreadable);
  }
}
