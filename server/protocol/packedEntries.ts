// What the text of a log's entries is when it is packed: columns, before they are deflated. Read by the store and the page. Knows no zlib.

/** What a packed text begins with: it is deflated as it is, for what the columns cannot hold. */
export const TEXT = 0;
/** … it is columns, and their strings are as they were typed: written by earlier versions. */
const COLUMNS_OF_TYPED = 1;
/** … it is columns of which each entry names its author: written by earlier versions. */
const COLUMNS_OF_WHOLE = 2;
/** … it is columns: shapes, numbers and strings of the entries apart from each other. */
export const COLUMNS = 3;

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

const signed = (number: number): number => (number % 2 === 0 ? number / 2 : -(number + 1) / 2);

/**
 * What each number of an entry goes on from: the one in its column of the last entry of the same author, who is the first number. An
 * entry without numbers before its first list has the author of the one before it, and its list the columns that a list had there.
 */
export class Baselines {
  readonly #lastOf = new Map<number, number[]>();
  #column = 0;
  #last: number[] | undefined;
  #hasList = false;
  /** of the entry before: its author's numbers, and where its list began */
  #lastBefore: number[] | undefined;
  #listColumn = 0;

  entryBegins(): void {
    this.#column = 0;
    this.#last = undefined;
    this.#hasList = false;
  }

  /** A list in the entry. */
  listBegins(): void {
    if (this.#hasList) return;
    this.#hasList = true;
    if (this.#column > 0) this.#listColumn = this.#column;
    else {
      this.#column = this.#listColumn;
      this.#last = this.#lastBefore;
    }
  }

  /** Of the entry's next number, from 0 on. */
  get column(): number {
    return this.#column;
  }

  /** What the entry's next number goes on from. */
  get before(): number {
    return this.#last?.[this.#column] ?? 0;
  }

  /** The entry's next number. */
  put(number: number): void {
    if (!this.#last) this.#lastBefore = this.#last = this.#ofAuthor(number);
    this.#last[this.#column++] = number;
  }

  #ofAuthor(author: number): number[] {
    let last = this.#lastOf.get(author);
    if (!last) this.#lastOf.set(author, (last = []));
    return last;
  }
}

/** `areWhole`: each entry names its author. */
function fromColumns(
  count: number,
  shapes: readonly string[],
  strings: readonly string[],
  numbers: readonly Reader[],
  areWhole: boolean,
): string {
  const baselines = new Baselines();
  let nextString = 0;
  let text = "[";
  for (let index = 0; index < count; index++) {
    baselines.entryBegins();
    let depth = 0;
    let isFirst = index === 0;
    for (const sign of shapes[numbers[0]!.take()]!) {
      if (!isFirst && sign !== "]") text += ",";
      isFirst = sign === "[";
      if (sign === '"') text += `"${strings[nextString++]}"`;
      else if (sign === "0") {
        const number = baselines.before + signed(numbers[baselines.column + 1]!.take());
        baselines.put(number);
        text += number;
      } else {
        depth += sign === "[" ? 1 : -1;
        if (sign === "[" && depth === 2 && !areWhole) baselines.listBegins();
        text += sign;
      }
    }
  }
  return `${text}]`;
}

const LINE_BREAK = 10;

/**
 * The text of a JSON list of entries, to the letter: of what `kind`, the first byte of what is packed, says, with the `body` behind that byte
 * inflated (RFC 1951). `utf8` reads bytes as text, U+FEFF too (a TextDecoder that ignores no byte order mark: `ignoreBOM: true`). Throws when a later version packed it.
 */
export function unpacked(kind: number, body: Uint8Array, utf8: (bytes: Uint8Array) => string): string {
  if (kind > COLUMNS) throw new Error("a later version of the server wrote this; run that one");
  if (kind === TEXT) return utf8(body);
  const headEnd = body.indexOf(LINE_BREAK);
  const [count, shapes, stringCount, lengths] = JSON.parse(utf8(body.subarray(0, headEnd))) as [
    number,
    string[],
    number,
    number[],
  ];
  let at = body.length - lengths.reduce((sum, length) => sum + length, 0);
  const lines = stringCount === 0 ? [] : utf8(body.subarray(headEnd + 1, at - 2)).split("\n");
  const isTyped = kind === COLUMNS_OF_TYPED;
  const areWhole = isTyped || kind === COLUMNS_OF_WHOLE;
  const strings = isTyped ? lines.map((line) => JSON.stringify(line).slice(1, -1)) : lines;
  const numbers = lengths.map((length) => new Reader(body.subarray(at, (at += length))));
  return fromColumns(count, shapes, strings, numbers, areWhole);
}
