// The room's files put together by their imports. Knows no browser.
import { describe, expect, it } from "@jest/globals";
import { linked, modulesOf, NotRunnable } from "./modules.ts";

const order = (files: Record<string, string>, main = Object.keys(files)[0] ?? "", isTypeScript = false): string[] =>
  modulesOf(new Map(Object.entries(files)), main, isTypeScript).map(({ path }) => path);

function problem(files: Record<string, string>, isTypeScript = false): unknown {
  try {
    return order(files, undefined, isTypeScript);
  } catch (error) {
    if (error instanceof NotRunnable) return error.problem;
    throw error;
  }
}

describe("modules", () => {
  it("[M50] come after what they import, each once", () => {
    const files = {
      "main.js": 'import "./a.js"; import "./b.js"; import("./late.js"); import(`./${x}.js`); import.meta.url;',
      "a.js": 'export * from "./b.js";',
      "b.js": "",
      "late.js": "",
      "never.js": "",
    };
    expect(order(files)).toEqual(["b.js", "a.js", "late.js", "main.js"]);
  });

  it.each([
    ["src/main.ts", "./util", "src/util.ts"],
    ["src/main.ts", "./util.js", "src/util.ts"],
    ["src/main.js", "../lib", "lib/index.js"],
    ["src/main.js", "/lib/a.js", "lib/a.js"],
    ["main.js", "./a/../data.json", "data.json"],
  ])("[M50] %s imports %s: %s", (main, specifier, path) => {
    expect(order({ [main]: `import "${specifier}"`, [path]: "1" })).toEqual([path, main]);
  });

  it("[M50] are linked by addresses, on the same lines", () => {
    const text =
      'import data from "./d.json" with { type: "json" };\nawait import("./e.js", { with: { type: "json" }, });\nexport { x } from "./e.js";';
    const modules = modulesOf(
      new Map([
        ["main.js", text],
        ["d.json", "[1]"],
        ["e.js", "export const x = 1"],
      ]),
      "main.js",
      false,
    );
    const [json] = modules;
    expect(json?.code).toBe('export default JSON.parse("[1]")');
    expect(linked(modules.at(-1)!, (path) => `blob:${path}`)).toBe(
      'import data from "blob:d.json";\nawait import("blob:e.js");\nexport { x } from "blob:e.js";\n//# sourceURL=main.js',
    );
  });

  it("[M50] hand on what each import() promises, one within another too", () => {
    const text = 'import("./a.js"); import((await import("./a.js")).x).then(f); import.meta.url;';
    const files = new Map([
      ["main.js", text],
      ["a.js", ""],
    ]);
    expect(linked(modulesOf(files, "main.js", false).at(-1)!, (path) => path, "told")).toBe(
      'told(import("a.js")); told(import((await told(import("a.js"))).x)).then(f); import.meta.url;\n//# sourceURL=main.js',
    );
  });

  it("[M50] of TypeScript lose their types, and imports of types alone", () => {
    const files = {
      "main.ts":
        'import type { T } from "./types.ts";\nimport { U } from "./types";\nconst a: T = 1 as U;\nenum E { A }\n',
      "types.ts": "export type T = number; export type U = T;",
    };
    expect(order(files)).toEqual(["main.ts"]);
    expect(order({ main: "const a: number = 1" }, "main", true)).toEqual(["main"]);
  });

  it.each([
    [
      "a circle",
      { "main.js": 'import "./a.js"', "a.js": 'import "./b.js"', "b.js": 'import "./a.js"' },
      { kind: "cycle", paths: ["a.js", "b.js", "a.js"] },
    ],
    ["itself", { "main.js": 'import "./main.js"' }, { kind: "cycle", paths: ["main.js", "main.js"] }],
    ["no file", { "main.js": '\nimport "./a.js"' }, { kind: "noFile", specifier: "./a.js", path: "main.js", line: 2 }],
    [
      "above the room",
      { "main.js": 'import "../a.js"', "a.js": "" },
      { kind: "noFile", specifier: "../a.js", path: "main.js", line: 1 },
    ],
    ["a package", { "main.js": 'import "react"' }, { kind: "package", specifier: "react", path: "main.js", line: 1 }],
    [
      "a site",
      { "main.js": 'import "https://x.invalid/a.js"' },
      { kind: "elsewhere", specifier: "https://x.invalid/a.js", path: "main.js", line: 1 },
    ],
    [
      "a namespace",
      { "main.ts": "\nexport namespace N { export const a = 1 }" },
      { kind: "namespace", path: "main.ts", line: 2 },
    ],
    ["a decorator", { "main.ts": "@d class A {}" }, { kind: "decorator", path: "main.ts", line: 1 }],
    ["import =", { "main.ts": 'import a = require("a");' }, { kind: "importEquals", path: "main.ts", line: 1 }],
    [
      "JSON that is none",
      { "main.js": 'import("./a.json")', "a.json": '{\n  "a": 1,\n}' },
      { kind: "syntax", path: "a.json", line: 3, reason: expect.stringContaining("JSON") },
    ],
    [
      "wrong syntax",
      { "main.ts": "let a = 1;\nlet b = ;" },
      { kind: "syntax", path: "main.ts", line: 2, reason: expect.any(String) },
    ],
  ])("[M50] refuse %s", (_what, files, expected) => {
    expect(problem(files as Record<string, string>)).toEqual(expected);
  });

  it("[M50] may declare what is only types", () => {
    expect(
      problem({ "main.ts": "declare namespace N { const a: number }\n// namespace X {\nconst s = '@a';" }),
    ).toEqual(["main.ts"]);
  });
});
