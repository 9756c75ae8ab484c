// All that a person reads stands among the words of its folder, in every language of the page.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { type Node, parseSync } from "@swc/core";
import type { Feature } from "../server/features/feature.ts";
import germanCommands from "./ui/room/around/commands/words.de.ts";
import type { Translation } from "./words.ts";

/** What is the same in German, by itself or with others. */
const SAME = new Set(
  "Chat|Code|Name|Tab|Tabs|Link|Text|Editor|Alt|Esc|Enter|Start|Version|Indigo|Orange|Fuchsia|Vim|Emacs|VS Code|Offline|Standard|Meta".split(
    "|",
  ),
);

type Twin = readonly [other: RegExp, name: string];

/** What a thing could be called as well, and what it is called everywhere. */
const TWINS: Readonly<Record<"english" | "german", readonly Twin[]>> = {
  english: [[/\bcolors?\b/gi, "colour"]],
  german: [
    [/Schreibmarke/g, "Cursor"],
    [/\bReiter/g, "Tab"],
    [/[Ww]em der Raum gehört/g, "die Besitzer des Raums"],
    [/\b(?:auf|zu)(?:ge)?klapp\w*/gi, "ein- und ausklappen"],
    [/wieder einfügen/g, "einkommentieren"],
    // the name of the key in the table is not said
    [/\bEnter\b(?!:)/g, "Eingabe"],
  ],
};

const paths = readdirSync("client", { recursive: true, encoding: "utf8" }).filter((path) => /\.tsx?$/.test(path));
const isWords = (path: string): boolean => /(^|\/)words(\.(?!test)\w+)*\.ts$/.test(path);
const wordFiles = paths.filter((path) => isWords(path) && !path.endsWith("de.ts") && path !== "words.ts");

/** Every word with its place, as `status.saved`; of a function only that it is one. */
function entries(words: unknown, place = ""): [place: string, value: unknown][] {
  if (typeof words !== "object" || words === null) return [[place, typeof words === "function" ? "function" : words]];
  return Object.entries(words).flatMap(([key, value]) => entries(value, place === "" ? key : `${place}.${key}`));
}

interface English {
  readonly words?: { readonly value: unknown };
  readonly phrases?: { readonly value: unknown };
}

async function both(path: string) {
  const english = (await import(`./${path}`)) as English;
  const { default: german } = (await import(`./${path.replace(/ts$/, "de.ts")}`)) as { default: Translation<unknown> };
  return {
    english: entries((english.words ?? english.phrases)?.value),
    german: entries(german.words),
    german_: german,
  };
}

describe("the page's words", () => {
  it("[U126] stand in German beside the English ones, each of the same kind", async () => {
    expect(wordFiles.length).toBeGreaterThan(10);
    for (const path of wordFiles) {
      const { english, german } = await both(path);
      const kinds = (all: [string, unknown][]) => all.map(([place, value]) => `${path} ${place}: ${typeof value}`);
      expect(kinds(german)).toEqual(kinds(english));
    }
  });

  it("[U126] are not English in German", async () => {
    for (const path of wordFiles) {
      const { english, german } = await both(path);
      const same = german.filter(
        ([, value], index) => value === english[index]?.[1] && value !== "function" && /[a-z]{2}/i.test(String(value)),
      );
      expect(same.map(([place, value]) => `${path} ${place}: ${String(value)}`).filter((one) => !isSame(one))).toEqual(
        [],
      );
    }
  });

  it("[U126] call a thing by one name", () => {
    const wrong = wordFiles.flatMap((path) =>
      [
        [path, TWINS.english],
        [path.replace(/ts$/, "de.ts"), TWINS.german],
      ].flatMap(([file, twins]) => {
        const source = readFileSync(`client/${file as string}`, "utf8");
        return (twins as readonly Twin[]).flatMap(([other, name]) =>
          [...source.matchAll(other)].map(([found]) => `${file as string}: ${found} is ${name}`),
        );
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("[U126] agree with the number that they tell", () => {
    const { saving } = germanCommands.words;
    expect([1, 2].map(saving)).toEqual([
      expect.stringMatching(/^1 Änderung wird gespeichert/),
      expect.stringMatching(/^2 Änderungen werden gespeichert/),
    ]);
  });

  it("[U126] end in an ellipsis as their language has it: without a blank before it in English, with one in German", () => {
    const wrong = wordFiles.flatMap((path) =>
      [
        [path, / …["`]/g],
        [path.replace(/ts$/, "de.ts"), /[^\s"`]…["`]/g],
      ].flatMap(([file, ending]) => readFileSync(`client/${file as string}`, "utf8").match(ending as RegExp) ?? []),
    );
    expect(wrong).toEqual([]);
  });

  it("[U126] say all that the server refuses by a feature's own codes, where its page meets these", async () => {
    const translations = await Promise.all(wordFiles.map(async (path) => (await both(path)).german_));
    const said = translations.flatMap(({ refusals }) => Object.keys(refusals ?? {}));
    const folders = readdirSync("server/features").filter((name) => existsSync(`server/features/${name}/index.ts`));
    const codes: string[] = [];
    for (const folder of folders) {
      const { default: feature } = (await import(`../server/features/${folder}/index.ts`)) as { default: Feature };
      codes.push(...Object.keys(feature.errors ?? {}).map((code) => `${feature.name}.${code}`));
    }
    const met = new Set(said.map((code) => code.split(".")[0]));
    expect(met.size).toBeGreaterThan(0);
    expect(said.toSorted()).toEqual(codes.filter((code) => met.has(code.split(".")[0])).toSorted());
  });

  it("[U126] are of one part each", async () => {
    const parts = await Promise.all(wordFiles.map(async (path) => (await both(path)).german_.part));
    expect(new Set(parts).size).toBe(parts.length);
    // the page asks for them by the name that the English ones give
    for (const [index, path] of wordFiles.entries())
      expect(readFileSync(`client/${path}`, "utf8")).toContain(`wordsOf("${parts[index]}", english)`);
  });
});

const isSame = (one: string): boolean => SAME.has(one.replace(/^.*?: /, ""));

/** These are the same in every language. */
const NAMES = new Set(["Code Companion", "QR"]);
/** What stands in these is code, or a key. */
const NOT_READ = new Set(["pre", "code", "kbd"]);
const READ = new Set(["aria-label", "title", "placeholder", "label", "aria-description", "alt"]);

/** What a source says to a person: text and names in its markup, and sentences anywhere but in an error that is nobody's to read. */
function saidIn(source: string, tsx: boolean): string[] {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== "object" || node === null) return undefined;
    const one = node as Node & Record<string, unknown>;
    if (one.type === "NewExpression" && (one["callee"] as { value?: string }).value === "Error") return undefined;
    const opening = one["opening"] as { name?: { value?: string } } | undefined;
    if (one.type === "JSXElement" && NOT_READ.has(opening?.name?.value ?? "")) return undefined;
    if (
      one.type === "JSXText" &&
      !NAMES.has((one["value"] as string).trim()) &&
      /[a-z]{2}/i.test(one["value"] as string)
    )
      found.push((one["value"] as string).trim());
    const attribute = one.type === "JSXAttribute" ? (one["name"] as { value?: string }).value : undefined;
    const value = one["value"] as { type?: string; value?: string } | undefined;
    if (
      attribute !== undefined &&
      READ.has(attribute) &&
      value?.type === "StringLiteral" &&
      /[a-z]{2}/i.test(value.value ?? "")
    )
      found.push(`${attribute}: ${value.value}`);
    const text = one.type === "StringLiteral" ? one["value"] : one.type === "TemplateElement" ? one["cooked"] : "";
    if (typeof text === "string" && /^[A-Z][a-z’']* [a-z“]|\b[a-z]+ [a-z]+ [a-z]+\b.*[.:?]$/.test(text.trim()))
      found.push(text);
    Object.values(one).forEach(walk);
    return undefined;
  };
  walk(parseSync(source, { syntax: "typescript", tsx, target: "es2022" }).body);
  return found;
}

describe("sources", () => {
  it("[U126] say nothing to a person but by the words", () => {
    const sources = paths.filter(
      (path) => !isWords(path) && !/\.(test|e2e)\.tsx?$|^(e2e(?!\/scribe\/)|library|sync)\/|\/test\/|^vite/.test(path),
    );
    const said = sources.flatMap((path) =>
      saidIn(readFileSync(`client/${path}`, "utf8"), path.endsWith("x")).map((text) => `${path}: ${text}`),
    );
    expect(said).toEqual([]);
  });

  it.each([
    ["<p>Two words</p>", ["Two words"]],
    ['<p aria-label="Close" class="two words">{words.value.close}</p>', ["aria-label: Close"]],
    ["show(`The file ${name} is there`)", ["The file "]],
    ['throw new Error("This is nobody\'s to read")', []],
  ])("[U126] the walk finds what is said in %j", (source, said) => {
    expect(saidIn(source, true)).toEqual(said);
  });
});
