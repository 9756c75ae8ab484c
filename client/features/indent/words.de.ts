// How a file is indented, in German.
import type { Translation } from "../../words.ts";
import type { IndentWords } from "./words.ts";

const words: IndentWords = {
  label: "Einrückung dieser Datei",
  name: ({ by, width }) => `${by === "tabs" ? "Tabs" : "Leerzeichen"}: ${width}`,
  command: ({ by, width }) =>
    by === "tabs" ? `Diese Datei mit Tabs einrücken, ${width} breit` : `Diese Datei mit ${width} Leerzeichen einrücken`,
};

const german: Translation<IndentWords> = { part: "indent", words };
export default german;
