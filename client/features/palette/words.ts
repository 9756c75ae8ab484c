// What the palette's commands are called, in English.
import { wordsOf } from "../../words.ts";

const english = {
  everyCommand: "Every command and its key.",
  button: "Commands",
  showCommands: "Show all commands",
  showFiles: "Go to a file…",
  showLine: "Go to a line…",
  showShortcuts: "Show keyboard shortcuts",
  failed: "This could not be loaded. Try again when the connection is back.",
};

export type PaletteWords = typeof english;
export const words = wordsOf("palette", english);
