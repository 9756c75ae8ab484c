// Whether a text is what somebody types for it: by how its words begin, by a part of it, or by its letters in their order. Knows no list.

/** How well, 0 the best, and which letters made it so. */
export interface Match {
  readonly rank: number;
  readonly letters: ReadonlySet<number>;
}

/** The rank of what has no more of what was typed than its letters, in their order. @public */
export const ONLY_LETTERS = 3;

/** Without accents and capitals, each unit in its place. */
const plain = (text: string): string =>
  /^[ -~]*$/.test(text) ? text.toLowerCase() : text.replaceAll(/./gs, plainUnit);

const plainUnit = (unit: string): string => (unit.normalize("NFD")[0] ?? unit).toLowerCase()[0] ?? unit;

const range = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);

function wordIn(
  text: string,
  word: string,
): { readonly rank: number; readonly letters: readonly number[] } | undefined {
  if (text.startsWith(word)) return { rank: 0, letters: range(0, word.length) };
  const begins = [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].find(({ index }) =>
    text.startsWith(word, index),
  );
  if (begins) return { rank: 1, letters: range(begins.index, word.length) };
  const at = text.indexOf(word);
  if (at !== -1) return { rank: 2, letters: range(at, word.length) };
  const letters: number[] = [];
  for (const letter of word) {
    const next = text.indexOf(letter, (letters.at(-1) ?? -1) + 1);
    if (next === -1) return undefined;
    letters.push(next);
  }
  return { rank: ONLY_LETTERS, letters };
}

/** Every word that was typed has to be there, in any order. */
function match(typed: string, text: string): Match | undefined {
  const folded = plain(text);
  const found = plain(typed)
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => wordIn(folded, word));
  const all = found.filter((one) => one !== undefined);
  if (all.length < found.length) return undefined;
  return { rank: Math.max(0, ...all.map(({ rank }) => rank)), letters: new Set(all.flatMap(({ letters }) => letters)) };
}

/** What fits, the best first; of what fits as well, as they were. */
export const fitting = <One>(
  typed: string,
  all: readonly One[],
  textOf: (one: One) => string,
): readonly (Match & { readonly one: One })[] =>
  all
    .flatMap((one) => {
      const found = match(typed, textOf(one));
      return found ? [{ one, ...found }] : [];
    })
    .toSorted((one, other) => one.rank - other.rank);
