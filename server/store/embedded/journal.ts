// Records on the disk at once, in two files of fixed size that are written in turn. Knows no meaning of a record.
import { constants, writeSync } from "node:fs";
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { syncFolder } from "./dataFolder.ts";
import { promptWrite, type WriteAt } from "./promptWrite.ts";

/** A file is written over again and again: its blocks are there, so a write costs no commit of the file system's own journal. */
const SEGMENT_BYTES = 2 * 1024 * 1024;
/**
 * A new file is filled in pieces of so much. The page cache keeps a file in the pieces in which it came, and a file system looks
 * through all of a piece for every write to a part of it: for one of 2 MiB that takes ext4 a tenth of a millisecond.
 */
const PIECE_BYTES = 4096;
/** What stood in a file is overwritten in pieces of so much. */
const NOTHING = Buffer.alloc(256 * 1024);
/** length, checksum of what follows, sequence */
const HEAD_BYTES = 16;
/** What is longer has to be kept otherwise. */
export const LARGEST_RECORD_BYTES = SEGMENT_BYTES / 4;

/** A record that was kept: its number, which rises by one, and what it takes. */
export interface JournalPlace {
  readonly sequence: number;
  readonly bytes: number;
}

export interface JournalRecord extends JournalPlace {
  readonly text: string;
}

interface Segment {
  readonly path: string;
  readonly file: FileHandle;
  /** behind so many bytes from its beginning there is nothing but zeros */
  writtenBytes: number;
  /** no record in here has a higher sequence */
  newest: number;
}

const pathsIn = (folder: string): readonly [string, string] => [join(folder, "journal-0"), join(folder, "journal-1")];

/**
 * The records that a journal in this folder has left, oldest first. A record that a power cut has torn is not among them: whoever
 * wrote it was not told that it is kept. `after`: the sequence of the last record that is not needed any more.
 */
export async function readJournal(folder: string, after: number): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for (const path of pathsIn(folder)) records.push(...readRecords(await bytesOf(path)));
  return records.filter(({ sequence }) => sequence > after).toSorted((left, right) => left.sequence - right.sequence);
}

export class Journal {
  readonly #segments: readonly [Segment, Segment];
  readonly #writeAt: WriteAt;
  readonly #buffer = Buffer.alloc(HEAD_BYTES + LARGEST_RECORD_BYTES);
  #current: 0 | 1 = 1;
  #offset = SEGMENT_BYTES;
  #sequence: number;
  #released: number;
  #onRelease = (): void => {};
  /** the last write failed: part of its record, or all, may be there */
  #torn = false;

  /** An empty journal, whose records are numbered from after `sequence` on. What the folder's journal held has to be kept elsewhere by then. */
  static async create(folder: string, sequence: number, writeAt: WriteAt = promptWrite()): Promise<Journal> {
    const [one, other] = pathsIn(folder);
    const segments = await Promise.all([createSegment(one), createSegment(other)]);
    const journal = new Journal(segments, sequence, writeAt);
    // so that the files themselves are found after a power cut
    await syncFolder(folder);
    return journal;
  }

  private constructor(segments: readonly [Segment, Segment], sequence: number, writeAt: WriteAt) {
    this.#segments = segments;
    this.#writeAt = writeAt;
    this.#sequence = sequence;
    this.#released = sequence;
  }

  /**
   * Resolves when a power cut cannot take it any more; waits while both files hold records that
   * are not released. One call at a time, of a text of at most LARGEST_RECORD_BYTES. Rejects when it is not known whether it is kept.
   */
  async append(text: string): Promise<JournalPlace> {
    if (this.#torn) await this.#write(Buffer.alloc(HEAD_BYTES), HEAD_BYTES);
    const length = this.#buffer.write(text, HEAD_BYTES);
    const end = HEAD_BYTES + length;
    if (this.#offset + end > SEGMENT_BYTES) await this.#turn();
    const sequence = this.#sequence + 1;
    this.#buffer.writeDoubleLE(sequence, 8);
    this.#buffer.writeUInt32LE(crc32(this.#buffer.subarray(8, end)), 4);
    this.#buffer.writeUInt32LE(length, 0);
    await this.#write(this.#buffer, end);
    this.#torn = false;
    this.#offset += end;
    this.#sequence = this.#segments[this.#current].newest = sequence;
    return { sequence, bytes: end };
  }

  #write(buffer: Buffer, length: number): Promise<void> {
    const segment = this.#segments[this.#current];
    this.#torn = true;
    segment.writtenBytes = Math.max(segment.writtenBytes, this.#offset + length);
    return writeAll(this.#writeAt, segment.file, buffer, length, this.#offset);
  }

  async #turn(): Promise<void> {
    const next = this.#current === 0 ? 1 : 0;
    while (this.#segments[next].newest > this.#released)
      await new Promise<void>((resolve) => (this.#onRelease = resolve));
    this.#current = next;
    this.#offset = 0;
  }

  /** Everything up to this sequence is kept elsewhere; its place may be used again. */
  release(sequence: number): void {
    this.#released = sequence;
    this.#onRelease();
  }

  /**
   * Overwrites what was written since the last time, so that nothing stands in the files any more. Everything has to be released, and
   * nothing is appended meanwhile. Killed at any point, or after a rejection, what the files have is no record or one that is released,
   * and the next time overwrites all of it.
   */
  async erase(): Promise<void> {
    if (this.#released !== this.#sequence)
      throw new Error("invariant: the journal is not erased before it is released");
    // The next record begins its file: behind an empty place nobody would find it.
    this.#offset = 0;
    this.#torn = false;
    for (const segment of this.#segments) {
      if (segment.writtenBytes > 0) await overwrite(segment);
      segment.writtenBytes = 0;
    }
  }

  /** Erases and removes the files when everything was released. */
  async close(): Promise<void> {
    const isReleased = this.#released === this.#sequence;
    // Where the disk does not take it they go as they are.
    if (isReleased) await this.erase().catch(() => {});
    for (const { file } of this.#segments) await file.close();
    if (isReleased) for (const { path } of this.#segments) await rm(path, { force: true });
  }
}

/** Opened so that a write resolves when it is on the disk, which then needs no second call. */
const SYNCED = constants.O_RDWR | (constants.O_DSYNC ?? 0);

async function createSegment(path: string): Promise<Segment> {
  const filled = await open(path, "w", 0o600);
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    for (let at = 0; at < SEGMENT_BYTES; at += PIECE_BYTES) writeSync(filled.fd, piece, 0, PIECE_BYTES, at);
    await filled.sync();
  } finally {
    await filled.close();
  }
  return { path, file: await open(path, SYNCED), writtenBytes: 0, newest: 0 };
}

/** Past the file that each write to is a trip to the disk: one is enough for all of it. */
async function overwrite({ path, writtenBytes }: Segment): Promise<void> {
  const file = await open(path, "r+");
  try {
    for (let at = 0; at < writtenBytes;)
      at += (await file.write(NOTHING, 0, Math.min(NOTHING.length, writtenBytes - at), at)).bytesWritten;
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function writeAll(writeAt: WriteAt, file: FileHandle, buffer: Buffer, length: number, position: number): Promise<void> {
  const written = new Promise<void>((resolve, reject) => {
    const writeFrom = (begin: number): void =>
      writeAt(file.fd, buffer, begin, length - begin, position + begin, (error, bytes) => {
        if (error) reject(error);
        else if (begin + bytes < length) writeFrom(begin + bytes);
        else resolve();
      });
    writeFrom(0);
  });
  return constants.O_DSYNC === undefined ? written.then(() => file.datasync()) : written;
}

/** The records of a file, until one that is not whole or belongs to an earlier turn. */
function readRecords(bytes: Buffer): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length;) {
    const end = at + HEAD_BYTES + bytes.readUInt32LE(at);
    if (end > bytes.length || crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) break;
    const sequence = bytes.readDoubleLE(at + 8);
    const last = records.at(-1);
    if (last && sequence !== last.sequence + 1) break;
    records.push({ sequence, bytes: end - at, text: bytes.toString("utf8", at + HEAD_BYTES, end) });
    at = end;
  }
  return records;
}
