// A file's history as a list of single units, slow and obvious: what the weave must be equal to. Knows no runs.
import type { ChangeJSON } from "../../protocol/changes.ts";
import type { Source } from "../../weave/copies.ts";
import type { Undone } from "../../weave/undo.ts";

export interface Unit {
  readonly unit: string;
  readonly put: number;
  /** Infinity while it stands */
  deleted: number;
  source?: Unit;
  /** its source was told */
  isTold?: boolean;
}

/** Whether a version is one of them. */
export const hasOf =
  (versions: readonly number[]) =>
  (version: number): boolean =>
    versions.some((from, index) => index % 2 === 0 && version >= from && version < versions[index + 1]!);

const textOf = (units: readonly Unit[]): string => units.map(({ unit }) => unit).join("");
const standsAt =
  (version: number) =>
  ({ put, deleted }: Unit): boolean =>
    put <= version && deleted > version;

export class SlowWeave {
  head = 0;
  readonly order: Unit[] = [];
  /** in the order in which they came */
  readonly pool: Unit[] = [];
  #deletions: Unit[][] = [];

  constructor(text: string) {
    this.order.push(...this.#made(text));
  }

  append(change: ChangeJSON, sources?: readonly Source[]): void {
    this.head++;
    let place = 0;
    const insertions: Unit[][] = [];
    const pieces = sources?.flatMap(([units, name]) =>
      Array.from({ length: units }, (_, index) => ({
        source: name < 0 ? undefined : name + index,
        last: name + units - 1,
      })),
    );
    for (const section of change) {
      if (typeof section === "number") {
        for (let left = section; left > 0; place++) if (this.#stands(place)) left--;
        continue;
      }
      const [deleted, ...lines] = section;
      const died: Unit[] = [];
      const begin = place;
      for (; died.length < deleted; place++) if (this.#stands(place)) died.push(this.order[place]!);
      for (const unit of died) unit.deleted = this.head;
      if (deleted >= 8) this.#deletions = [...this.#deletions, died].slice(-20);
      const made = this.#made(lines.join("\n"));
      if (made.length >= 8) insertions.push(made);
      const end = (): number => {
        while (place < this.order.length && !this.#stands(place)) place++;
        return place;
      };
      if (!pieces) {
        this.order.splice(end(), 0, ...made);
        place += made.length;
        continue;
      }
      place = begin;
      // a stretch of a section's text whose units have one source goes behind the last unit of that
      for (const group of grouped(made, pieces.splice(0, made.length))) {
        const last = group.last === undefined ? -1 : this.order.indexOf(this.pool[group.last]!, place);
        const gap = this.order.findIndex((unit, index) => index >= place && unit.deleted === Infinity);
        const isThere = last >= 0 && (gap < 0 || last < gap);
        if (isThere) place = last + 1;
        else end();
        this.order.splice(place, 0, ...group.units);
        place += group.units.length;
        group.units.forEach((unit, index) => {
          if (group.first === undefined) return;
          unit.source = this.pool[group.first + index]!;
          unit.isTold = true;
        });
      }
    }
    if (!sources) for (const insertion of insertions) this.#findCopy(insertion);
  }

  textAt(version: number): string {
    return textOf(this.order.filter(standsAt(version)));
  }

  /** For each unit of a version's text who put it there, and who wrote it. */
  blame(version: number): { put: number; written: number }[] {
    return this.order.filter(standsAt(version)).map((unit) => ({ put: unit.put, written: writer(unit) }));
  }

  /**
   * The text without the changes for which it is asked; where `isInside` a unit. Told what became of each unit by what is neither an undo nor
   * taken back, the last of it says whether the unit stands.
   */
  textWithout(
    isWanted: (version: number) => boolean,
    earlier: readonly Undone[],
    isInside: (unit: Unit) => boolean = () => true,
  ): string {
    const undos = [
      ...earlier.map(({ version, versions }) => ({ version, has: hasOf(versions) })),
      { version: Infinity, has: isWanted },
    ];
    const takenBy = (version: number): number =>
      Math.max(0, ...undos.filter((one) => one.has(version) && takenBy(one.version) === 0).map((one) => one.version));
    const isLeft = (version: number): boolean =>
      takenBy(version) === 0 && !earlier.some((one) => one.version === version);
    const firstOf = (unit: Unit): Unit => (unit.isTold ? firstOf(unit.source!) : unit);
    const stands = (unit: Unit): boolean => {
      const names = this.pool.filter((one) => firstOf(one) === firstOf(unit));
      if (unit !== names.at(-1) || !isInside(unit)) return unit.deleted === Infinity;
      const [first, ...later] = names as [Unit, ...Unit[]];
      const endedByWriter = takenBy(writer(first));
      const ended = Math.max(takenBy(first.put), endedByWriter > first.put ? endedByWriter : 0);
      const isMoved = (one: Unit): boolean => {
        const back = names[names.indexOf(one) + 1]?.put ?? Infinity;
        return this.pool.some((copy) => copy.source === one && !copy.isTold && copy.put < back && isLeft(copy.put));
      };
      const events = [
        ...(ended === 0 ? [{ at: first.put, stands: true }] : []),
        ...later.filter(({ put }) => isLeft(put) && put > ended).map(({ put }) => ({ at: put, stands: true })),
        ...names
          .filter((one) => one.deleted < Infinity && (isLeft(one.deleted) || isMoved(one)))
          .map((one) => ({ at: one.deleted, stands: false })),
      ];
      // a restore deletes one name of a unit and puts another at once
      events.sort((one, other) => one.at - other.at || Number(one.stands) - Number(other.stands));
      return events.at(-1)?.stands ?? false;
    };
    return textOf(this.order.filter(stands));
  }

  #made(text: string): Unit[] {
    const made = [...Array(text.length).keys()].map((at): Unit => ({
      unit: text[at]!,
      put: this.head,
      deleted: Infinity,
    }));
    this.pool.push(...made);
    return made;
  }

  #stands(place: number): boolean {
    return this.order[place]!.deleted === Infinity;
  }

  #findCopy(insertion: readonly Unit[]): void {
    const text = textOf(insertion);
    const deletion = this.#deletions.findLast((one) => textOf(one) === text);
    if (deletion) insertion.forEach((unit, index) => (unit.source = deletion[index]!));
  }
}

function writer(unit: Unit): number {
  return unit.source ? writer(unit.source) : unit.put;
}

interface Group {
  readonly units: Unit[];
  readonly first: number | undefined;
  last: number | undefined;
}

function grouped(
  made: readonly Unit[],
  pieces: readonly { readonly source: number | undefined; readonly last: number }[],
): Group[] {
  const groups: Group[] = [];
  made.forEach((unit, index) => {
    const { source } = pieces[index]!;
    const before = groups.at(-1);
    const goesOn =
      before &&
      index > 0 &&
      pieces[index - 1]!.last === pieces[index]!.last &&
      before.last === (source === undefined ? undefined : source - 1);
    if (goesOn) {
      before.units.push(unit);
      before.last = source;
    } else groups.push({ units: [unit], first: source, last: source });
  });
  return groups;
}
