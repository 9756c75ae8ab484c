// CodeMirror's own phrases, by what it calls them, in German.
import type { Translation } from "../words.ts";
import type { Phrases } from "./words.later.ts";

const german: Translation<Phrases> = {
  part: "editor, later",
  words: {
    Find: "Suchen",
    Replace: "Ersetzen",
    next: "weiter",
    previous: "zurück",
    all: "alle",
    "match case": "Groß/klein beachten",
    "by word": "Ganzes Wort",
    regexp: "Regulärer Ausdruck",
    replace: "ersetzen",
    "replace all": "alle ersetzen",
    close: "Schließen",
    "current match": "aktueller Treffer",
    "on line": "in Zeile",
    "replaced $ matches": "$ Treffer ersetzt",
    "replaced match on line $": "Treffer in Zeile $ ersetzt",
    "Go to line": "Gehe zu Zeile",
    go: "los",
    Completions: "Vorschläge",
    "Fold line": "Zeile einklappen",
    "Unfold line": "Zeile ausklappen",
    "Folded lines": "Eingeklappt: Zeilen",
    "Unfolded lines": "Ausgeklappt: Zeilen",
    to: "bis",
    "folded code": "eingeklappter Code",
    unfold: "ausklappen",
    "Selection deleted": "Auswahl gelöscht",
    "Control character": "Steuerzeichen",
  },
};
export default german;
