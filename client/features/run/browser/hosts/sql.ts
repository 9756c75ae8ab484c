// Runs SQL in a worker of a frame, on SQLite, whose file the page hands over. Knows no page.
import { serve } from "./host.ts";
import { capMemory } from "./memory.ts";
import { type Sqlite, startSqlite } from "./sqlite.ts";
import { runSql } from "./sqlProgram.ts";

let openDatabase: () => Sqlite;

serve({
  async load({ files }) {
    capMemory();
    openDatabase = await startSqlite(files.get("sql-wasm.wasm") ?? new ArrayBuffer());
    return undefined;
  },
  run: ({ files, main }, out) => Promise.resolve(runSql(openDatabase(), files, main, out)),
});
