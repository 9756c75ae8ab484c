// The tables of server/protocol/SPEC.md that follow from the code: errors, what is in `welcome`, limits. Knows no rule.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ERRORS } from "../protocol/errors.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";

const PROTOCOL = fileURLToPath(new URL("../protocol", import.meta.url));
export const SPEC = join(PROTOCOL, "SPEC.md");

const sourceOf = (name: string): string => readFileSync(join(PROTOCOL, name), "utf8");

/** A comment of the code as one line. */
const inOneLine = (comment: string): string => comment.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim();

type Row = readonly string[];

/** As Prettier writes it. */
function table(head: Row, rows: readonly Row[]): string {
  const lines = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((row) => row[column]!.length)));
  const line = (cells: Row): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [first = [], ...others] = lines;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}

const code = (text: string): string => `\`${text}\``;

/** Every error, in the order of the code. */
function errors(): string {
  const rows = Object.entries<{ status: number; close?: number; remedy: string; sentence: string }>(ERRORS).map(
    ([name, { status, close, remedy, sentence }]) => [
      code(name),
      String(status),
      close === undefined ? "" : String(close),
      remedy,
      sentence,
    ],
  );
  return table(["code", "HTTP", "close", "remedy", "sentence"], rows);
}

/** What each remedy means for a client, as the comment of the type says it. */
function remedies(): string {
  const [, comment = ""] = /\/\*\*([^]*?)\*\/\s*type Remedy = ([^;]+);/.exec(sourceOf("errors.ts")) ?? [];
  const rows = [...inOneLine(comment).matchAll(/`(\w+)`: ([^;]+?)[;.](?= `\w+`: |$)/g)].map(
    ([, name = "", does = ""]) => [name, does],
  );
  const used = new Set<string>(Object.values(ERRORS).map(({ remedy }) => remedy));
  if (rows.length !== used.size || !rows.every(([name]) => used.has(name!)))
    throw new Error("the comment of Remedy says of each what a client does");
  return table(["remedy", "what a client does"], rows);
}

/** The fields of an interface of the protocol, each with its comment. */
function fieldsOf(file: string, name: string): string {
  const [, body] =
    new RegExp(`^(?:export )?interface ${name}\\b[^{]*\\{\\n([^]*?)^\\}`, "m").exec(sourceOf(file)) ?? [];
  if (body === undefined) throw new Error(`${file} has no interface ${name}`);
  const fields = body.matchAll(/(?:\/\*\*([^]*?)\*\/\s*)?readonly (\w+\??): ([^;{]+|\{[^}]*\});/g);
  const rows = [...fields].map(([, comment = "", field = "", type = ""]) => [
    code(field),
    code(type.replaceAll("readonly ", "")),
    inOneLine(comment),
  ]);
  if (rows.length !== body.match(/^ {2}readonly /gm)?.length) throw new Error(`a field of ${name} could not be read`);
  return table(["field", "type", "means"], rows);
}

/** Every limit with its unit, what it bounds, and what it is where nobody has set it. */
function limits(): string {
  const described = sourceOf("limits.ts").matchAll(/\/\*\* ([^:\n]+): (.+) \*\/\n {2}(\w+): [\d_]/g);
  const meanings = new Map([...described].map(([, unit = "", meaning = "", name = ""]) => [name, [unit, meaning]]));
  const rows = Object.entries(DEFAULT_LIMITS).map(([name, byDefault]) => {
    const meaning = meanings.get(name);
    if (!meaning) throw new Error(`the comment of ${name} has to say its unit, a colon and what it bounds`);
    return [code(name), byDefault.toLocaleString("en"), ...meaning];
  });
  return table(["limit", "default", "unit", "of what"], rows);
}

const TABLES: Readonly<Record<string, () => string>> = {
  errors,
  remedies,
  limits,
  welcome: () => fieldsOf("serverMessages.ts", "Welcome"),
  you: () => fieldsOf("serverMessages.ts", "You"),
  client: () => fieldsOf("serverMessages.ts", "ConnectedClient"),
  room: () => fieldsOf("events.ts", "RoomDetails"),
  participant: () => fieldsOf("events.ts", "Participant"),
  file: () => fieldsOf("events.ts", "RoomFile"),
  imported: () => fieldsOf("importedText.ts", "Imported"),
};

/** The page with each table between its marks as the code says it: `<!-- table: errors -->` to `<!-- end -->`. */
export function withTables(page: string): string {
  const left = new Set(Object.keys(TABLES));
  const made = page.replaceAll(
    /(<!-- table: (\w+) -->\n)[^]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const make = TABLES[name];
      if (!make || !left.delete(name)) throw new Error(`there is no table ${name}, or it is there twice`);
      return `${begin}\n${make()}\n\n${end}`;
    },
  );
  if (left.size > 0) throw new Error(`the page has no place for ${[...left].join(", ")}`);
  return made;
}
