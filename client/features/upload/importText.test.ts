// A text that comes from outside goes out again to the letter, whatever its line breaks are.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { exportText } from "#protocol/importedText.ts";
import { importText } from "../../sync/importText.ts";

const words = fc.array(
  fc.string({ unit: "binary" }).map((word) => word.replaceAll(/[\r\n]/g, "")),
  { maxLength: 20 },
);
const lineBreak = fc.constantFrom("\n", "\r\n", "\r");

describe("an imported text", () => {
  it("[P80] goes out as it came, with a mark or without, with a last line break or without", () => {
    fc.assert(
      fc.property(words, lineBreak, fc.boolean(), (lines, between, isMarked) => {
        const source = (isMarked ? "\ufeff" : "") + lines.join(between);
        const { text, imported, isMixed } = importText(source);
        expect(text).not.toContain("\r");
        expect(isMixed).toBe(false);
        expect(exportText(text, imported)).toBe(source);
      }),
    );
  });

  it("[P80] with mixed line breaks gets the most frequent one, and nothing else is changed", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom("a", "", "é"), lineBreak), { minLength: 2 }), (lines) => {
        // an empty line after a lone CR would join it to the LF that follows
        const source = lines.map(([line, end]) => `${line || "-"}${end}`).join("");
        const { text, imported, isMixed } = importText(source);
        const count = (wanted: string) => lines.filter(([, end]) => end === wanted).length;
        expect(isMixed).toBe(new Set(lines.map(([, end]) => end)).size > 1);
        expect(count(imported.lineBreak)).toBe(Math.max(...["\n", "\r\n", "\r"].map(count)));
        expect(exportText(text, imported)).toBe(lines.map(([line]) => `${line || "-"}${imported.lineBreak}`).join(""));
      }),
    );
  });

  it("[P80] without a line break has a line feed, and so has a text that was typed", () => {
    expect(importText("one")).toEqual({ text: "one", imported: { lineBreak: "\n" }, isMixed: false });
    expect(importText("\ufeff\ufeff")).toMatchObject({ text: "\ufeff", imported: { byteOrderMark: true } });
    expect(exportText("a\nb\n")).toBe("a\nb\n");
  });
});
