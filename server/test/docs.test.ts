// Holds what the docs name against what is there: links, files, rules in test titles, commands, settings, names of the code. Knows no prose.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "dotenv";
import { DEFAULTS } from "../config.ts";
import { settingsOf } from "../features/feature.ts";
import { allFeatures } from "./allFeatures.ts";
import { FILES, missingNames, needlessExceptions } from "./namesInDocs.ts";

const PAGES = FILES.filter((path) => path.endsWith(".md"));

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** Links to places in this repository that are not there. */
const brokenLinks = (page: string, text: string): string[] =>
  all(text, /\]\(([^)#]+)[^)]*\)/g).filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(page), link)));

/** Files and folders of the sources, named as code, that are not there. */
const missingPaths = (text: string): string[] =>
  all(text, /`((?:server|client|docs|bench|\.scripts|\.ci)\/[\w./-]*)`/g).filter((path) => !existsSync(path));

/** A line of a tree in a fence: `  name.ts   what it is`, a folder with a slash at its end. */
const IN_TREE = /^( *)([\w./-]+(?:\.[a-z]+|\/))(?: {2,}\S.*)?$/;

/** Files and folders of trees that are not there, from the root of the repository or beside the page. */
function missingInTrees(page: string, text: string): string[] {
  const entries = all(text, /^```\n([^]*?)^```$/gm).flatMap((tree) => {
    const folders: string[] = [];
    return tree.split("\n").flatMap((line) => {
      const [, indent = "", name] = IN_TREE.exec(line) ?? [];
      if (name === undefined) return [];
      // a step of a tree is two blanks
      folders.splice(indent.length / 2, Infinity, name);
      return [folders.join("")];
    });
  });
  return entries.filter((path) => !existsSync(path) && !existsSync(join(dirname(page), path)));
}

/** Rules said to be tested in a file that has no such title. */
const missingRules = (text: string): string[] =>
  [...text.matchAll(/((?:`\[\w+\]`(?:,| and)?\s+)+)(?:in\s+)?`([^`]+\.ts)`/g)].flatMap(([, rules = "", file = ""]) =>
    all(rules, /`(\[\w+\])`/g)
      .filter((rule) => !existsSync(file) || !readFileSync(file, "utf8").includes(rule))
      .map((rule) => `${rule} ${file}`),
  );

const missingScripts = (text: string): string[] =>
  all(text, /npm run ([\w:-]+)/g).filter((script) => !Object.hasOwn(scripts, script));

const NUMBER = /(?<![\w.,{-])(0\d{3})\b/g;
/** The decisions that are no pages of their own any more. */
const MOVED = /^This page is what \w+ decisions were: ([\d, ]+)\.$/m;

/** Numbers from 1 to the highest that are not there exactly once, in order. */
function misnumbered(pages: readonly string[], moved: readonly string[]): string[] {
  const known = [...pages, ...moved];
  const every = Array.from({ length: Math.max(...known.map(Number)) }, (_, index) =>
    String(index + 1).padStart(4, "0"),
  );
  return every.filter((number) => known.filter((one) => one === number).length !== 1);
}

/** Those of the numbers that a text has. */
const mentioned = (text: string, numbers: readonly string[]): string[] =>
  all(text, NUMBER).filter((number) => numbers.includes(number));

const movedNumbers = (): string[] => all(MOVED.exec(readFileSync("docs/performance.md", "utf8"))?.[1] ?? "", NUMBER);

describe("the docs", () => {
  it.each(PAGES)("[A6] %s names only what is there", (page) => {
    const text = readFileSync(page, "utf8");
    expect(brokenLinks(page, text)).toEqual([]);
    expect(missingPaths(text)).toEqual([]);
    expect(missingInTrees(page, text)).toEqual([]);
    expect(missingRules(text)).toEqual([]);
    expect(missingScripts(text)).toEqual([]);
    expect(missingNames(page, text)).toEqual([]);
  });

  it("[A6] what the docs name and no source has is named for a reason", () => {
    expect(needlessExceptions(PAGES.map((page) => readFileSync(page, "utf8")))).toEqual([]);
  });

  it("[G2] [F22] .env.example names every setting, of the server and of features, with its default, and nothing else", () => {
    const ofFeatures = Object.entries(settingsOf(allFeatures)).map(([name, { byDefault }]) => [name, byDefault]);
    expect(parse(readFileSync(".env.example"))).toEqual({ ...DEFAULTS, ...Object.fromEntries(ofFeatures) });
    const readme = readFileSync("README.md", "utf8");
    expect(ofFeatures.filter(([name]) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it("[O20] no way to run the server reads source maps, which each error's stack would parse anew", () => {
    const ways = ["package.json", "Dockerfile", "docs/deploy.md", ".scripts/start.mjs"].map((path) =>
      readFileSync(path, "utf8"),
    );
    expect(ways.filter((way) => way.includes("--enable-source-maps"))).toEqual([]);
  });

  it("[A6] the check notices what is not there", () => {
    expect(brokenLinks("docs/page.md", "[a](architecture.md) [b](no.md) [c](../README.md)")).toEqual(["no.md"]);
    expect(missingPaths("`server/main.ts` `server/no.ts`")).toEqual(["server/no.ts"]);
    const tree = "```\nserver/\n  main.ts   a\n  no.ts     b\n  rooms/    c\n    room.ts\nclient/\n  server.ts  d\n```";
    expect(missingInTrees("docs/page.md", tree)).toEqual(["server/no.ts", "client/server.ts"]);
    expect(missingInTrees("server/rooms/page.md", "```\nroom.ts  a\nno.ts    b\n```")).toEqual(["no.ts"]);
    expect(missingRules("`[A1]` and `[Z9]` in\n`server/test/imports.test.ts`")).toEqual([
      "[Z9] server/test/imports.test.ts",
    ]);
    expect(missingScripts("`npm run check`, `npm run no`")).toEqual(["no"]);
    expect(missingNames("a.md", "`LiveFile.#no`\n`NoSuchType`, `isNot()`, `no.ts` and `DATA_NO`")).toEqual([
      "a.md:1 LiveFile.#no",
      ...["NoSuchType", "isNot", "no.ts", "DATA_NO"].map((name) => `a.md:2 ${name}`),
    ]);
    // a type that another file gives a member of that name
    expect(missingNames("a.md", "`RoomFile.#opening`")).toEqual(["a.md:1 RoomFile.#opening"]);
    expect(missingNames("a.md", "no, `no`, `no it is`, `LiveFile.follow()`, `docs.test.ts`, `/no`")).toEqual([]);
  });

  it("[A6] a decision fits a page", () => {
    for (const name of readdirSync("docs/decisions"))
      expect(readFileSync(`docs/decisions/${name}`, "utf8").split("\n").length).toBeLessThanOrEqual(41);
  });

  it("[A6] each number of a decision is a page's, or named once as one that is in performance.md now", () => {
    const pages = readdirSync("docs/decisions").map((name) => name.slice(0, 4));
    expect(misnumbered(pages, movedNumbers())).toEqual([]);
    expect(misnumbered(["0001", "0004", "0004"], ["0001", "0003"])).toEqual(["0001", "0002", "0004"]);
  });

  it("[A6] no page refers to a decision that has moved", () => {
    const found = PAGES.flatMap((page) =>
      mentioned(readFileSync(page, "utf8").replace(MOVED, ""), movedNumbers()).map((number) => `${page} ${number}`),
    );
    expect(found).toEqual([]);
    expect(mentioned("as (0012, C3) says, decision 0013, since 0014; 10,012", ["0012", "0014"])).toEqual([
      "0012",
      "0014",
    ]);
  });
});
