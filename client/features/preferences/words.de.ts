// What the preferences say, in German.
import type { Translation } from "../../words.ts";
import type { PreferencesWords } from "./words.ts";

const words: PreferencesWords = {
  title: "Einstellungen",
  notLoaded:
    "Die Einstellungen konnten nicht geladen werden. Bitte noch einmal versuchen, sobald die Verbindung wieder da ist.",
  kept: "Gelten nur in diesem Browser und ändern nichts für die anderen.",
  reset: "Alles zurücksetzen",

  page: "Seite",
  language: "Sprache",
  theme: "Farbschema",

  code: "Code",
  colours: "Farben",
  colourNames: {
    page: "Wie die Seite",
    light: "Hell",
    dark: "Dunkel",
    contrast: "Hoher Kontrast",
    sand: "Sand (hell)",
    meadow: "Wiese (hell)",
    fjord: "Fjord (dunkel)",
    plum: "Pflaume (dunkel)",
  },
  font: "Schrift",
  systemFont: "Wie das System",
  fontHint: "Eine Schrift, die auf diesem Gerät fehlt, sieht aus wie die des Systems.",
  fontSize: "Größe",
  windowSize: "Automatisch",
  lineHeight: "Zeilenhöhe",
  ligatures: "Ligaturen, falls die Schrift sie hat: =>",

  text: "Text",
  indent: "Eine Einrückung ist",
  indents: { text: "Wie in der Datei", tab: "Ein Tabulator" },
  blanks: (count) => `${count} Leerzeichen`,
  tabWidth: "Ein Tabulator ist so breit wie",
  columns: (count) => `${count} Spalten`,
  wrap: "Lange Zeilen",
  wraps: { window: "Am Handy umbrechen", always: "Umbrechen", never: "Nicht umbrechen" },
  ruler: "Lineal",
  noRuler: "Keines",
  whitespace: "Leerzeichen und Tabulatoren zeigen",

  typing: "Tippen",
  keymap: "Tasten",
  keymaps: { default: "Standard", vim: "Vim", emacs: "Emacs", vscode: "VS Code" },
  keysHint: {
    default: "",
    vim: "Rückgängig betrifft nur die eigene Arbeit. Esc, dann Tab führt aus dem Editor heraus.",
    emacs: "Strg+N, Strg+T und Strg+W behält der Browser für sich. Rückgängig betrifft nur die eigene Arbeit.",
    vscode: "",
  },
  completion: "Beim Tippen vorschlagen",
  announcing: "Einem Screenreader sagen, was andere ändern",
};

const german: Translation<PreferencesWords> = { part: "preferences", words };
export default german;
