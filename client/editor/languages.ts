// What an editor needs of a language: its highlighting, loaded when it is needed, and its indentation. Knows no room.
import { indentUnit } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
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

const script = async (config?: { readonly typescript?: boolean; readonly jsx?: boolean }): Promise<Extension> =>
  (await import("@codemirror/lang-javascript")).javascript(config);

/** Those of most rooms are known by themselves; for the others the list of all grammars is loaded first. */
const USUAL: Readonly<Partial<Record<Language, () => Promise<Extension>>>> = {
  JavaScript: () => script(),
  TypeScript: () => script({ typescript: true }),
  JSX: () => script({ jsx: true }),
  TSX: () => script({ jsx: true, typescript: true }),
  Python: async () => (await import("@codemirror/lang-python")).python(),
};

/** Highlighting for the language, from the network the first time; nothing for plain text. Rejects when offline. */
export async function loadLanguage(name: Language): Promise<Extension> {
  const usual = USUAL[name];
  if (usual) return usual();
  const { languages } = await import("@codemirror/language-data");
  const description = languages.find((language) => language.name === name);
  return description === undefined ? [] : description.load();
}
