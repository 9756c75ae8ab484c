// That the page turns round for scripts that are written from right to left.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

/** The code is written from left to right everywhere. */
const OF_CODE = "editor/editor.css";

const PHYSICAL =
  /(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b[\w-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/g;

/** Four values of which the second and the fourth differ; what keeps off a phone's edges is as its edges are. */
const FOUR = /\b(?:margin|padding)\s*:\s*([^;{}]+);/g;

function physicalIn(css: string): readonly string[] {
  const uneven = [...css.matchAll(FOUR)].flatMap(([all, values = ""]) => {
    const [, right, , left] = values
      .replaceAll(/\([^()]*\)/g, "")
      .trim()
      .split(/\s+/);
    return left === undefined || left === right || values.includes("env(") ? [] : [all];
  });
  return [...css.matchAll(PHYSICAL)].map(([found]) => found.trim()).concat(uneven);
}

describe("style sheets", () => {
  it("[U132] say start and end", () => {
    const sheets = readdirSync("client", { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".css") && path !== OF_CODE,
    );
    expect(sheets.length).toBeGreaterThan(15);
    const found = sheets.flatMap((path) =>
      physicalIn(readFileSync(`client/${path}`, "utf8")).map((one) => `${path}: ${one}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ["a { margin-left: 1px; }"],
    ["a {\n  right: 0;\n}"],
    ["a { text-align: left; }"],
    ["a { padding: 1px 2px 1px 3px; }"],
    ["a { border-left-color: red; }"],
  ])("[U132] are found where they do not: %s", (css) => {
    expect(physicalIn(css)).toHaveLength(1);
  });
});
