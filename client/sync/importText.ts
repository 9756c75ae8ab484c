// A text from outside as the text of a file, and what it had that such a text has not. Knows no bytes and no file.
import type { Imported } from "#protocol/importedText.ts";

const MARK = "\ufeff";

/** The text as a file has it. `isMixed`: it had line breaks of several kinds, of which the most frequent one is kept. */
export function importText(source: string): { text: string; imported: Imported; isMixed: boolean } {
  const isMarked = source.startsWith(MARK);
  const pairs = source.split("\r\n").length - 1;
  const counts = [
    ["\n", source.split("\n").length - 1 - pairs],
    ["\r\n", pairs],
    ["\r", source.split("\r").length - 1 - pairs],
  ] as const;
  const [lineBreak] = counts.reduce((most, one) => (one[1] > most[1] ? one : most));
  return {
    text: source.slice(isMarked ? MARK.length : 0).replaceAll(/\r\n?/g, "\n"),
    imported: { lineBreak, ...(isMarked && { byteOrderMark: true }) },
    isMixed: counts.filter(([, count]) => count > 0).length > 1,
  };
}
