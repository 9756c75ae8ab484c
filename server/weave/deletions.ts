// What was deleted last, to know it again when it is inserted. Knows no order and no version.

/** Shorter text is equal by chance. */
export const COPY_UNITS = 8;
/** Text that was deleted longer ago is written anew. */
const KEPT_DELETIONS = 20;

/** The names that one section of a change deleted: stretches, each its first name and the name after its last. */
export type Deletion = readonly number[];

const unitsOf = (deletion: Deletion): number => {
  let units = 0;
  for (let at = 0; at < deletion.length; at += 2) units += deletion[at + 1]! - deletion[at]!;
  return units;
};

/** The last 20 deletions of 8 units or more. */
export class Deletions {
  readonly #kept: { readonly deletion: Deletion; readonly units: number }[] = [];

  add(deletion: Deletion): void {
    const units = unitsOf(deletion);
    if (units < COPY_UNITS) return;
    this.#kept.push({ deletion, units });
    if (this.#kept.length > KEPT_DELETIONS) this.#kept.shift();
  }

  /** The newest that deleted what the units of the names from `from` until before `to` are. */
  equalTo(from: number, to: number, pool: Uint16Array): Deletion | undefined {
    return this.#kept.findLast(({ deletion, units }) => units === to - from && equals(deletion, from, pool))?.deletion;
  }
}

function equals(deletion: Deletion, from: number, pool: Uint16Array): boolean {
  let next = from;
  for (let at = 0; at < deletion.length; at += 2)
    for (let name = deletion[at]!; name < deletion[at + 1]!; name++) if (pool[name] !== pool[next++]) return false;
  return true;
}
