// Chance that can be repeated: the same seed gives the same numbers. Knows nothing of what they decide.

/** Numbers from 0 to below 1. */
export type Random = () => number;

/** Mulberry32: small, and even enough to choose test cases. `seed`: a 32-bit integer. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to below `bound`. */
export const below = (random: Random, bound: number): number => Math.floor(random() * bound);

/** One of the list, which is not empty. */
export const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[below(random, items.length)] as Item;
