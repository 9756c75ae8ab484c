// The bytes of a file as a text for the room, or why it cannot be one. Knows no file and no room.
import type { Imported } from "#protocol/importedText.ts";
import type { Limits } from "#protocol/limits.ts";
import { importText } from "../../sync/importText.ts";
import { words } from "./words.later.ts";

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
  new CannotGoIn(words.value.out.tooLarge(documentCharacters));

/** Before anything is read. Throws CannotGoIn. */
export function checkSize(bytes: number, limits: Limits): void {
  if (bytes > (limits.documentCharacters + 1) * BYTES_PER_CHARACTER) throw tooLarge(limits);
}

/** Throws CannotGoIn. */
export function readText(bytes: Uint8Array, limits: Limits): ReadText {
  const read = importText(decode(bytes));
  if (read.text.length > limits.documentCharacters) throw tooLarge(limits);
  if (read.text.split("\n").some((line) => line.length > limits.lineCharacters))
    throw new CannotGoIn(words.value.out.lineTooLong(limits.lineCharacters));
  return read;
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new CannotGoIn(words.value.out.utf16);
  if (bytes.includes(0)) throw new CannotGoIn(words.value.out.noText);
  try {
    // the mark is the text's own affair
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CannotGoIn(words.value.out.notUtf8);
  }
}
