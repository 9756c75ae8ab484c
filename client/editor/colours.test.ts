// The colours of the code, read from the style sheets: each can be read on its ground.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { CHOICES } from "./preferences.ts";

const read = (path: string): string => readFileSync(path, "utf8").replaceAll(/\/\*[^]*?\*\//g, "");
const sheets = ["client/ui/base.css", "client/editor/editor.css", "client/editor/colours.css"].map(read).join("\n");

/** What the rules give names to, of those whose selector has this. */
function namedBy(selector: RegExp): Map<string, string> {
  const rules = [...sheets.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, of = ""]) => selector.test(of));
  const named = rules.flatMap(([, , body = ""]) => [...body.matchAll(/(--[\w-]+): ([^;]+);/g)]);
  return new Map(named.map(([, name = "", value = ""]): [string, string] => [name, value]));
}

const PAGE = new Map([...namedBy(/^\s*:root\s*$/), ...namedBy(/^\s*\.editor,\s*\.code-colours\s*$/)]);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** One of the two of `light-dark(…)`, or the one that there is. */
const inScheme = (value: string, scheme: 0 | 1): string =>
  [...value.matchAll(/#[0-9a-f]{6}/g)].at(scheme)?.[0] ?? value;

const PARTS = ["--ink", "--soft-ink", ...[...PAGE.keys()].filter((name) => name.startsWith("--syntax-"))];

describe("the colours of the code", () => {
  it.each(CHOICES.colours)("[B72] of %s can be read", (choice) => {
    const colours = new Map([...PAGE, ...namedBy(RegExp(`data-code="${choice}"`))]);
    const least = choice === "contrast" ? 7 : 4.5;
    expect(PARTS.length).toBeGreaterThan(9);
    for (const scheme of [0, 1] as const) {
      const ground = inScheme(colours.get("--surface")!, scheme);
      const faint = PARTS.map((name) => [name, contrast(inScheme(colours.get(name)!, scheme), ground)] as const).filter(
        ([, ratio]) => !(ratio >= least),
      );
      expect(faint).toEqual([]);
    }
  });
});
