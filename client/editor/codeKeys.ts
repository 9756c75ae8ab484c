// What keys do in the code, for a page that shows them, by the keymap that is chosen. Knows no editor.
import type { Preferences } from "./preferences.ts";

/** Each as `client/ui/keys.ts` writes it; on a Mac some are others. */
const onAny = {
  undo: "Mod-z",
  find: "Mod-f",
  findNext: "F3",
  comment: "Mod-/",
  indent: "Tab",
  outdent: "Shift-Tab",
  selectNext: "Mod-d",
  moveUp: "Alt-ArrowUp",
  moveDown: "Alt-ArrowDown",
  copyDown: "Alt-Shift-ArrowDown",
  deleteLine: "Mod-Shift-k",
  bracket: "Mod-Shift-\\",
} as const;
const elsewhere = { redo: "Mod-y", complete: "Mod-Space", fold: "Mod-Shift-[", unfold: "Mod-Shift-]" } as const;
const onMac = { redo: "Mod-Shift-z", complete: "Ctrl-Space", fold: "Mod-Alt-[", unfold: "Mod-Alt-]" } as const;

export type CodeAction = keyof typeof onAny | keyof typeof elsewhere;

/** A key, or letters that are typed one after the other. */
type CodeKey = { readonly key: string } | { readonly typed: string };

/** In Vim's normal mode. */
const ofVim = {
  undo: "u",
  find: "/",
  findNext: "n",
  comment: "gcc",
  indent: ">>",
  outdent: "<<",
  copyDown: "yyp",
  deleteLine: "dd",
  fold: "zc",
  unfold: "zo",
  bracket: "%",
} as const satisfies Partial<Record<CodeAction, string>>;

/** Control, on a Mac as well. */
const ofEmacs = { undo: "/", find: "s", redo: "Shift-z" } as const satisfies Partial<Record<CodeAction, string>>;

const keysOf = (keys: Readonly<Partial<Record<CodeAction, string>>>) =>
  Object.entries(keys).map(([action, key]) => [action, { key }] as const);

/** What is not there has no key in that keymap. */
export function codeKeys(
  keymap: Preferences["keymap"],
  isMac: boolean,
): Readonly<Partial<Record<CodeAction, CodeKey>>> {
  const control = isMac ? "Ctrl" : "Mod";
  const { selectNext, comment, ...others } = onAny;
  const rest = keysOf({ ...others, ...(isMac ? onMac : elsewhere) });
  switch (keymap) {
    // Visual Studio Code's are those of the editor itself
    case "default":
    case "vscode":
      return Object.fromEntries([...rest, ...keysOf({ selectNext, comment })]);
    case "vim":
      return Object.fromEntries([
        ...rest,
        ...Object.entries(ofVim).map(([action, typed]) => [action, { typed }] as const),
        ...keysOf({ redo: `${control}-r` }),
      ]);
    case "emacs":
      return Object.fromEntries([
        ...rest,
        ...Object.entries(ofEmacs).map(([action, key]) => [action, { key: `${control}-${key}` }] as const),
        ...keysOf({ complete: "Alt-/" }),
        // Control has other things to do there, Command has not
        ...(isMac ? keysOf({ selectNext, comment }) : []),
      ]);
  }
}
