// What the editor can do, by name. Knows no room. Loaded when the first of it is done.
import { addCursorAbove, addCursorBelow, redo, toggleComment, undo } from "@codemirror/commands";
import { foldAll, foldCode, unfoldAll, unfoldCode } from "@codemirror/language";
import { openSearchPanel, selectSelectionMatches } from "@codemirror/search";
import type { Command } from "@codemirror/view";
import { openLink } from "../../editor/links.ts";
import { show } from "../../ui/parts/notices.tsx";
import type { Name } from "./names.ts";
import { words } from "./words.ts";

export const COMMANDS: Readonly<Record<Name, Command>> = {
  undoOwn: undo,
  redo,
  find: openSearchPanel,
  selectAllSame: selectSelectionMatches,
  caretAbove: addCursorAbove,
  caretBelow: addCursorBelow,
  comment: toggleComment,
  foldHere: foldCode,
  unfoldHere: unfoldCode,
  foldAll,
  unfoldAll,
  openLink(view) {
    if (!openLink(view)) show(words.value.noLink);
    return true;
  },
};
