// The bytes of a file as a text for the room, or why it cannot be one. Knows no file and no room.
import type { Imported } from "#protocol/importedText.ts";
import type { Limits } from "#protocol/limits.ts";
import { importText } from "./importText.ts";

export interface ReadText {
  readonly text: string;
  readonly imported: Imported;
  /** its line breaks were of several kinds, and are of one now */
  readonly isMixed: boolean;
}

/** Why something cannot go in, in a sentence for a person. */
export class CannotGoIn extends Error {}

/** The most bytes of one UTF-16 unit; a byte order mark has as many. */
const BYTES_PER_CHARACTER = 3;

const tooLarge = ({ documentCharacters }: Limits): CannotGoIn =>
  new CannotGoIn(`It is too large: a file holds ${documentCharacters.toLocaleString("en")} characters.`);

/** Before anything is read. Throws CannotGoIn. */
export function checkSize(bytes: number, limits: Limits): void {
  if (bytes > (limits.documentCharacters + 1) * BYTES_PER_CHARACTER) throw tooLarge(limits);
}

/** Throws CannotGoIn. */
export function readText(bytes: Uint8Array, limits: Limits): ReadText {
  const read = importText(decode(bytes));
  if (read.text.length > limits.documentCharacters) throw tooLarge(limits);
  if (read.text.split("\n").some((line) => line.length > limits.lineCharacters))
    throw new CannotGoIn(
      `A line of it is too long: a line holds ${limits.lineCharacters.toLocaleString("en")} characters.`,
    );
  return read;
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new CannotGoIn("It is a text in UTF-16. Save it in UTF-8 and upload it again.");
  if (bytes.includes(0)) throw new CannotGoIn("It is not a text.");
  try {
    // the mark is the text's own affair
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CannotGoIn("It is not a text in UTF-8.");
  }
}
