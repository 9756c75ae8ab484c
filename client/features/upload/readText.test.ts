// Which bytes are a text, and that they come out again as they went in.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { exportText } from "#protocol/importedText.ts";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { checkSize, readText } from "./readText.ts";

const limits = { ...DEFAULT_LIMITS, documentCharacters: 200, lineCharacters: 100 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = fc.array(
  fc.string({ unit: "binary", maxLength: 5 }).map((line) => line.replaceAll(/[\0\r\n]/g, "")),
  { maxLength: 8 },
);

describe("the bytes of a file", () => {
  it("[B40] of any text come out of the room as they went in", () => {
    fc.assert(
      fc.property(lines, fc.constantFrom("\n", "\r\n", "\r"), fc.boolean(), (some, lineBreak, isMarked) => {
        const bytes = bytesOf((isMarked ? "\ufeff" : "") + some.join(lineBreak));
        const { text, imported, isMixed } = readText(bytes, limits);
        expect(isMixed).toBe(false);
        expect(text).not.toMatch(/\r/);
        expect(bytesOf(exportText(text, imported))).toEqual(bytes);
      }),
    );
  });

  it("[B40] of anything are a text of the room's or are refused in a sentence", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          const { text, imported, isMixed } = readText(bytes, limits);
          if (!isMixed) expect(bytesOf(exportText(text, imported))).toEqual(bytes);
          expect(text.length).toBeLessThanOrEqual(limits.documentCharacters);
        } catch (error) {
          expect(error).toMatchObject({ message: expect.stringMatching(/^(It|A line) .*\.$/) });
        }
      }),
    );
  });

  it.each([
    ["a picture", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], "It is not a text."],
    ["Latin-1", [0x63, 0x61, 0x66, 0xe9], "It is not a text in UTF-8."],
    ["UTF-16, the small end first", [0xff, 0xfe, 0x61, 0], "It is a text in UTF-16."],
    ["UTF-16, the big end first", [0xfe, 0xff, 0, 0x61], "It is a text in UTF-16."],
    ["too many characters", bytesOf("é\n".repeat(101)), "It is too large: a file holds 200 characters."],
    ["a long line", bytesOf("x".repeat(101)), "A line of it is too long: a line holds 100 characters."],
  ])("[B40] %s are refused", (_what, bytes, reason) => {
    expect(() => readText(Uint8Array.from(bytes), limits)).toThrow(reason);
  });

  it("[B40] at the bounds are not", () => {
    expect(readText(bytesOf(`${"x".repeat(100)}\r\n${"€".repeat(99)}`), limits).text).toHaveLength(200);
    expect(() => checkSize(603, limits)).not.toThrow();
    expect(() => checkSize(604, limits)).toThrow("too large");
    expect(readText(new Uint8Array(), limits)).toMatchObject({ text: "", isMixed: false });
  });
});
