// Holds docs/limits.md against the sources: every bound of the server has a row that says what a client does about it. Knows no bound.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { DEFAULTS } from "../config.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";

const PAGE = readFileSync("docs/limits.md", "utf8");

/** Where a bound may be that a client can meet; the store's and the cluster's are the server's own. */
const PARTS = ["protocol", "rooms", "socket", "http", "budgets", "features"];
const OWN = /^features\/cluster\//;

const sources = PARTS.flatMap((part) =>
  readdirSync(`server/${part}`, { recursive: true, encoding: "utf8" }).map((path) => `${part}/${path}`),
)
  .filter((path) => /^(?!.*\.test\.ts$).*\.ts$/.test(path) && !OWN.test(path))
  .map((path) => ({ path: path.replace(/\.ts$/, ""), source: readFileSync(`server/${path}`, "utf8") }));

/** Numbers that a source gives a name to, with the name; and objects of them. */
const named = (source: string): string[] =>
  [
    ...source.matchAll(
      /^(?:export )?const ([A-Z][A-Z0-9_]*)(?:: [^=]+)? = (?:[\d_.e*/ +-]+|\{[^}"'`]*\d[^}"'`]*\});$/gm,
    ),
  ].map(([, name = ""]) => name);

/** Bounds of a decoder without a name. */
const unnamed = (source: string): string[] =>
  [...source.matchAll(/\b(?:min|max)(?:Length|Value|Size)\((\d[\d_]*)\)/g)]
    .filter(([, bound = ""]) => Number(bound.replaceAll("_", "")) > 1)
    .map(([call]) => call);

/** Lengths in a pattern. */
const patterns = (source: string): string[] =>
  [...source.matchAll(/\[[^\]\n]*\]\{\d+,\d+\}/g)].map(([pattern]) => pattern);

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** What stands in backticks in the first column of a table, or anywhere in the list of what is no bound. */
const [tables = "", others = ""] = PAGE.split("\n## No bounds\n");
const rows = tables.split("\n").filter((line) => line.startsWith("| `"));
const inTables = rows.flatMap((row) => all(row.split(" | ")[0]!, /`([^`]+)`/g));
const listed = [...inTables, ...all(others, /`([^`]+)`/g)];

/** All that has to be on the page, by the names that it has there. */
const bounds = [
  ...Object.keys(DEFAULT_LIMITS),
  ...Object.keys(DEFAULTS).filter((name) => !name.startsWith("LIMIT_") || !isOfProtocol(name)),
  ...sources.flatMap(({ path, source }) => named(source).map((name) => `${path} ${name}`)),
  ...new Set(sources.flatMap(({ source }) => patterns(source))),
];

function isOfProtocol(setting: string): boolean {
  const limit = setting
    .slice("LIMIT_".length)
    .toLowerCase()
    .replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return Object.hasOwn(DEFAULT_LIMITS, limit);
}

describe("the bounds", () => {
  it("[A7] each has a row that says who meets it and what becomes of that, or stands among those that nobody meets", () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(bounds.filter((bound) => !listed.includes(bound))).toEqual([]);
  });

  it("[A7] the page names none twice and none that is not there", () => {
    expect(listed.filter((bound, index) => listed.indexOf(bound) !== index)).toEqual([]);
    expect(listed.filter((bound) => !bounds.includes(bound))).toEqual([]);
  });

  it("[A7] a row has all its cells", () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      const cells = row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      expect([row, cells.length, cells.includes("")]).toEqual([row, 5, false]);
    }
  });

  it("[A7] decoders give every bound a name", () => {
    expect(sources.flatMap(({ path, source }) => unnamed(source).map((call) => `${path} ${call}`))).toEqual([]);
  });

  it("[A7] the check notices a bound however it is written", () => {
    expect(
      named(
        "const MOST = 20;\nexport const BYTES = 16 * 1_024;\nconst RATES = { perSecond: 0.5, burst: 30 };\nconst NAME = 'x';\nconst most = 5;\nconst COLD_MS: number = 2_000;\n",
      ),
    ).toEqual(["MOST", "BYTES", "RATES", "COLD_MS"]);
    expect(unnamed("v.maxLength(1000), v.minValue(1), v.maxValue(36_500), v.maxLength(MOST)")).toEqual([
      "maxLength(1000)",
      "maxValue(36_500)",
    ]);
    expect(patterns("v.regex(/^[\\w-]{22,64}$/)")).toEqual(["[\\w-]{22,64}"]);
  });
});
