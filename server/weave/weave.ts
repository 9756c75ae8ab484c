// A file's whole history as one structure: every unit that it ever had, in one order, with the versions at which it came and went. Knows who and when of nothing.
import { type ChangeJSON, lengthBefore } from "#protocol/changes.ts";
import { Copies, type Source } from "./copies.ts";
import { COPY_UNITS, Deletions } from "./deletions.ts";
import { type Counts, counts, type Units, units } from "./growing.ts";
import { Order } from "./order.ts";
import { SourceReader } from "./sourceReader.ts";
import { textOf } from "./textOf.ts";

/** `deleted` of a unit that stands. */
export const STANDS = 0xffff_ffff;

/**
 * The weave of a file. A unit is a UTF-16 unit, and a line break is one; it has a name, which is its place among all that were ever inserted.
 * The n-th change makes version n; version 0 is the text that the file began with. The unit `name` is in the text of a version when
 * `name < born[version] && deleted[name] > version`.
 */
export class Weave {
  readonly order: Order;
  /** the unit of each name */
  readonly pool: Units = units();
  /** for each version how many names there were */
  readonly born: Counts = counts();
  /** for each name the version that first was without it, or STANDS */
  readonly deleted: Counts = counts();
  readonly copies = new Copies();
  readonly deletions = new Deletions();

  /** `order` is empty. */
  constructor(startText = "", order = new Order()) {
    this.order = order;
    this.#bear(startText);
    if (startText !== "") order.insert(0, startText.length);
    this.born.push(startText.length);
  }

  /** The newest version. */
  get head(): number {
    return this.born.length - 1;
  }

  /** Units of the head's text. */
  get length(): number {
    return this.order.standing;
  }

  /**
   * Takes in the next change of the file's log, about 2 µs for a keystroke. `sources`, where the change was made by what tells them: what of
   * the inserted text, in order and all of it, puts back which names; they are of before. Throws when the change does not fit the head, or the sources not the change.
   */
  append(change: ChangeJSON, sources?: readonly Source[]): void {
    if (lengthBefore(change) !== this.length) throw new Error("invariant: the change does not fit the newest version");
    if (sources) this.#checkSources(change, sources);
    const { order, deletions } = this;
    const version = this.head + 1;
    const place = sources && new SourceReader(sources);
    const inserted: number[] = [];
    let at = 0;
    order.rewind();
    for (const section of change) {
      if (typeof section === "number") {
        order.skip(section);
        at += section;
        continue;
      }
      const [deleted, ...lines] = section;
      const died = this.#kill(deleted, version);
      const from = this.pool.length;
      this.#bear(lines.join("\n"));
      const to = this.pool.length;
      if (to > from) {
        if (place) this.#putBack(place, at, from, to);
        else order.insert(from, to - from);
      }
      if (deleted >= COPY_UNITS) deletions.add(died);
      if (to - from >= COPY_UNITS) inserted.push(from, to);
      at += to - from;
    }
    this.born.push(this.pool.length);
    if (!sources) this.#findCopies(inserted);
  }

  /** The text at a version. Throws when there is no such version. */
  textAt(version: number): string {
    const end = this.bornAt(version);
    const [pool, deleted] = [this.pool.values, this.deleted.values];
    const text = new Uint16Array(end);
    let length = 0;
    this.order.each((from, to, isStanding) => {
      const last = Math.min(to, end);
      if (isStanding) for (let name = from; name < last; name++) text[length++] = pool[name]!;
      else for (let name = from; name < last; name++) if (deleted[name]! > version) text[length++] = pool[name]!;
    });
    return textOf(text, 0, length);
  }

  /** How many names there were at a version. Throws when there is no such version. */
  bornAt(version: number): number {
    const born = version < this.born.length ? this.born.values[version] : undefined;
    if (born === undefined) throw new Error(`invariant: there is no version ${version}`);
    return born;
  }

  /** For each name the version that first had it. */
  putVersions(): Uint32Array {
    const put = new Uint32Array(this.pool.length);
    const born = this.born.values;
    for (let version = 1; version <= this.head; version++) put.fill(version, born[version - 1], born[version]);
    return put;
  }

  /** For each name the version at which its text was written: of a copy the version that put its origin. `put` as `putVersions` returns it. */
  writtenVersions(put: Uint32Array): Uint32Array {
    const written = put.slice();
    this.copies.each(0, put.length, (from, to, _source, origin) => {
      for (let name = from; name < to; name++) written[name] = put[origin + name - from]!;
    });
    return written;
  }

  #bear(text: string): void {
    const { pool, deleted } = this;
    pool.reserve(text.length);
    deleted.reserve(text.length);
    for (let at = 0; at < text.length; at++) {
      pool.push(text.charCodeAt(at));
      deleted.push(STANDS);
    }
  }

  /** Returns the names, as a deletion has them. */
  #kill(units: number, version: number): number[] {
    const died: number[] = [];
    this.order.kill(units, (from, to) => {
      this.deleted.values.fill(version, from, to);
      if (units < COPY_UNITS) return;
      if (died.at(-1) === from) died[died.length - 1] = to;
      else died.push(from, to);
    });
    return died;
  }

  /** The names from `from` until before `to`, which are inserted behind `at` units, stand right behind what they put back where that is there. */
  #putBack(place: SourceReader, at: number, from: number, to: number): void {
    const { order, copies } = this;
    order.rewind();
    order.skip(at);
    for (let name = from; name < to;) {
      const [units, source] = place.take(to - name)!;
      if (source < 0) order.insert(name, units);
      else {
        const isInPlace = order.insertBehind(source + units - 1, name, units);
        // Fewer units elsewhere put back nothing: a word could be made of anybody's letters.
        if (isInPlace || units >= COPY_UNITS) copies.add(name, units, source, true);
      }
      name += units;
    }
  }

  #findCopies(inserted: readonly number[]): void {
    for (let at = 0; at < inserted.length; at += 2) {
      let from = inserted[at]!;
      const deletion = this.deletions.equalTo(from, inserted[at + 1]!, this.pool.values);
      if (!deletion) continue;
      for (let index = 0; index < deletion.length; index += 2) {
        const [first, last] = [deletion[index]!, deletion[index + 1]!];
        this.copies.add(from, last - first, first, false);
        from += last - first;
      }
    }
  }

  #checkSources(change: ChangeJSON, sources: readonly Source[]): void {
    let inserted = 0;
    for (const section of change)
      if (typeof section !== "number" && section.length > 1) inserted += section.slice(1).join("\n").length;
    let told = 0;
    for (const [units, name] of sources) {
      if (units <= 0 || name < -1 || name + units > this.pool.length)
        throw new Error("invariant: a source is no text of before");
      told += units;
    }
    if (told !== inserted) throw new Error("invariant: the sources are not of all that is inserted");
  }
}
