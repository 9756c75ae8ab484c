// A text from outside and back to the letter: what it had that the text of a file has not. Knows no bytes and no file.

/** What a text had when it came from outside; the text of a file has line feeds alone, and no mark. */
export interface Imported {
  /** what its lines ended with, or most of them */
  readonly lineBreak: "\n" | "\r\n" | "\r";
  /** it began with U+FEFF, as some programs have it */
  readonly byteOrderMark?: true;
}

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

/** The text as it leaves: what was imported comes out as it came, unless somebody has changed it or its breaks were mixed. */
export const exportText = (text: string, { lineBreak, byteOrderMark }: Imported = { lineBreak: "\n" }): string =>
  (byteOrderMark ? MARK : "") + text.replaceAll("\n", lineBreak);
