// What the palette and the page of keys say, in English.
import type { CodeAction } from "../../../editor/codeKeys.ts";
import { wordsOf } from "../../../words.ts";

const english = {
  commands: "Commands",
  files: "Go to a file",
  typeCommand: "Search commands",
  typeFile: "Search files",
  goToLine: (line: number) => `Go to line ${line}`,
  typeLine: "Type the number of a line",
  nothing: "Nothing found.",
  more: (count: number) => (count === 1 ? "1 more: type on to find it." : `${count} more: type on to find them.`),
  /** signs with what they lead to */
  signs: "Type : for a line, > for commands, / for files.",
  /** Words that people bring for a command, by its id, beside those of its name. */
  alsoCalled: {
    "history.blame": "blame annotate author",
    "history.whose": "blame author",
    "history.fork": "fork copy duplicate clone",
    "history.catchUp": "away changed missed changes since",
    "history.undo": "revert undo somebody",
    "history.name": "save version tag commit snapshot",
    "preferences.show": "settings options vim emacs keymap keys wrap font size theme dark",
    "download.all": "zip export save backup",
    "download.file": "export save",
    "upload.files": "import open",
    "place.people": "kick remove ban role participants users",
    "roles.settings": "lock password waiting admit lobby permissions access",
    "roles.waiting": "admit lobby let in",
    "roles.viewers": "lock read only freeze mute",
    "roles.editors": "unlock write",
    "roles.close": "lock end stop",
    "roles.share": "invite link url qr code",
    "page.home": "leave exit quit my rooms",
    "format.file": "prettier beautify tidy",
    "run.run": "execute start",
    "run.stop": "kill cancel",
    "palette.keys": "help hotkeys bindings",
    "people.lookHere": "attention spotlight",
  } as Readonly<Record<string, string>>,
  shortcuts: "Keyboard shortcuts",
  inThePage: "In the room",
  inTheCode: "In the code",
  codeFirst: "In the code, what the editor does with a key comes first, except for the key that runs the code.",
  leaveCode: "Leave the code with the keyboard",
  /** what keys do in the code, in the order in which they are shown */
  code: {
    undo: "Undo your last change",
    redo: "Redo",
    find: "Find and replace",
    findNext: "Find the next one",
    indent: "Indent",
    outdent: "Indent less",
    comment: "Comment the line in or out",
    moveUp: "Move the line up",
    moveDown: "Move the line down",
    copyDown: "Copy the line down",
    deleteLine: "Delete the line",
    selectNext: "Select the next same word",
    complete: "Suggest words",
    fold: "Fold",
    unfold: "Unfold",
    bracket: "Go to the other bracket",
  } satisfies Record<CodeAction, string>,
};

export type ListWords = typeof english;
export const words = wordsOf("palette/list", english);
