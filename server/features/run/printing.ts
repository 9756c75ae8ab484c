// What a program prints on its way into the log: in pieces that are not too many, not too long and in order. Knows no log.
import type { OutputStream, Piece } from "./messages.ts";

/** Bytes of UTF-8 of one entry. */
const ENTRY_BYTES = 16 * 1024;
/** So many pieces that are told together, and so many of a run, stand in the order in which they came; then each stream is put together. */
const TOGETHER = 50;
const IN_ORDER = 5_000;
/** Between two entries there are so many ms, and of how long it has run so much: however long that is, there are not many. */
const LEAST_MS = 50;
const PART_OF_TIME = 0.01;

interface Time {
  readonly now: number;
  after(ms: number, run: () => void): () => void;
}

/** The first so many bytes of a text, in whole characters. */
function firstBytes(text: string, bytes: number): string {
  // each has a byte at least
  const whole = Buffer.from(text.slice(0, bytes + 1));
  let end = Math.min(bytes, whole.length);
  // not within a character
  while (end > 0 && end < whole.length && (whole[end]! & 0xc0) === 0x80) end--;
  return whole.toString("utf8", 0, end);
}

/** What comes after silence is told at once; what comes then, together. */
export class Printing {
  readonly #time: Time;
  readonly #mostBytes: number;
  readonly #tell: (pieces: readonly Piece[]) => void;
  readonly #startedAt: number;
  #pieces: Piece[] = [];
  #bytes = 0;
  #told = 0;
  #nextAt = 0;
  #cancel: (() => void) | undefined;

  /** `mostBytes`: of UTF-8, of all that one run prints and is typed. */
  constructor(time: Time, mostBytes: number, tell: (pieces: readonly Piece[]) => void) {
    this.#time = time;
    this.#mostBytes = mostBytes;
    this.#tell = tell;
    this.#startedAt = time.now;
  }

  /** False where not all of it fits any more: then it ends in what does. */
  print(stream: OutputStream, text: string): boolean {
    const bytes = Buffer.byteLength(text);
    const left = this.#mostBytes - this.#bytes;
    const fits = bytes <= left;
    const printed = fits ? text : firstBytes(text, left);
    this.#bytes += Math.min(bytes, left);
    this.#add(stream, printed);
    if (this.#time.now >= this.#nextAt) this.flush();
    else this.#cancel ??= this.#time.after(this.#nextAt - this.#time.now, () => this.flush());
    return fits;
  }

  #add(stream: OutputStream, text: string): void {
    const isInOrder = this.#pieces.length < TOGETHER && this.#told < IN_ORDER;
    const at = this.#pieces.findLastIndex((piece) => isInOrder || piece.stream === stream);
    const before = this.#pieces[at];
    if (before?.stream === stream) this.#pieces[at] = { stream, text: before.text + text };
    else if (text !== "") this.#pieces.push({ stream, text });
  }

  hasRoomFor(text: string): boolean {
    return Buffer.byteLength(text) <= this.#mostBytes - this.#bytes;
  }

  /** What is typed counts as what is printed does. */
  typed(text: string): void {
    this.#bytes += Buffer.byteLength(text);
  }

  /** Tells what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#pieces.length === 0) return;
    const { now } = this.#time;
    this.#nextAt = now + Math.max(LEAST_MS, (now - this.#startedAt) * PART_OF_TIME);
    const pieces = this.#pieces.splice(0).flatMap(short);
    this.#told += pieces.length;
    this.#tell(pieces);
  }
}

/** The same in pieces that are short enough. */
function short({ stream, text }: Piece): Piece[] {
  const pieces: Piece[] = [];
  for (let rest = text; rest !== "";) {
    const piece = firstBytes(rest, ENTRY_BYTES);
    pieces.push({ stream, text: piece });
    rest = rest.slice(piece.length);
  }
  return pieces;
}
