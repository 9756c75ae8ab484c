// What an editor needs of a language: its highlighting, loaded when it is needed, and its indentation. Knows no room.
import { indentUnit } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { languages } from "@codemirror/language-data";
import type { Language } from "#protocol/languages.ts";

const FOUR_SPACES: ReadonlySet<Language> = new Set<Language>([
  ...(["Python", "Java", "C", "C++", "C#", "Objective-C", "Rust", "Swift", "Kotlin", "Groovy", "PHP", "Perl"] as const),
  ...(["Pascal", "PowerShell", "VB.NET", "F#", "Elm", "Julia", "Fortran", "Cobol", "Nginx"] as const),
]);

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
