// What the preferences say, in English.
import type { CHOICES, Preferences } from "../../editor/preferences.ts";
import { wordsOf } from "../../words.ts";

/** Numbers and names of fonts say themselves. */
type Said<Name extends keyof Preferences> = Readonly<
  Record<`${Extract<(typeof CHOICES)[Name][number], string | boolean>}`, string>
>;

const english = {
  title: "Preferences",
  notLoaded: "The preferences could not be loaded. Try again when the connection is back.",
  kept: "Kept in this browser. They change what you see, nobody else.",
  reset: "Reset all",

  page: "Page",
  language: "Language",
  theme: "Theme",

  code: "Code",
  colours: "Colours",
  colourNames: {
    page: "Same as the page",
    light: "Light",
    dark: "Dark",
    contrast: "High contrast",
    sand: "Sand (light)",
    meadow: "Meadow (light)",
    fjord: "Fjord (dark)",
    plum: "Plum (dark)",
  } satisfies Said<"colours">,
  font: "Font",
  systemFont: "Same as the system",
  fontHint: "A font that is not on this device looks like the system’s.",
  fontSize: "Size",
  windowSize: "Automatic",
  lineHeight: "Line height",
  ligatures: "Ligatures, where the font has them: =>",

  text: "Text",
  indent: "One indentation is",
  indents: { text: "As the file has it", tab: "A tab" } satisfies Said<"indent">,
  blanks: (count: number): string => `${count} spaces`,
  tabWidth: "A tab is as wide as",
  columns: (count: number): string => `${count} columns`,
  wrap: "Long lines",
  wraps: { window: "Wrap on a phone", always: "Wrap", never: "Do not wrap" } satisfies Said<"wrap">,
  ruler: "Ruler",
  noRuler: "None",
  whitespace: "Show spaces and tabs",

  typing: "Typing",
  keymap: "Keys",
  keymaps: { default: "Standard", vim: "Vim", emacs: "Emacs", vscode: "VS Code" } satisfies Said<"keymap">,
  keysHint: {
    default: "",
    vim: "Undo takes back your own work only. Esc, then Tab leaves the editor.",
    emacs: "The browser keeps Ctrl+N, Ctrl+T and Ctrl+W for itself. Undo takes back your own work only.",
    vscode: "",
  } satisfies Said<"keymap">,
  completion: "Suggest while I type",
  announcing: "Tell a screen reader what others change",
};

export type PreferencesWords = typeof english;
export const words = wordsOf("preferences", english);
