// Whose a line of a text is: those who wrote what stands in it. Pure; knows no people.
import type { Origin } from "#weave/stretches.ts";
import type { Runs } from "./runs.ts";

/** Somebody's share of a line. */
export interface Share {
  readonly origin: Origin;
  /** UTF-16 units */
  readonly units: number;
}

/**
 * One share for each author and who put it there: of several stretches the newest stands for all. Who wrote most comes first, with the largest of their
 * shares. `text`: of the line; `whose`: the person whose client that is.
 */
export function sharesOf(runs: Runs, from: number, text: string, whose: (client: number) => number): readonly Share[] {
  const shares = new Map<string, Share>();
  const written = new Map<number, number>();
  runs.each(from, from + text.length, (first, last, origin) => {
    if (!origin) return;
    // blanks alone are nobody's work
    const units = text.slice(first - from, last - from).replaceAll(/\s/g, "").length;
    const author = whose(origin.written.client);
    written.set(author, units + (written.get(author) ?? 0));
    const key = `${author} ${whose(origin.put.client)} ${origin.put === origin.written}`;
    const before = shares.get(key);
    const newest = before && before.origin.put.time > origin.put.time ? before.origin : origin;
    shares.set(key, { origin: newest, units: units + (before?.units ?? 0) });
  });
  const all = ({ origin }: Share): number => written.get(whose(origin.written.client))!;
  return [...shares.values()]
    .filter(({ units }) => units > 0)
    .toSorted((one, other) => all(other) - all(one) || other.units - one.units);
}
