// What a join code looks like as somebody writes it, as a pattern of JSON schema that any language reads. Knows no route; a test holds it against what reads codes.
import { JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH } from "../../protocol/roomId.ts";

const BLANKS = String.raw`\t-\r\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
const DASHES =
  String.raw`\u002d\u058a\u05be\u1400\u1806\u2010-\u2015\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d` +
  "\u{10d6e}\u{10ead}";
const BETWEEN = `[${BLANKS}${DASHES}]*`;

export const WRITTEN_CODE = `^${BETWEEN}(?:[${JOIN_CODE_ALPHABET}${JOIN_CODE_ALPHABET.toLowerCase()}]${BETWEEN}){${JOIN_CODE_LENGTH}}$`;
