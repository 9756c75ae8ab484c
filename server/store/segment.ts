// Packs the text of a log's entries into few bytes and back, to the letter. Knows no stream and no database.
import { setImmediate as turn } from "node:timers/promises";
import { inflateRawSync } from "node:zlib";
import { Baselines, COLUMNS, TEXT, unpacked } from "../protocol/packedEntries.ts";
import { deflated } from "./deflated.ts";

/** Numbers up to here and their differences stay exact. */
const LARGEST = 2 ** 50;
/** UTF-8 does not have it. */
const HALF_A_PAIR = /\p{Surrogate}/u;
/** Packing goes on in another turn of the event loop after so long, and looks at the clock after so many entries. */
const MOMENT_MS = 1;
const LOOK_AFTER_ENTRIES = 16;
/**
 * Shapes and beginnings of shapes; columns are for many entries that look alike. What has more, as a paste of so many lines, is kept as
 * text: each costs a hundred bytes and may have a column.
 */
const MOST_SHAPES = 20_000;

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

const unsigned = (difference: number): number => (difference < 0 ? -difference * 2 - 1 : difference * 2);

type Sign = "[" | "]" | "0" | '"';

/** What an entry looks like, or its beginning: `[`, `]`, `0` for a number, `"` for a string. */
class Shape {
  readonly before: Shape | undefined;
  readonly last: Sign | "";
  /** its place among the shapes of whole entries; -1: it is none yet */
  place = -1;
  #longer: Map<Sign, Shape> | undefined;
  /** what was asked for last, as nearly all entries look like the one before */
  #sign: Sign | undefined;
  #next: Shape = this;
  /** tells that one was made */
  readonly #made: () => void;

  constructor(made: () => void, before?: Shape, last: Sign | "" = "") {
    this.#made = made;
    this.before = before;
    this.last = last;
    made();
  }

  /** a list has just begun: no comma before what comes next */
  get isOpen(): boolean {
    return this.last === "[";
  }

  /** The same object each time, so that no entry's shape is put together anew. */
  with(sign: Sign): Shape {
    if (this.#sign === sign) return this.#next;
    this.#longer ??= new Map();
    let longer = this.#longer.get(sign);
    if (!longer) this.#longer.set(sign, (longer = new Shape(this.#made, this, sign)));
    this.#sign = sign;
    return (this.#next = longer);
  }
}

/** All of a shape, put together when it is asked for: each beginning as a string of its own would be the square of an entry's length. */
function signsOf(shape: Shape): string {
  const signs: string[] = [];
  for (let part: Shape | undefined = shape; part; part = part.before) signs.push(part.last);
  return signs.toReversed().join("");
}

/** Goes over the text of a JSON list, as far as that is made of lists, whole numbers and strings, and without a space. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The code of the next character. */
  get next(): number {
    return this.#text.charCodeAt(this.#at);
  }

  /** Passes over the next character. */
  pass(): void {
    this.#at++;
  }

  /** Passes over the character with this code when it is next. */
  skips(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** What is between the quotes, the first of which was passed; undefined when there is no second, or it could not be told apart. */
  string(): string | undefined {
    const text = this.#text;
    const begin = this.#at;
    for (let at = begin; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return text.slice(begin, at);
      }
      if (code === LINE_BREAK) return undefined;
      if (code === BACKSLASH) at++;
    }
    return undefined;
  }

  /** Undefined unless it is whole, exact and written as it always is. */
  number(): number | undefined {
    const text = this.#text;
    const isNegative = this.skips(MINUS);
    const begin = this.#at;
    const first = text.charCodeAt(begin) - ZERO;
    let at = begin;
    let number = 0;
    for (let digit = first; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - ZERO)
      number = number * 10 + digit;
    this.#at = at;
    const digits = at - begin;
    const isUsual = number === 0 ? digits === 1 && !isNegative : first !== 0;
    if (digits === 0 || !isUsual || number > LARGEST) return undefined;
    return isNegative ? -number : number;
  }
}

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
const LINE_BREAK = 10;

/** The columns of entries that are lists of numbers, strings and lists, as UpdatesJSON has them. */
class Columns {
  count = 0;
  /** each different shape once */
  readonly shapes: string[] = [];
  readonly strings: string[] = [];
  /** one for the shapes' numbers, then one for each column, which is where in an entry a number stands */
  readonly numbers: Bytes[] = [new Bytes()];
  #shapes = 0;
  readonly #root = new Shape(() => this.#shapes++);
  readonly #baselines = new Baselines();

  /** Takes a JSON list of entries; false when there is something else in it, and then it is of no use. */
  async take(text: string): Promise<boolean> {
    const scanner = new Scanner(text);
    if (!scanner.skips(OPEN) || HALF_A_PAIR.test(text)) return false;
    let begin = performance.now();
    if (!scanner.skips(CLOSE)) {
      do {
        if (!this.#takeEntry(scanner)) return false;
        if (this.count % LOOK_AFTER_ENTRIES === 0 && performance.now() - begin >= MOMENT_MS) {
          await turn();
          begin = performance.now();
        }
      } while (scanner.skips(COMMA));
      if (!scanner.skips(CLOSE)) return false;
    }
    return scanner.isAtEnd;
  }

  #takeEntry(scanner: Scanner): boolean {
    const baselines = this.#baselines;
    baselines.entryBegins();
    let shape = this.#root;
    let depth = 0;
    do {
      if (this.#shapes > MOST_SHAPES) return false;
      const next = scanner.next;
      if (next === OPEN) {
        scanner.pass();
        shape = shape.with("[");
        if (++depth === 2) baselines.listBegins();
        if (!scanner.skips(CLOSE)) continue;
        shape = shape.with("]");
        depth--;
      } else if (next === QUOTE) {
        scanner.pass();
        const string = scanner.string();
        if (string === undefined) return false;
        shape = shape.with('"');
        this.strings.push(string);
      } else {
        const number = scanner.number();
        if (number === undefined) return false;
        shape = shape.with("0");
        (this.numbers[baselines.column + 1] ??= new Bytes()).put(unsigned(number - baselines.before));
        baselines.put(number);
      }
      for (; depth > 0 && scanner.skips(CLOSE); depth--) shape = shape.with("]");
    } while (depth > 0 && (shape.isOpen || scanner.skips(COMMA)));
    if (depth > 0) return false;
    if (shape.place < 0) shape.place = this.shapes.push(signsOf(shape)) - 1;
    this.numbers[0]!.put(shape.place);
    this.count++;
    return true;
  }
}

/** The text of a JSON list of entries, packed: about a byte for a keystroke. Nobody has to wait for long meanwhile. */
export async function pack(text: string): Promise<Buffer> {
  const columns = new Columns();
  if (!(await columns.take(text))) return Buffer.concat([Buffer.of(TEXT), await deflated(Buffer.from(text))]);
  const { count, shapes, strings, numbers } = columns;
  const head = JSON.stringify([count, shapes, strings.length, numbers.map(({ length }) => length)]);
  const body = [Buffer.from(`${head}\n${strings.join("\n")}\n\n`), ...numbers.map(({ written }) => written)];
  // More than zlib's own level takes longer and saves next to nothing of columns.
  return Buffer.concat([Buffer.of(COLUMNS), await deflated(Buffer.concat(body))]);
}

/** The text that was packed, to the letter. Throws when a later version packed it. */
export const unpack = (packed: Uint8Array): string => unpacked(packed[0]!, inflateRawSync(packed.subarray(1)), utf8);

const utf8 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString();
