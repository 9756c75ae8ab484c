// What every editor has from its first letter on: line numbers, history, folding, and their keys. Knows no room.
import { indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import {
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { minimalSetup } from "codemirror";

export const editorSetup: Extension = [
  lineNumbers(),
  highlightActiveLineGutter(),
  foldGutter(),
  dropCursor(),
  EditorState.allowMultipleSelections.of(true),
  EditorView.clickAddsSelectionRange.of(({ altKey, ctrlKey, metaKey }) => altKey || ctrlKey || metaKey),
  indentOnInput(),
  bracketMatching(),
  rectangularSelection({ eventFilter: ({ altKey, shiftKey, button }) => altKey && shiftKey && button === 0 }),
  highlightActiveLine(),
  keymap.of([...foldKeymap, indentWithTab]),
  minimalSetup,
];
