// What can be done in the editor, in English.
import { wordsOf } from "../../words.ts";

const english = {
  undoOwn: "Undo your last change",
  redo: "Redo your last change",
  find: "Find in this file",
  selectAllSame: "Select all that is like the selection",
  caretAbove: "Add a caret above",
  caretBelow: "Add a caret below",
  comment: "Comment lines out, or back in",
  foldHere: "Fold here",
  unfoldHere: "Unfold here",
  foldAll: "Fold everything",
  unfoldAll: "Unfold everything",
  openLink: "Open the link at the caret",
  noLink: "There is no link at the caret.",
  notLoaded: "This could not be loaded. Try again when the connection is back.",

  touchKeys: "Keys for code",
  indent: "Indent",
  outdent: "Indent less",
  left: "Left",
  right: "Right",
  up: "Up",
  down: "Down",
  undo: "Undo",
};

export type EditingWords = typeof english;
export const words = wordsOf("editing", english);
