// Packs entries of a log into few bytes and back, to the letter. Knows no stream and no database.
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** The text as it is, deflated: for what the columns cannot hold. */
const TEXT = 0;
/** Shapes, numbers and strings of the entries apart from each other, each number as the difference to the one before. */
const COLUMNS = 1;
/** Numbers up to here and their differences stay exact. */
const LARGEST = 2 ** 50;
/** No line break, which stands between strings, and no half of a surrogate pair, which UTF-8 does not have. */
const SEPARABLE = /^[^\n\p{Surrogate}]*$/u;
/** Longer texts are packed quickly rather than well, since everybody waits meanwhile. */
const LONG_TEXT = 100_000;

/** Entries that are lists of numbers, strings and lists, as UpdateJSON is. */
interface Columns {
  /** each different shape once */
  readonly shapes: string[];
  readonly strings: string[];
  /** one for the shapes' numbers, then one for each place that a number can have in an entry */
  readonly numbers: Bytes[];
}

class Bytes {
  #bytes = new Uint8Array(256);
  length = 0;

  /** A whole number ≥ 0, seven bits a byte, the low ones first. */
  put(number: number): void {
    if (this.length + 8 > this.#bytes.length) {
      const bytes = new Uint8Array(this.#bytes.length * 2);
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    let rest = number;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[this.length++] = (rest % 128) + 128;
    this.#bytes[this.length++] = rest;
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(): number {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++]!;
      if (byte < 128) return number + byte * scale;
      number += (byte - 128) * scale;
    }
  }
}

const unsigned = (difference: number): number => (difference < 0 ? -difference * 2 - 1 : difference * 2);
const signed = (number: number): number => (number % 2 === 0 ? number / 2 : -(number + 1) / 2);

/**
 * An entry's shape: `[`, `]`, `0` for a number, `"` for a string. What it is made of goes to the end of the lists.
 * Undefined where there is something else in it.
 */
function shapeOf(value: unknown, numbers: number[], strings: string[]): string | undefined {
  if (typeof value === "number") {
    numbers.push(value);
    return Number.isInteger(value) && Math.abs(value) <= LARGEST ? "0" : undefined;
  }
  if (typeof value === "string") {
    strings.push(value);
    return SEPARABLE.test(value) ? '"' : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  let shape = "[";
  for (const part of value) {
    const inner = shapeOf(part, numbers, strings);
    if (inner === undefined) return undefined;
    shape += inner;
  }
  return `${shape}]`;
}

/** A number of an entry is compared with the one at its place in the last entry of the same author: that one goes on where it was. */
function toColumns(entries: readonly unknown[]): Columns | undefined {
  const columns: Columns = { shapes: [], strings: [], numbers: [new Bytes()] };
  const known = new Map<string, number>();
  const lastOf = new Map<number, number[]>();
  for (const entry of entries) {
    const row: number[] = [];
    const shape = shapeOf(entry, row, columns.strings);
    if (shape === undefined) return undefined;
    if (!known.has(shape)) {
      known.set(shape, known.size);
      columns.shapes.push(shape);
    }
    columns.numbers[0]!.put(known.get(shape)!);
    const last = lastOf.get(row[0]!) ?? [];
    for (const [place, number] of row.entries()) {
      const before = place === 0 ? 0 : (last[place] ?? 0);
      (columns.numbers[place + 1] ??= new Bytes()).put(unsigned(number - before));
      last[place] = number;
    }
    lastOf.set(row[0]!, last);
  }
  return columns;
}

function fromColumns(
  count: number,
  shapes: readonly string[],
  strings: readonly string[],
  numbers: readonly Reader[],
): unknown[] {
  const lastOf = new Map<number, number[]>();
  let nextString = 0;
  return Array.from({ length: count }, () => {
    const shape = shapes[numbers[0]!.take()]!;
    let last: number[] | undefined;
    let place = 0;
    const open: unknown[][] = [[]];
    for (const sign of shape) {
      if (sign === "[") open.push([]);
      else if (sign === "]") open.at(-2)!.push(open.pop());
      else if (sign === '"') open.at(-1)!.push(strings[nextString++]);
      else {
        const difference = signed(numbers[place + 1]!.take());
        if (place === 0) lastOf.set(difference, (last = lastOf.get(difference) ?? []));
        const number = place === 0 ? difference : (last![place] ?? 0) + difference;
        last![place++] = number;
        open.at(-1)!.push(number);
      }
    }
    return open[0]![0];
  });
}

/** The entries as they are packed, which is about a byte for a keystroke. */
export function packEntries(entries: readonly unknown[]): Buffer {
  const columns = toColumns(entries);
  if (!columns) return packText(JSON.stringify(entries));
  const lengths = columns.numbers.map(({ length }) => length);
  const head = JSON.stringify([entries.length, columns.shapes, columns.strings.length, lengths]);
  const text = Buffer.from(`${head}\n${columns.strings.join("\n")}\n\n`);
  const body = Buffer.concat([text, ...columns.numbers.map(({ written }) => written)]);
  return Buffer.concat([Buffer.of(COLUMNS), deflateRawSync(body, { level: 9 })]);
}

/** The text of a JSON list, packed to the letter. */
export const packText = (text: string): Buffer =>
  Buffer.concat([Buffer.of(TEXT), deflateRawSync(text, { level: text.length > LONG_TEXT ? 1 : 9 })]);

/** The text of the JSON list that was packed. */
export function unpackSegment(packed: Uint8Array): string {
  const body = inflateRawSync(packed.subarray(1));
  if (packed[0] === TEXT) return body.toString();
  const headEnd = body.indexOf("\n");
  const [count, shapes, stringCount, lengths] = JSON.parse(body.toString("utf8", 0, headEnd)) as [
    number,
    string[],
    number,
    number[],
  ];
  let at = body.length - lengths.reduce((sum, length) => sum + length, 0);
  const strings = stringCount === 0 ? [] : body.toString("utf8", headEnd + 1, at - 2).split("\n");
  const numbers = lengths.map((length) => new Reader(body.subarray(at, (at += length))));
  return JSON.stringify(fromColumns(count, shapes, strings, numbers));
}
