// How a file is indented, in English.
import { wordsOf } from "../../words.ts";
import type { Indent } from "./indents.ts";

const english = {
  label: "Indentation of this file",
  name: ({ by, width }: Indent) => `${by === "tabs" ? "Tabs" : "Spaces"}: ${width}`,
  command: ({ by, width }: Indent) =>
    by === "tabs" ? `Indent this file with tabs, ${width} wide` : `Indent this file with ${width} spaces`,
};

export type IndentWords = typeof english;
export const words = wordsOf("indent", english);
