// Names of people, rooms and files: what is kept of one, and which are the same to whoever reads them. Knows no room.

const JOINER = String.raw`\u180e\u200c\u200d\p{VS}`;
const TAG = String.raw`\u{e0020}-\u{e007f}`;
/** Where the letters of a script stand apart, a joiner changes nothing that is seen. */
const JOINING_LETTER = String.raw`(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{DI}])[\p{L}\p{M}]`;
/** Where what is not seen spells: the flag of a region, a picture of several, letters that join or must not, a shape that is chosen. */
const SPELLING = [
  String.raw`\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}`,
  String.raw`(?<=[\p{ExtPict}\p{EMod}]\ufe0f?)\u200d(?=\p{ExtPict})`,
  String.raw`(?<=${JOINING_LETTER})(?:\u200d|[\u180e\u200c](?=[\p{L}\p{M}]))`,
  String.raw`(?<=[^ ${JOINER}${TAG}])\p{VS}`,
].join("|");
const JOINERS = new RegExp(`[${JOINER}]`, "gu");
const SPELLS_OR_NOT = new RegExp(`(${SPELLING})|[${JOINER}${TAG}]`, "gu");
/** Turns the direction, is half of a pair, or is not seen and never spells. */
const DECEIVES = new RegExp(String.raw`(?![${JOINER}${TAG}])[\p{DI}\p{Cs}\ufff9-\ufffb]`, "gu");

const spelled = (text: string): string =>
  text
    // white space, breaks, controls, and letters that are drawn as nothing
    .replaceAll(/[\p{Z}\p{Cc}\u115f\u1160\u2800\u3164\uffa0\u{1d159}]+/gu, " ")
    .replaceAll(DECEIVES, "")
    .replaceAll(/([\u200c\u200d])[\u200c\u200d]+/g, "$1")
    .replaceAll(SPELLS_OR_NOT, (_, spells = "") => spells as string)
    .normalize("NFC")
    .replaceAll(/ +/g, " ")
    .trim();

/** A name as it is kept: one line of at most so many characters, in which what is not seen spells; "" when nothing is left. */
export const cleanName = (name: string, maxCharacters: number): string =>
  // what is cut may end in what has nothing to join any more
  spelled([...spelled(name)].slice(0, maxCharacters).join(""));

/** What is left to tell two names apart by: what chooses a shape alone makes no other name. */
export const withoutJoiners = (name: string): string => name.replaceAll(JOINERS, "");
