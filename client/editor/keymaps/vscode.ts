// The keys of Visual Studio Code. Knows no room. Loaded when they are chosen.
import { keymap } from "@codemirror/view";
import { vscodeKeymap } from "@replit/codemirror-vscode-keymap";

export const vscodeKeys = keymap.of(vscodeKeymap);
