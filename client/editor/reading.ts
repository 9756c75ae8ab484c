// What an editor has in which a text is read and not written: the looks of all others, and the carets that it is told. Knows no room.
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Language } from "#protocol/languages.ts";
import { highlighting } from "./highlighting.ts";
import { loadLanguage } from "./languages.ts";
import { preferred } from "./preferred.ts";
import { preferences } from "./preferences.ts";
import { remoteCursors } from "./remoteCursors.ts";
import { editorSetup } from "./setup.ts";

/** Of a text in this language; without its colours where they cannot be had. `nonce`: the page's, for the styles that CodeMirror adds. */
export const reading = async (language: Language, nonce: string, wrapsLines: boolean): Promise<Extension> => [
  EditorView.cspNonce.of(nonce),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  preferred(preferences.peek(), wrapsLines),
  editorSetup,
  highlighting,
  remoteCursors,
  await loadLanguage(language).catch(() => []),
];
