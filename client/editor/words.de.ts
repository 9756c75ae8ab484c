// What the editor says, in German.
import type { Translation } from "../words.ts";
import type { EditorWords } from "./words.ts";

const words: EditorWords = {
  notLoaded: {
    vim: "Die Tasten von Vim konnten nicht geladen werden. Bitte noch einmal wählen, sobald die Verbindung wieder da ist.",
    emacs:
      "Die Tasten von Emacs konnten nicht geladen werden. Bitte noch einmal wählen, sobald die Verbindung wieder da ist.",
    vscode:
      "Die Tasten von VS Code konnten nicht geladen werden. Bitte noch einmal wählen, sobald die Verbindung wieder da ist.",
  },
  coloursNotLoaded: (language) => `Die Farben für ${language} konnten nicht geladen werden.`,
  withoutNul: "Eingefügt ohne die NUL-Zeichen: Die hat kein Text.",
  savedAlready: "Schon gespeichert: jeder Buchstabe, sobald er getippt ist.",
  matches(at, count, most) {
    if (count === 0) return "Nichts gefunden";
    const all = count > most ? `mehr als ${most}` : String(count);
    if (at === undefined) return count === 1 ? "1 Treffer" : `${all} Treffer`;
    return `${at} von ${all}`;
  },
  openLink: (key) => `Link öffnen: ${key}-Klick`,
};

const german: Translation<EditorWords> = { part: "editor", words };
export default german;
