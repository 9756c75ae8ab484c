// From a room's language to its highlighting, loaded when it is needed. Knows no room.
import type { Extension } from "@codemirror/state";
import { languages } from "@codemirror/language-data";
import type { Language } from "#protocol/languages.ts";

/** Highlighting and indentation for the language, from the network the first time; nothing for plain text. Rejects when offline. */
export async function loadLanguage(name: Language): Promise<Extension> {
  const description = languages.find((language) => language.name === name);
  return description === undefined ? [] : await description.load();
}
