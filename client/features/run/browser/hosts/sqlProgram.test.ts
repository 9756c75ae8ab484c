// Files of SQL as they run, on SQLite itself. Knows no frame.
import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { startSqlite } from "./sqlite.ts";
import { runSql } from "./sqlProgram.ts";

const opened = startSqlite(new Uint8Array(readFileSync("node_modules/sql.js/dist/sql-wasm.wasm")).buffer);

async function ran(files: Readonly<Record<string, string>> | string) {
  const sqlite = (await opened)();
  const said = { stdout: "", stderr: "" };
  const texts = typeof files === "string" ? { "main.sql": files } : files;
  const end = runSql(sqlite, new Map(Object.entries(texts)), Object.keys(texts)[0] ?? "", {
    write: (stream, text) => void (said[stream] += text),
    readLine: () => Promise.resolve(undefined),
    readLineNow: () => undefined,
  });
  return { ...end, ...said };
}

it("[M60] shows rows in columns, numbers at the end of theirs", async () => {
  const text = `create table p (id integer primary key, name text, big, x real, b blob); -- é
insert into p values (1, 'Ada', 9007199254740993, 1.5, x'00ff'), (200, 'Émile
2', null, 2, null);;
/* and */ select * from p;
select name from p where id > 500;
select count(*) "how many" from p`;
  expect(await ran(text)).toEqual({
    outcome: "ok",
    exitCode: 0,
    stderr: "",
    stdout: ` id | name     |              big |   x | b
----+----------+------------------+-----+--------
  1 | Ada      | 9007199254740993 | 1.5 | x'00ff'
200 | Émile\\n2 |             NULL | 2.0 | NULL
(2 rows)

name
----
(0 rows)

how many
--------
       2
(1 row)

`.replace("--------\n  1", "--------\n  1"),
  });
});

it("[M60] goes on showing what is more than it has measured", async () => {
  const { stdout } = await ran(
    "with recursive c(x) as (select 1 union all select x + 1 from c where x < 1002) select x, 'a' from c",
  );
  expect(stdout.split("\n").slice(1000, 1006)).toEqual([
    " 999 | a",
    "1000 | a",
    "1001 | a",
    "1002 | a",
    "(1002 rows)",
    "",
  ]);
});

it.each([
  ["select 1;\nselect 1 frm\nfrom\nform form form;", 'main.sql:4: near "form": syntax error\n'],
  ["select 'é';\n\nselect a from (select 1 a) where\na = 1 a = 2", 'main.sql:4: near "a": syntax error\n'],
  ["select 1,\n  missing\nfrom (select 1)", "main.sql:2: no such column: missing\n"],
  ["\n\nselec 1", 'main.sql:3: near "selec": syntax error\n'],
  [
    "create table t (a unique);\ninsert into t values (1);\ninsert into t\nvalues (1);",
    "main.sql:3: UNIQUE constraint failed: t.a\n",
  ],
  ["select 1;\nselect (", "main.sql:2: incomplete input\n"],
])("[M60] says in which line %j is wrong", async (text, said) => {
  expect(await ran(text)).toMatchObject({ outcome: "runtime_error", exitCode: 1, stderr: said });
});

it("[M60] shows the rows before the one that cannot be made", async () => {
  const { stdout, stderr } = await ran("select abs(x) from (select 1 x union all select -9223372036854775808)");
  expect([stdout, stderr]).toEqual(["abs(x)\n------\n     1\n", "main.sql:1: integer overflow\n"]);
});

it("[M60] reads other files of the room, and says what it cannot", async () => {
  const files = {
    "db/main.sql": ".read schema.sql\n.read 'db/rows.sql'\nselect * from t;",
    "db/schema.sql": "create table t (a);",
    "db/rows.sql": "insert into t values ('é');\n.read ./schema.sql ",
  };
  expect(await ran(files)).toMatchObject({ stderr: "db/schema.sql:1: table t already exists\n" });
  expect(await ran({ ...files, "db/rows.sql": "insert into t values ('é');" })).toMatchObject({
    stdout: "a\n-\né\n(1 row)\n\n",
  });
  const problem = async (text: string) => (await ran({ "main.sql": text, "a.sql": ".read main.sql" })).problem;
  expect(await problem("select 1;\n.read b.sql")).toEqual({
    kind: "noFile",
    specifier: "b.sql",
    path: "main.sql",
    line: 2,
  });
  expect(await problem(".read a.sql")).toEqual({ kind: "cycle", paths: ["main.sql", "a.sql", "main.sql"] });
  expect(await problem(".tables")).toEqual({ kind: "command", specifier: ".tables", path: "main.sql", line: 1 });
});

it.each([
  "attach 'x' as y",
  "/**/ ATTACH ':memory:' as y",
  "vacuum main into 'x'",
  "pragma main . temp_store = file",
  "PRAGMA [temp_store](1)",
])("[M60] makes no files, which have no bound: %s", async (text) => {
  expect(await ran(`select 1;\n${text}`)).toMatchObject({
    outcome: "runtime_error",
    problem: { kind: "makesFiles", path: "main.sql", line: 2 },
  });
});
