// Takes back some of a file's changes, wherever they are in its history, by one change at its head. Knows versions, not whose they are.
import { type Edit, EditBuilder } from "./edit.ts";
import { type Counts, counts, type Units, units } from "./growing.ts";
import { eachWithin, type Span } from "./span.ts";
import { textOf } from "./textOf.ts";
import { Lives } from "./lives.ts";
import { marksOf, type Versions } from "./versions.ts";
import { STANDS, type Weave } from "./weave.ts";

/** Changes that were taken back all over the file, and the version that this made. An undo that changed nothing is none. */
export interface Undone {
  /** the same array for all updates that one undo is in */
  readonly versions: Versions;
  readonly version: number;
}

/** Text that a change put or deleted. */
interface Stretch {
  /** where it is in the head's text, or was: UTF-16 units */
  readonly at: number;
  readonly text: string;
  /** the version that put its first unit; 0 for the text that the file began with */
  readonly put: number;
  /** the version that deleted it; undefined while it stands */
  readonly deleted: number | undefined;
}

/** What taking changes back is. */
export interface Undo {
  /** of the head's text, with the sources of what comes back */
  readonly edit: Edit;
  /** text that they put, which is deleted */
  readonly goes: readonly Stretch[];
  /** what they deleted */
  readonly comesBack: readonly Stretch[];
  /** What cannot be taken back, as others have put it elsewhere: what they deleted. What they put and others deleted is gone already, and in no list. */
  readonly stays: readonly Stretch[];
}

export interface UndoOptions {
  /** all undos before, the oldest first */
  readonly earlier?: readonly Undone[];
  /** of that stretch alone; such an undo is an edit like any other, and belongs to no later `earlier` */
  readonly within?: Span | undefined;
  /** stretches are apart where this differs */
  readonly authorOf?: (version: number) => number;
}

type List = "goes" | "comesBack" | "stays";
type Fate = "none" | "stands" | List;
const LISTS = ["goes", "comesBack", "stays"] as const satisfies readonly List[];
const FATES: readonly Fate[] = ["none", "stands", ...LISTS];

/**
 * Takes back changes, wherever they are in the history: the text is what the others make of it. Undos are no changes of their own, they say which are taken
 * back, and one that is taken back itself says nothing any more. What is taken back is all that the changes put, wherever it was moved or whoever restored it until then, and
 * all that they deleted, but for what others have moved elsewhere.
 */
export function undo(weave: Weave, versions: Versions, options: UndoOptions = {}): Undo {
  const { earlier = [], within, authorOf = () => 0 } = options;
  const all = [...earlier, { versions, version: weave.head + 1 }];
  const put = weave.putVersions();
  const lives = new Lives(weave, put, all);
  const inScope = marksOf(weave.head, versions);
  const deleted = weave.deleted.values;
  const fateOf = (name: number): Fate => {
    if (deleted[name] === STANDS) return lives.stands(name) ? "stands" : "goes";
    if (lives.isOver(name)) return "none";
    if (lives.stands(name)) return "comesBack";
    return lives.isElsewhere(name, inScope) ? "stays" : "none";
  };
  const fates = new Uint8Array(weave.pool.length);
  eachWithin(weave, within, (from, to, isInside) => {
    for (let name = from; name < to; name++) {
      const fate = isInside ? fateOf(name) : deleted[name] === STANDS ? "stands" : "none";
      fates[name] = FATES.indexOf(fate);
    }
  });
  listOnce(weave, fates);
  const edit = new EditBuilder();
  const stretches = new Stretches(weave, put, authorOf);
  weave.order.each((from, to) => {
    for (let name = from; name < to; name++) {
      const fate = FATES[fates[name]!]!;
      if (fate === "stands") edit.keep(1);
      else if (fate === "goes") edit.leaveOut(1);
      else if (fate === "comesBack") edit.putBack(name, name + 1, weave.pool.values);
      else edit.pass();
      if (fate !== "none") stretches.add(name, fate);
    }
  });
  return { edit: edit.done(), ...stretches.done() };
}

/** What is listed as one of its copies does not stay as well: to a reader both are one text. */
function listOnce(weave: Weave, fates: Uint8Array): void {
  const copied: (readonly [from: number, to: number, source: number])[] = [];
  weave.copies.each(0, fates.length, (from, to, source) => copied.push([from, to, source]));
  const isListed = new Uint8Array(fates.length);
  // a copy's name is greater than its source's
  for (const [from, to, source] of copied.toReversed())
    for (let name = to - 1; name >= from; name--) {
      if (isListed[name] === 0 && fates[name]! < FATES.indexOf("goes")) continue;
      const of = source + name - from;
      isListed[of] = 1;
      if (FATES[fates[of]!] === "stays") fates[of] = FATES.indexOf("none");
    }
}

/** Puts units of one fate that follow each other together. What goes where the same comes back is in no list. */
class Stretches {
  readonly #lists = { goes: [] as Stretch[], comesBack: [] as Stretch[], stays: [] as Stretch[] };
  readonly #weave: Weave;
  readonly #put: Uint32Array;
  readonly #authorOf: (version: number) => number;
  readonly #units: Units = units();
  /** since the last unit that stands */
  readonly #gap: Counts = counts();
  /** of each of these its list's place in LISTS */
  readonly #listOf: Units = units();
  #list: List | undefined;
  #first = 0;
  #at = 0;
  /** of the head's text, units before the gap */
  #before = 0;

  constructor(weave: Weave, put: Uint32Array, authorOf: (version: number) => number) {
    this.#weave = weave;
    this.#put = put;
    this.#authorOf = authorOf;
  }

  add(name: number, fate: Exclude<Fate, "none">): void {
    if (fate !== "stands") {
      this.#gap.push(name);
      return this.#listOf.push(LISTS.indexOf(fate));
    }
    this.#endGap();
    this.#before++;
  }

  done(): Pick<Undo, List> {
    this.#endGap();
    return this.#lists;
  }

  #endGap(): void {
    if (this.#gap.length === 0) return;
    const [goes, comesBack] = [this.#unitsOf("goes"), this.#unitsOf("comesBack")];
    const shorter = Math.min(goes.length, comesBack.length);
    let [begin, end] = [0, 0];
    while (begin < shorter && goes[begin] === comesBack[begin]) begin++;
    while (begin + end < shorter && goes.at(-1 - end) === comesBack.at(-1 - end)) end++;
    const passed = { goes: 0, comesBack: 0, stays: 0 };
    const lengths = { goes: goes.length, comesBack: comesBack.length };
    for (let each = 0; each < this.#gap.length; each++) {
      const [name, list] = [this.#gap.values[each]!, LISTS[this.#listOf.values[each]!]!];
      const at = Math.min(Math.max(passed.goes, begin), goes.length - end);
      const index = passed[list]++;
      if (list === "stays" || (index >= begin && index < lengths[list] - end))
        this.#addTo(list, name, this.#before + at);
    }
    this.#end();
    this.#before += goes.length;
    this.#gap.length = this.#listOf.length = 0;
  }

  /** What the gap has of a list. */
  #unitsOf(list: List): Uint16Array {
    const found = units();
    for (let each = 0; each < this.#gap.length; each++)
      if (LISTS[this.#listOf.values[each]!] === list) found.push(this.#weave.pool.values[this.#gap.values[each]!]!);
    return found.values.subarray(0, found.length);
  }

  #addTo(list: List, name: number, at: number): void {
    if (list !== this.#list || !this.#isAlike(name)) {
      this.#end();
      [this.#list, this.#first, this.#at] = [list, name, at];
    }
    this.#units.push(this.#weave.pool.values[name]!);
  }

  /** The same have put and deleted it as the first of the stretch. */
  #isAlike(name: number): boolean {
    const deleted = this.#weave.deleted.values;
    const [one, other] = [deleted[this.#first]!, deleted[name]!];
    return (
      this.#authorOf(this.#put[this.#first]!) === this.#authorOf(this.#put[name]!) &&
      (one === other || (one !== STANDS && other !== STANDS && this.#authorOf(one) === this.#authorOf(other)))
    );
  }

  #end(): void {
    if (this.#list === undefined) return;
    const deleted = this.#weave.deleted.values[this.#first]!;
    this.#lists[this.#list].push({
      at: this.#at,
      text: textOf(this.#units.values, 0, this.#units.length),
      put: this.#put[this.#first]!,
      deleted: deleted === STANDS ? undefined : deleted,
    });
    this.#units.length = 0;
    this.#list = undefined;
  }
}
