// Code that is shown and not edited, in the editor's colours. Knows no editor and no page.
import { LanguageDescription } from "@codemirror/language";
import { languages } from "@codemirror/language-data";
import { highlightCode } from "@lezer/highlight";
import { highlightStyle } from "./highlighting.ts";

/** A stretch of code with the classes that colour it, "" for none. */
export type ColouredText = readonly [text: string, classes: string];

/** The code in pieces; in one where there is no such language. `name` as people write it: "python", "js". Rejects when the grammar cannot be loaded. */
export async function highlightedCode(code: string, name: string): Promise<readonly ColouredText[]> {
  const description = LanguageDescription.matchLanguageName(languages, name, false);
  if (description === null) return [[code, ""]];
  const { language } = await description.load();
  const pieces: ColouredText[] = [];
  highlightCode(
    code,
    language.parser.parse(code),
    highlightStyle,
    (text, classes) => pieces.push([text, classes]),
    () => pieces.push(["\n", ""]),
  );
  return pieces;
}
