// A stretch of the order that stays the same stretch whatever is edited. Knows no text.
import type { Weave } from "./weave.ts";

/** What is between two names, dead and standing, whenever it came; −1 is before all, and behind all. */
export interface Span {
  readonly after: number;
  readonly before: number;
}

/** What the units from `from` until before `to` of a version's text were, with all that is dead at its ends. Throws when it has not as many. */
export function spanOf(weave: Weave, version: number, from: number, to: number): Span {
  const born = weave.bornAt(version);
  const deleted = weave.deleted.values;
  let [after, before, at] = [-1, -1, 0];
  weave.order.each((first, last) => {
    for (let name = first; name < Math.min(last, born); name++) {
      if (deleted[name]! <= version) continue;
      at++;
      if (at === from) after = name;
      else if (at === to + 1) before = name;
    }
  });
  if (from > to || to > at) throw new Error("invariant: the text has no such stretch");
  return { after, before };
}

/** Calls for each run of the order, or part of one, with whether it is inside of the span; without a span all are. */
export function eachWithin(
  weave: Weave,
  span: Span | undefined,
  visit: (from: number, to: number, isInside: boolean) => void,
): void {
  if (!span) return weave.order.each((from, to) => visit(from, to, true));
  const { after, before } = span;
  let isInside = after < 0;
  weave.order.each((from, to) => {
    let first = from;
    // the ends themselves are outside
    if (after >= from && after < to) {
      visit(first, (first = after + 1), false);
      isInside = true;
    }
    if (before >= from && before < to) {
      if (before > first) visit(first, before, isInside);
      first = before;
      isInside = false;
    }
    if (to > first) visit(first, to, isInside);
  });
}
