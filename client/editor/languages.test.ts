// Every language a room can have is one that the editor knows.
import { describe, expect, it } from "@jest/globals";
import { languages } from "@codemirror/language-data";
import { LANGUAGES } from "#protocol/languages.ts";
import { indentation, loadLanguage } from "./languages.ts";
import { indentUnit, LanguageSupport } from "@codemirror/language";
import { EditorState } from "@codemirror/state";

describe("languages", () => {
  it("[B5] every name but plain text has its highlighting", () => {
    const known = new Set(languages.map(({ name }) => name));
    expect(LANGUAGES.filter((name) => !known.has(name))).toEqual(["Plain Text"]);
    expect(LANGUAGES.length).toBeGreaterThanOrEqual(30);
  });

  it("[B5] a language is loaded by its name", async () => {
    expect(await loadLanguage("Plain Text")).toEqual([]);
    expect(await loadLanguage("Python")).toBeInstanceOf(LanguageSupport);
  });

  it("[B5] a language is indented as its people do", () => {
    const steps = (["Python", "JavaScript", "Go"] as const).map((name) =>
      EditorState.create({ extensions: indentation(name) }).facet(indentUnit),
    );
    expect(steps).toEqual(["    ", "  ", "\t"]);
  });
});
