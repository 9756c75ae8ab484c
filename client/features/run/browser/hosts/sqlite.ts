// SQLite with a database in memory, by its functions in C: one statement after the other, and where one is wrong. Knows no file of the room.
import initSqlJs, { type SqliteFunctions } from "sql.js";
import { OutOfMemory } from "./memory.ts";

/** What its functions answer. */
const [OK, NO_MEMORY, ROW, DONE] = [0, 7, 100, 101];
/** What it calls the types of values. */
const [INTEGER, FLOAT, BLOB, NULL] = [1, 2, 4, 5];
/** Bytes of one value that are shown. */
const MOST_BLOB_BYTES = 10_000;
/** Places in a statement at which what is wrong is looked for. */
const MOST_PLACES = 200;

export interface Cell {
  readonly text: string;
  readonly isNumber: boolean;
}

export interface Rows {
  readonly columns: readonly string[];
  /** To be read at once; throws SqlProblem where a row cannot be made. */
  readonly rows: Iterable<readonly Cell[]>;
}

/** What a text has beside statements: lines that begin with a full stop, which are for what runs it. Places are UTF-16 units of the text. */
type Step = Rows | { readonly command: string; readonly at: number } | { readonly refused: true; readonly at: number };

/** What SQLite says is wrong, and where. */
export class SqlProblem extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

/** What is before a statement. */
const BEFORE = /(?:\s+|--[^\n]*|\/\*[^]*?\*\/|;)*/y;

/** What would make files: they are outside of the memory that is bounded. */
const MAKES_FILES = /(?:attach\b|vacuum\b[^;]*\binto\b|pragma\b[^;=(]*\btemp_store)/iy;

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
};

/** Starts it, once, from the bytes of its file; what is returned opens an empty database. */
export async function startSqlite(bytes: ArrayBuffer): Promise<() => Sqlite> {
  const compiled = await WebAssembly.compile(bytes);
  let memory: WebAssembly.Memory | undefined;
  const functions = await initSqlJs({
    instantiateWasm(imports, started) {
      const instance = new WebAssembly.Instance(compiled, imports);
      memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
      started(instance);
      return instance.exports;
    },
  });
  return () => {
    if (!memory) throw new Error("invariant: SQLite has no memory");
    return new Sqlite(functions, memory);
  };
}

export class Sqlite {
  readonly #c: SqliteFunctions;
  readonly #memory: WebAssembly.Memory;
  readonly #database: number;

  constructor(functions: SqliteFunctions, memory: WebAssembly.Memory) {
    this.#c = functions;
    this.#memory = memory;
    const [name, database] = [this.#put(":memory:"), this.#take(4)];
    if (functions._sqlite3_open(name, database) !== OK) throw new OutOfMemory();
    this.#database = this.#pointerAt(database);
    // what it puts aside is in the memory that is bounded
    for (const _ of this.steps("PRAGMA temp_store = memory", true));
  }

  /** The statements of a text that have an answer, once the one before is read. Throws SqlProblem, and OutOfMemory. */
  *steps(text: string, isOurs = false): Generator<Step> {
    const address = this.#put(text);
    try {
      let [at, from] = [0, address];
      while (at < text.length) {
        const start = at + matchAt(BEFORE, text, at).length;
        if (start === text.length) return;
        if (text[start] === ".") {
          const command = matchAt(/[^\n]*/y, text, start);
          yield { command: command.trim(), at: start };
          from += new TextEncoder().encode(text.slice(at, (at = start + command.length))).length;
          continue;
        }
        if (!isOurs && matchAt(MAKES_FILES, text, start) !== "") return yield { refused: true, at: start };
        const { statement, end } = this.#prepared(from, text, start);
        at += new TextDecoder().decode(this.#bytes(from, end - from)).length;
        from = end;
        yield* this.#ran(statement, start);
      }
    } finally {
      this.#c._free(address);
    }
  }

  #prepared(from: number, text: string, start: number): { statement: number; end: number } {
    const out = this.#take(8);
    const answer = this.#c._sqlite3_prepare_v2(this.#database, from, -1, out, out + 4);
    const [statement, end] = [this.#pointerAt(out), this.#pointerAt(out + 4)];
    this.#c._free(out);
    if (answer !== OK) {
      const reason = this.#reason(answer);
      throw new SqlProblem(reason, this.#placeOf(reason, text, start));
    }
    return { statement, end };
  }

  *#ran(statement: number, start: number): Generator<Rows> {
    // a comment is none
    if (statement === 0) return;
    const c = this.#c;
    const next = (): boolean => {
      const answer = c._sqlite3_step(statement);
      if (answer !== ROW && answer !== DONE) throw new SqlProblem(this.#reason(answer), start);
      return answer === ROW;
    };
    try {
      const columns = Array.from({ length: c._sqlite3_column_count(statement) }, (_, column) =>
        c.UTF8ToString(c._sqlite3_column_name(statement, column)),
      );
      const cells = (): Cell[] => columns.map((_, column) => this.#cell(statement, column));
      const rows = function* (): Generator<Cell[]> {
        while (next()) yield cells();
      };
      if (columns.length > 0) yield { columns, rows: rows() };
      else while (next());
    } finally {
      c._sqlite3_finalize(statement);
    }
  }

  #cell(statement: number, column: number): Cell {
    const c = this.#c;
    const type = c._sqlite3_column_type(statement, column);
    if (type === NULL) return { text: "NULL", isNumber: false };
    if (type === BLOB) {
      const bytes = c._sqlite3_column_bytes(statement, column);
      const shown = this.#bytes(c._sqlite3_column_blob(statement, column), Math.min(bytes, MOST_BLOB_BYTES));
      const digits = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return { text: `x'${digits}${bytes > MOST_BLOB_BYTES ? "…" : ""}'`, isNumber: false };
    }
    const address = c._sqlite3_column_text(statement, column);
    if (address === 0) throw new OutOfMemory();
    return { text: c.UTF8ToString(address), isNumber: type === INTEGER || type === FLOAT };
  }

  #reason(answer: number): string {
    if (answer === NO_MEMORY) throw new OutOfMemory();
    return this.#c.UTF8ToString(this.#c._sqlite3_errmsg(this.#database));
  }

  /**
   * SQLite says what is wrong and not where. A word that is wrong is still so where the text ends with it; a name that there is not is looked
   * for; all else is said of the whole statement.
   */
  #placeOf(reason: string, text: string, start: number): number {
    const [, wrong] = /^near "([^]+)": syntax error$/.exec(reason) ?? [];
    const [, unknown] = /^no such (?:column|table|function|view|index|trigger): ([^]+)$/.exec(reason) ?? [];
    const word = wrong ?? unknown;
    if (word === undefined) return start;
    let place = text.indexOf(word, start);
    for (let looked = 0; place >= 0 && looked < MOST_PLACES; looked++) {
      const end = place + word.length;
      const isWord = !/^\w\w$/.test(text.slice(end - 1, end + 1));
      if (isWord && (wrong === undefined || this.#isWrong(text.slice(start, end), reason))) return place;
      place = text.indexOf(word, place + 1);
    }
    return start;
  }

  #isWrong(text: string, reason: string): boolean {
    const [address, out] = [this.#put(text), this.#take(4)];
    const answer = this.#c._sqlite3_prepare_v2(this.#database, address, -1, out, 0);
    const isSame = answer !== OK && this.#reason(answer) === reason;
    this.#c._sqlite3_finalize(this.#pointerAt(out));
    this.#c._free(address);
    this.#c._free(out);
    return isSame;
  }

  // ---- its memory, which is another each time that it grows

  #take(bytes: number): number {
    const address = this.#c._malloc(bytes);
    if (address === 0) throw new OutOfMemory();
    return address;
  }

  /** In UTF-8, with a zero behind it. */
  #put(text: string): number {
    const bytes = new TextEncoder().encode(`${text}\0`);
    const address = this.#take(bytes.length);
    this.#bytes(address, bytes.length).set(bytes);
    return address;
  }

  #bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  #pointerAt(address: number): number {
    return new DataView(this.#memory.buffer).getUint32(address, true);
  }
}
