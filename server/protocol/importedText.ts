// What a text from outside had that the text of a file has not, and how it leaves to the letter. Knows no bytes and no file.

/** What a text had when it came from outside; the text of a file has line feeds alone, and no mark. */
export interface Imported {
  /** what its lines ended with, or most of them */
  readonly lineBreak: "\n" | "\r\n" | "\r";
  /** it began with U+FEFF, as some programs have it */
  readonly byteOrderMark?: true;
}

/** The text as it leaves: what was imported comes out as it came, unless somebody has changed it or its breaks were mixed. */
export const exportText = (text: string, { lineBreak, byteOrderMark }: Imported = { lineBreak: "\n" }): string =>
  (byteOrderMark ? "\ufeff" : "") + text.replaceAll("\n", lineBreak);
