// From a file's name to its language and from there to its highlighting, loaded when it is needed. Knows no room.
import { indentUnit, LanguageDescription } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { languages } from "@codemirror/language-data";
import { isLanguage, type Language } from "#protocol/languages.ts";

const FOUR_SPACES: ReadonlySet<Language> = new Set<Language>([
  ...(["Python", "Java", "C", "C++", "C#", "Objective-C", "Rust", "Swift", "Kotlin", "Groovy", "PHP", "Perl"] as const),
  ...(["Pascal", "PowerShell", "VB.NET", "F#", "Elm", "Julia", "Fortran", "Cobol", "Nginx"] as const),
]);

/** What a file is written in, by its name; undefined where that has no extension and says nothing. */
export function languageByName(name: string): Language | undefined {
  const own = name.split("/").at(-1) ?? "";
  const found = LanguageDescription.matchFilename(languages, own)?.name;
  if (isLanguage(found)) return found;
  return own.includes(".") ? "Plain Text" : undefined;
}

/** … and then it is what the room is set to. */
export const languageOf = (name: string, ofRoom: Language): Language => languageByName(name) ?? ofRoom;

/** One step of indentation, as people who write the language expect it. */
export function indentation(name: Language): Extension {
  if (name === "Go") return indentUnit.of("\t");
  return indentUnit.of(FOUR_SPACES.has(name) ? "    " : "  ");
}

/** Highlighting for the language, from the network the first time; nothing for plain text. Rejects when offline. */
export async function loadLanguage(name: Language): Promise<Extension> {
  const description = languages.find((language) => language.name === name);
  return description === undefined ? [] : await description.load();
}
