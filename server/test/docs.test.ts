// Holds what the docs name against what is there: links, files, rules in test titles, commands. Knows no prose.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** Links to places in this repository that are not there. */
const brokenLinks = (page: string, text: string): string[] =>
  all(text, /\]\(([^)#]+)[^)]*\)/g).filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(page), link)));

/** Files and folders of the sources, named as code, that are not there. */
const missingPaths = (text: string): string[] =>
  all(text, /`((?:server|client|docs|bench|\.scripts|\.ci)\/[\w./-]*)`/g).filter((path) => !existsSync(path));

/** Rules said to be tested in a file that has no such title. */
const missingRules = (text: string): string[] =>
  [...text.matchAll(/((?:`\[\w+\]`(?:,| and)?\s+)+)(?:in\s+)?`([^`]+\.ts)`/g)].flatMap(([, rules = "", file = ""]) =>
    all(rules, /`(\[\w+\])`/g)
      .filter((rule) => !existsSync(file) || !readFileSync(file, "utf8").includes(rule))
      .map((rule) => `${rule} ${file}`),
  );

const missingScripts = (text: string): string[] =>
  all(text, /npm run ([\w:-]+)/g).filter((script) => !Object.hasOwn(scripts, script));

describe("the docs", () => {
  it.each(PAGES)("[A6] %s names only what is there", (page) => {
    const text = readFileSync(page, "utf8");
    expect(brokenLinks(page, text)).toEqual([]);
    expect(missingPaths(text)).toEqual([]);
    expect(missingRules(text)).toEqual([]);
    expect(missingScripts(text)).toEqual([]);
  });

  it("[O20] no way to run the server reads source maps, which each error's stack would parse anew (0040)", () => {
    const ways = ["package.json", "Dockerfile", "docs/deploy.md", ".scripts/start.mjs"].map((path) =>
      readFileSync(path, "utf8"),
    );
    expect(ways.filter((way) => way.includes("--enable-source-maps"))).toEqual([]);
  });

  it("[A6] the check notices what is not there", () => {
    expect(brokenLinks("docs/page.md", "[a](architecture.md) [b](no.md) [c](../README.md)")).toEqual(["no.md"]);
    expect(missingPaths("`server/main.ts` `server/no.ts`")).toEqual(["server/no.ts"]);
    expect(missingRules("`[A1]` and `[Z9]` in\n`server/test/imports.test.ts`")).toEqual([
      "[Z9] server/test/imports.test.ts",
    ]);
    expect(missingScripts("`npm run check`, `npm run no`")).toEqual(["no"]);
  });

  it("[A6] a decision fits a page, and the numbers have no gap", () => {
    const decisions = readdirSync("docs/decisions").toSorted();
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
    for (const name of decisions)
      expect(readFileSync(`docs/decisions/${name}`, "utf8").split("\n").length).toBeLessThanOrEqual(41);
  });
});
