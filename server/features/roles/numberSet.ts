// A set of small whole numbers as a short text, six of them to a letter, to be kept. Knows not what they count.

/** Of numbers up to a thousand it is 167 letters at most. Two sets of the same numbers are the same text. */
export type NumberSet = string;

export const EMPTY: NumberSet = "";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BITS = 6;

const placeOf = (number: number): number => Math.floor(number / BITS);
const bitOf = (number: number): number => 1 << (number % BITS);
const bitsOf = (letter = "A"): number => Math.max(0, LETTERS.indexOf(letter));

export const has = (set: NumberSet, number: number): boolean => (bitsOf(set[placeOf(number)]) & bitOf(number)) !== 0;

function changed(set: NumberSet, numbers: readonly number[], change: (bits: number, bit: number) => number): NumberSet {
  const all = [...set].map(bitsOf);
  for (const number of numbers) {
    while (all.length <= placeOf(number)) all.push(0);
    all[placeOf(number)] = change(all[placeOf(number)] ?? 0, bitOf(number));
  }
  return all
    .map((bits) => LETTERS[bits])
    .join("")
    .replace(/A+$/, "");
}

export const withNumbers = (set: NumberSet, numbers: readonly number[]): NumberSet =>
  changed(set, numbers, (bits, bit) => bits | bit);

export const withoutNumbers = (set: NumberSet, numbers: readonly number[]): NumberSet =>
  changed(set, numbers, (bits, bit) => bits & ~bit);
