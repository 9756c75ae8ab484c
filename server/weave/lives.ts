// Which units stand without the changes that are taken back. Knows no places: of a unit it knows when it came, went and was put back.
import type { Undone } from "./undo.ts";
import { STANDS, type Weave } from "./weave.ts";

const NONE = 0xffff_ffff;

/**
 * A unit that was put back by what told so has another name each time, and one life all the same: put, deleted, put back, deleted …
 * Its newest name is where it is or would be.
 */
export class Lives {
  readonly #put: Uint32Array;
  readonly #written: Uint32Array;
  readonly #deleted: Uint32Array;
  /** for each version the newest undo by which it is taken back, as the version which that made; 0: by none */
  readonly #taken: Uint32Array;
  readonly #isUndo: Uint8Array;
  /** for each name the one that the unit had before; NONE: it is the first */
  readonly #before: Uint32Array;
  /** for each name 1 if the unit has a newer one */
  readonly #isOver: Uint8Array;
  /** for each name 1 if it was put elsewhere, before the unit was put back, by what is not taken back */
  readonly #isMoved: Uint8Array;

  /** `put` as the weave's `putVersions` returns it; `undos` from the oldest to the newest. */
  constructor(weave: Weave, put: Uint32Array, undos: readonly Undone[]) {
    this.#put = put;
    this.#written = weave.writtenVersions(put);
    this.#deleted = weave.deleted.values;
    this.#taken = takenBack(undos, weave.head);
    this.#isUndo = new Uint8Array(weave.head + 2);
    for (const { version } of undos) this.#isUndo[version] = 1;
    this.#before = new Uint32Array(put.length).fill(NONE);
    this.#isOver = new Uint8Array(put.length);
    this.#isMoved = new Uint8Array(put.length);
    this.#link(weave);
  }

  /** Whether the unit has a newer name. */
  isOver(name: number): boolean {
    return this.#isOver[name] === 1;
  }

  /** Whether the unit, by its newest name, stands without what is taken back: by the last that is left of what became of it. */
  stands(name: number): boolean {
    const [deleted, put] = [this.#deleted, this.#put];
    const over = this.#endedBy(name);
    for (let each = name; ; each = this.#before[each]!) {
      if (deleted[each] !== STANDS && (this.#isLeft(deleted[each]!) || this.#isMoved[each] === 1)) return false;
      if (this.#before[each] === NONE) return over === 0;
      // what somebody put back after an undo had taken it is there again
      if (this.#isLeft(put[each]!) && put[each]! > over) return true;
    }
  }

  /** Whether versions that are marked deleted the unit, which is dead, and others have put it elsewhere. */
  isElsewhere(name: number, marks: Uint8Array): boolean {
    return marks[this.#deleted[name]!] === 1 && this.#isMoved[name] === 1 && this.#endedBy(name) === 0;
  }

  /** A change that is neither an undo nor taken back. */
  #isLeft(version: number): boolean {
    return this.#isUndo[version] === 0 && this.#taken[version] === 0;
  }

  /** The newest undo that took back what put the unit first, or wrote it; 0: none. */
  #endedBy(name: number): number {
    const first = this.#first(name);
    const put = this.#put[first]!;
    const [byPut, byWritten] = [this.#taken[put]!, this.#taken[this.#written[first]!]!];
    // what somebody put elsewhere after an undo had taken it is not that undo's
    return byWritten > put ? Math.max(byPut, byWritten) : byPut;
  }

  #first(name: number): number {
    let first = name;
    while (this.#before[first] !== NONE) first = this.#before[first]!;
    return first;
  }

  #link(weave: Weave): void {
    const first = Uint32Array.from(this.#put, (_version, name) => name);
    const newest = first.slice();
    weave.copies.each(0, this.#put.length, (from, to, source, _origin, isTold) => {
      for (let name = from; name < to; name++) {
        const of = source + name - from;
        if (!isTold) {
          if (newest[first[of]!] === of && this.#isLeft(this.#put[name]!)) this.#isMoved[of] = 1;
          continue;
        }
        const root = first[of]!;
        first[name] = root;
        this.#before[name] = newest[root]!;
        this.#isOver[newest[root]!] = 1;
        newest[root] = name;
      }
    });
  }
}

/** The newest undo counts, the one before it unless that took it back, and so on. One that is in many updates is walked once. */
function takenBack(undos: readonly Undone[], head: number): Uint32Array {
  const taken = new Uint32Array(head + 2);
  const walked = new Set<Undone["versions"]>();
  for (const { version, versions } of undos.toReversed()) {
    if (taken[version] !== 0 || walked.has(versions)) continue;
    walked.add(versions);
    for (let at = 0; at < versions.length; at += 2)
      for (let one = versions[at]!; one < versions[at + 1]!; one++) taken[one] ||= version;
  }
  return taken;
}
