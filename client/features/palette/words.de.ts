// What the palette's commands are called, in German.
import type { Translation } from "../../words.ts";
import type { PaletteWords } from "./words.ts";

const words: PaletteWords = {
  everyCommand: "Alle Befehle mit ihren Tasten.",
  button: "Befehle",
  showCommands: "Alle Befehle zeigen",
  showFiles: "Zu einer Datei …",
  showLine: "Zu einer Zeile …",
  showShortcuts: "Tastenkürzel zeigen",
  failed: "Das ließ sich nicht laden. Noch einmal versuchen, wenn die Verbindung zurück ist.",
};

const german: Translation<PaletteWords> = { part: "palette", words };
export default german;
