// What changed from one version to another, exactly: not guessed from letters that are equal. Knows no people.
import { type Edit, EditBuilder } from "./edit.ts";
import { eachWithin, type Span } from "./span.ts";
import type { Weave } from "./weave.ts";

/**
 * The change that makes the text of version `to` of that of version `from`, either of which may be the older one; with `within` of that
 * stretch alone. From the head to an older version it restores that, and its sources belong to it. Throws when there is no such version.
 */
export function between(weave: Weave, from: number, to: number, within?: Span): Edit {
  const [bornBefore, bornAfter] = [weave.bornAt(from), weave.bornAt(to)];
  const [pool, deleted] = [weave.pool.values, weave.deleted.values];
  const edit = new EditBuilder();
  const newestOf = from === weave.head && weave.copies.told.length > 0 ? newestNames(weave) : undefined;
  const putBack = (first: number, last: number): void => {
    if (!newestOf) return edit.putBack(first, last, pool);
    for (let name = first, before = -1; name < last; name++) {
      const newest = newestOf.name(name);
      if (!newestOf.isRightBehind(newest, before)) edit.pass();
      edit.putBack(name, name + 1, pool, newest);
      before = newest;
    }
  };
  const put = (isBefore: boolean, isAfter: boolean, first: number, last: number): void => {
    if (first === last) return;
    if (isBefore && isAfter) edit.keep(last - first);
    else if (isBefore) edit.leaveOut(last - first);
    else if (isAfter) putBack(first, last);
    else edit.pass();
  };
  eachWithin(weave, within, (first, last, isInside) => {
    let [begin, wasBefore, wasAfter] = [first, false, false];
    for (let name = first; name < last; name++) {
      const isBefore = name < bornBefore && deleted[name]! > from;
      const isAfter = isInside ? name < bornAfter && deleted[name]! > to : isBefore;
      if (isBefore === wasBefore && isAfter === wasAfter) continue;
      put(wasBefore, wasAfter, begin, name);
      [begin, wasBefore, wasAfter] = [name, isBefore, isAfter];
    }
    put(wasBefore, wasAfter, begin, last);
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
