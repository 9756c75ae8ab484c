// Holds docs/limits.md against the sources: every bound of the server has a row that says what a client does about it, by a rule that is proved. Knows no bound.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { DEFAULTS } from "../config.ts";
import { settingsOf } from "../features/feature.ts";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { allFeatures } from "./allFeatures.ts";

const PAGE = readFileSync("docs/limits.md", "utf8");

/** Where a bound may be that a client can meet; the store's and the cluster's are the server's own. */
const PARTS = ["protocol", "rooms", "socket", "http", "budgets", "routing", "features", "featureParts"];

const sources = PARTS.flatMap((part) =>
  readdirSync(`server/${part}`, { recursive: true, encoding: "utf8" }).map((path) => `${part}/${path}`),
)
  .filter((path) => /^(?!.*\.(?:test|long)\.ts$|features\/\w+\/test\/).*\.ts$/.test(path))
  .map((path) => ({ path: path.replace(/\.ts$/, ""), source: readFileSync(`server/${path}`, "utf8") }));

/** Numbers that a source gives a name to, with the name: written out, or made of others; and objects of them. */
const named = (source: string): string[] =>
  [
    ...source.matchAll(
      /^(?:export )?const ([A-Z][A-Z0-9_]*)(?:: [^=]+)? =\s+(?:(?:\b\d[\d_.]*(?:e-?\d+)?|\b[A-Z][A-Z0-9_]*\b(?:\.\w+)*|\bMath\.\w+|[()*/+, -])+|\{[^}"'`]*\d[^}"'`]*\}(?: as const)?);$/gm,
    ),
  ].map(([, name = ""]) => name);

/** Bounds without a name: of a decoder, of what is cut, of what is asked. */
const unnamed = (source: string): string[] =>
  [
    ...source.matchAll(
      /\b(?:min|max)(?:Length|Value|Size)\((\d[\d_]*)\)|\.slice\(0, (\d[\d_]*)\)|\.(?:length|size) >=? (\d[\d_]*)\b/g,
    ),
  ]
    .filter(([, ...bounds]) => bounds.some((bound: string | undefined) => Number(bound?.replaceAll("_", "")) > 1))
    .map(([call]) => call);

/** Of no person's: how much of a wrong field's place an answer quotes, digits of a hash, numbers of an address. */
const NO_BOUND = [
  /^(?:http|protocol|routing|features)\/[\w/]+ \.slice\(0, 60\)$/,
  /^http\/page \.slice\(0, 12\)$/,
  /^http\/addressLimits \.slice\(0, 4\)$/,
];

/** Lengths in a pattern. */
const patterns = (source: string): string[] =>
  [...source.matchAll(/\[[^\]\n]*\]\{\d+,\d+\}/g)].map(([pattern]) => pattern);

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** What stands in backticks in the first column of a table, or anywhere in the list of what is no bound. */
const [tables = "", others = ""] = PAGE.split("\n## No bounds\n");
const rows = tables.split("\n").filter((line) => line.startsWith("| `"));
const inTables = rows.flatMap((row) => all(row.split(" | ")[0]!, /`([^`]+)`/g));
const listed = [...inTables, ...all(others, /`([^`]+)`/g)];

/** The rows of each section, by its heading. */
const tablesOf = new Map(
  tables.split("\n## ").map((section): [string, string[]] => {
    const [heading = "", ...lines] = section.split("\n");
    return [heading, lines.filter((line) => line.startsWith("| `"))];
  }),
);

/** Sections in which what the page does is the page's own word, proved by its own tests. */
const CLAIMING = ["What is typed", "Files, chat, people"];
/** How a row says that the page does nothing of its own. */
const NOTHING = "leaves it to the server";
/** A rule in brackets, alone or with others. */
const RULE = /(?<=\((?:[A-Z]\d+, )*)([A-Z]\d+)(?=(?:, [A-Z]\d+)*\))/g;

const isProved = (claim: string): boolean => claim.startsWith(NOTHING) !== all(claim, RULE).length > 0;

const filesBelow = (folder: string, names: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => names.test(path))
    .map((path) => readFileSync(`${folder}/${path}`, "utf8"));

/** The rules that are written down beside the protocol's. */
const written = new Set(
  [
    readFileSync("docs/rules.md", "utf8"),
    ...filesBelow("server/features", /README\.md$/),
    ...filesBelow("client/features", /README\.md$/),
  ].flatMap((text) => all(text, /^- \*\*([A-Z]\d+)\*\* /gm)),
);

/** The rules in the titles of the page's tests. */
const provedByPage = new Set(
  filesBelow("client", /\.(?:test|e2e)\.ts$/)
    .flatMap((source) => all(source, /\(\s*["'`]((?:\[[A-Z]\d+\]\s*)+)/g))
    .flatMap((tags) => all(tags, /([A-Z]\d+)/g)),
);

/** All that has to be on the page, by the names that it has there. */
const bounds = [
  ...Object.keys(DEFAULT_LIMITS),
  ...[...Object.keys(DEFAULTS), ...Object.keys(settingsOf(allFeatures))].filter(
    (name) => !name.startsWith("LIMIT_") || !isOfProtocol(name),
  ),
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

  it("[A7] what the page is said to do is a rule that a test of the page proves", () => {
    const cited = rows.flatMap((row) => all(row, RULE));
    expect(cited.length).toBeGreaterThan(30);
    expect(cited.filter((rule) => !written.has(rule))).toEqual([]);
    expect(cited.filter((rule) => !provedByPage.has(rule))).toEqual([]);
  });

  it("[A7] of what is typed, and of files, chat and people, no row is without one but where the page does nothing", () => {
    const claims = CLAIMING.flatMap(
      (section) => tablesOf.get(section)?.map((row) => row.split(" | ")[3]!.trim()) ?? [],
    );
    expect(claims.length).toBeGreaterThan(30);
    expect(claims.filter((claim) => !isProved(claim))).toEqual([]);
  });

  it("[A7] the check notices a claim without a rule, and a rule where the page does nothing", () => {
    expect(["splits (K21)", "waits (K6); splits (K21, K25)", "leaves it to the server"].map(isProved)).toEqual([
      true,
      true,
      true,
    ]);
    expect(["splits", "K21", "waits", "leaves it to the server (K21)", "splits (U)"].map(isProved)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it("[A7] every bound has a name", () => {
    const found = sources.flatMap(({ path, source }) => unnamed(source).map((call) => `${path} ${call}`));
    expect(found.filter((call) => !NO_BOUND.some((known) => known.test(call)))).toEqual([]);
    for (const known of NO_BOUND) expect(found).toContainEqual(expect.stringMatching(known));
  });

  it("[A7] the check notices a bound however it is written", () => {
    expect(
      named(
        "const MOST = 20;\nexport const BYTES = 16 * 1_024;\nconst RATES = { perSecond: 0.5, burst: 30 } as const;\nconst NAME = 'x';\nconst most = 5;\nconst COLD_MS: number = 2_000;\n",
      ),
    ).toEqual(["MOST", "BYTES", "RATES", "COLD_MS"]);
    expect(
      named(
        "const TWICE = MOST * 2;\nconst SAME = MOST;\nconst WIDE =\n  DEFAULT_LIMITS.frameBytes + 1;\nconst HALF = Math.ceil(MOST / 2);\nconst SMALL = 5e-6;\nconst MADE = made(2);\nconst LIST = [2];\n",
      ),
    ).toEqual(["TWICE", "SAME", "WIDE", "HALF", "SMALL"]);
    expect(unnamed("v.maxLength(1000), v.minValue(1), v.maxValue(36_500), v.maxLength(MOST)")).toEqual([
      "maxLength(1000)",
      "maxValue(36_500)",
    ]);
    expect(
      unnamed("text.slice(0, 200); text.slice(0, 1); a.length > 1; a.length > 50; set.size >= 1_000; a.slice(0, MOST)"),
    ).toEqual([".slice(0, 200)", ".length > 50", ".size >= 1_000"]);
    expect(patterns("v.regex(/^[\\w-]{22,64}$/)")).toEqual(["[\\w-]{22,64}"]);
  });
});
