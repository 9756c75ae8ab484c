// What can be done in the editor by name, in the order in which a list has it.
import type { CodeAction } from "../../editor/codeKeys.ts";

export const NAMES = [
  "undoOwn",
  "redo",
  "find",
  "selectAllSame",
  "caretAbove",
  "caretBelow",
  "comment",
  "foldHere",
  "unfoldHere",
  "foldAll",
  "unfoldAll",
  "openLink",
] as const;
/** Those that have a key in the editor, by what its table of keys calls them. */
export const CODE_ACTIONS: Readonly<Partial<Record<Name, CodeAction>>> = {
  undoOwn: "undo",
  redo: "redo",
  find: "find",
  comment: "comment",
  foldHere: "fold",
  unfoldHere: "unfold",
};
export type Name = (typeof NAMES)[number];
