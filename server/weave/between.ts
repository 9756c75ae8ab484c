// What changed from one version to another, exactly: not guessed from letters that are equal. Knows no people.
import { type Edit, EditBuilder } from "./edit.ts";
import { eachWithin, type Span } from "./span.ts";
import type { Weave } from "./weave.ts";

/** In which of the two texts a unit is. */
const NEITHER = 0;
const BEFORE = 1;
const AFTER = 2;
const BOTH = 3;

/**
 * The change that makes the text of version `to` of that of version `from`, either of which may be the older one; with `within` of that
 * stretch alone. From the head to an older version it restores that, and its sources belong to it. Throws when there is no such version.
 */
export function between(weave: Weave, from: number, to: number, within?: Span): Edit {
  const [bornBefore, bornAfter] = [weave.bornAt(from), weave.bornAt(to)];
  const [pool, deleted] = [weave.pool.values, weave.deleted.values];
  const edit = new EditBuilder();
  const newestOf = from === weave.head && weave.copies.told.length > 0 ? newestNames(weave) : undefined;
  const whereIs = (name: number, isInside: boolean): number => {
    const gone = deleted[name]!;
    const isBefore = name < bornBefore && gone > from;
    if (!isInside) return isBefore ? BOTH : NEITHER;
    return (isBefore ? BEFORE : NEITHER) + (name < bornAfter && gone > to ? AFTER : NEITHER);
  };
  const putBack = (first: number, last: number): void => {
    if (!newestOf) return edit.putBack(first, last, pool);
    for (let name = first, before = -1; name < last; name++) {
      const newest = newestOf.name(name);
      if (!newestOf.isRightBehind(newest, before)) edit.pass();
      edit.putBack(name, name + 1, pool, newest);
      before = newest;
    }
  };
  const put = (where: number, first: number, last: number): void => {
    if (where === BOTH) edit.keep(last - first);
    else if (where === BEFORE) edit.leaveOut(last - first);
    else if (where === AFTER) putBack(first, last);
    else edit.pass();
  };
  eachWithin(weave, within, (first, last, isInside) => {
    let [begin, was] = [first, whereIs(first, isInside)];
    for (let name = first + 1; name < last; name++) {
      const where = whereIs(name, isInside);
      if (where === was) continue;
      put(was, begin, name);
      begin = name;
      was = where;
    }
    put(was, begin, last);
  });
  return edit.done();
}

/** A unit that was put back once comes back where it was then, or it would change places with what was put back beside it. */
function newestNames(weave: Weave): {
  name(name: number): number;
  isRightBehind(name: number, before: number): boolean;
} {
  const { first, newest } = weave.copies.namesOf(weave.pool.length);
  const places = new Uint32Array(weave.pool.length);
  let place = 0;
  weave.order.each((from, to) => {
    for (let name = from; name < to; name++) places[name] = place++;
  });
  return {
    name: (name) => newest[first[name]!]!,
    isRightBehind: (name, before) => before >= 0 && places[name] === places[before]! + 1,
  };
}
