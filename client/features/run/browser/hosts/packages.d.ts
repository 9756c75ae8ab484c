// What is used of packages without types. Knows no host.

declare module "object-inspect" {
  export default function inspect(value: unknown, options?: { readonly depth?: number }): string;
}

/** SQLite's own functions in C, by addresses in its memory. */
declare module "sql.js" {
  export interface SqliteFunctions {
    _malloc(bytes: number): number;
    _free(address: number): void;
    UTF8ToString(address: number): string;
    _sqlite3_open(name: number, database: number): number;
    _sqlite3_prepare_v2(database: number, text: number, bytes: number, statement: number, tail: number): number;
    _sqlite3_step(statement: number): number;
    _sqlite3_finalize(statement: number): number;
    _sqlite3_errmsg(database: number): number;
    _sqlite3_column_count(statement: number): number;
    _sqlite3_column_name(statement: number, column: number): number;
    _sqlite3_column_type(statement: number, column: number): number;
    _sqlite3_column_text(statement: number, column: number): number;
    _sqlite3_column_blob(statement: number, column: number): number;
    _sqlite3_column_bytes(statement: number, column: number): number;
  }

  export default function initSqlJs(options: {
    /** Starts it in place of what fetches its file, and hands over what was started. */
    instantiateWasm(imports: WebAssembly.Imports, started: (instance: WebAssembly.Instance) => void): object;
  }): Promise<SqliteFunctions>;
}
