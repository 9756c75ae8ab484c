// Columns of whole numbers as bytes that deflate well, and back. Knows nothing of what they say.

/** A whole number up to 2⁵³ takes at most so many bytes. */
const LONGEST = 8;
const TOO_SHORT = "the bytes end too early: they are cut off, or no such columns";

/** Whole numbers one behind the other, seven bits a byte, the low ones first. */
export class Column {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** A whole number ≥ 0. */
  put(number: number): void {
    if (this.#length + LONGEST > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    let rest = number;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) + 128;
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of either sign. */
  putSigned(number: number): void {
    this.put(number < 0 ? -number * 2 - 1 : number * 2);
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Reads what a column was given, in the same order. Throws at its end. */
export class ColumnReader {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  take(): number {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.#at++];
      if (byte === undefined) throw new Error(TOO_SHORT);
      if (byte < 128) return number + byte * scale;
      number += (byte - 128) * scale;
    }
  }

  takeSigned(): number {
    const number = this.take();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }
}

/** Columns behind each other, after a byte that says which they are and their lengths. */
export function joined(kind: number, columns: readonly Uint8Array[]): Uint8Array {
  const head = new Column();
  head.put(kind);
  for (const { length } of columns) head.put(length);
  const parts = [head.bytes, ...columns];
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The columns, of which there must be `count`. Throws when they are of another kind, or cut off. */
export function parted(kind: number, count: number, bytes: Uint8Array): ColumnReader[] {
  const head = new ColumnReader(bytes);
  const found = head.take();
  if (found !== kind)
    throw new Error(`these are columns of another kind, or of a later version: ${found} instead of ${kind}`);
  const lengths = Array.from({ length: count }, () => head.take());
  let at = bytes.length - lengths.reduce((sum, length) => sum + length, 0);
  if (at < 0) throw new Error(TOO_SHORT);
  return lengths.map((length) => new ColumnReader(bytes.subarray(at, (at += length))));
}
