// What preferences make of an editor. Knows no room.
import { indentUnit } from "@codemirror/language";
import { EditorState, type Extension, type Text } from "@codemirror/state";
import { EditorView, highlightWhitespace } from "@codemirror/view";
import type { Language } from "#protocol/languages.ts";
import { indentIn } from "./indentIn.ts";
import { indentation } from "./languages.ts";
import type { Preferences } from "./preferences.ts";
import { words } from "./words.ts";

/** `wrapsLines`: this window wraps where nobody has chosen. */
export const preferred = ({ wrap, whitespace, tabWidth }: Preferences, wrapsLines: boolean): Extension => [
  wrap === "always" || (wrap === "window" && wrapsLines) ? EditorView.lineWrapping : [],
  whitespace ? highlightWhitespace() : [],
  EditorState.tabSize.of(tabWidth),
];

/** One step of indentation: as it is chosen, or else as the text has it, or as people who write the language expect it. */
export function indentFor({ indent }: Preferences, text: Text, language: Language | undefined): Extension {
  if (indent !== "text") return indentUnit.of(indent === "tab" ? "\t" : " ".repeat(indent));
  const found = indentIn(text);
  if (found !== undefined) return indentUnit.of(found);
  return language === undefined ? [] : indentation(language);
}

/** The keys that are chosen, from the network the first time. Rejects when offline. */
export async function loadKeys(keymap: Preferences["keymap"]): Promise<Extension> {
  switch (keymap) {
    case "default":
      return [];
    case "vim":
      return (await import("./keymaps/vim.ts")).vimKeys(() => words.value.savedAlready);
    case "emacs":
      return (await import("./keymaps/emacs.ts")).emacsKeys;
    case "vscode":
      return (await import("./keymaps/vscode.ts")).vscodeKeys;
  }
}
