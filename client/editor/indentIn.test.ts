// The indentation that texts have.
import { describe, expect, it } from "@jest/globals";
import { Text } from "@codemirror/state";
import { indentIn } from "./indentIn.ts";

describe("the indentation of a text", () => {
  it.each<[string, string, string | undefined]>([
    ["none", "a\nb\n", undefined],
    ["two blanks", "a {\n  b {\n    c\n  }\n}", "  "],
    ["four, with a deep line", "if a:\n    b\n    if c:\n        d(\n            e)\n", "    "],
    ["tabs", "a {\n\tb\n\tc {\n\t\td\n", "\t"],
    ["tabs beside comments with stars", "/*\n * a\n * b\n */\n\ta\n\tb", "\t"],
    ["blanks in spite of empty lines", "a\n  b\n\n  c\n      \n  d\n    e", "  "],
    ["nothing of one blank", "a\n b\n c", undefined],
  ])("[B81] is %s", (_what, text, indent) => {
    expect(indentIn(Text.of(text.split("\n")))).toBe(indent);
  });
});
