// Whose a line of a text is: those who wrote what stands in it, who wrote most first. Pure; knows no people.
import type { Origin, Runs } from "./runs.ts";

/** Somebody's share of a line. */
export interface Share {
  readonly origin: Origin;
  /** UTF-16 units */
  readonly units: number;
}

/**
 * One share for each author and what was put there with it: of several stretches the newest stands for all. `text`: of the line; `whose`: the person whose
 * client that is.
 */
export function sharesOf(runs: Runs, from: number, text: string, whose: (client: number) => number): readonly Share[] {
  const shares = new Map<string, Share>();
  runs.each(from, from + text.length, (first, last, origin) => {
    if (!origin) return;
    // blanks alone are nobody's work
    const units = text.slice(first - from, last - from).replaceAll(/\s/g, "").length;
    const key = `${whose(origin.written.client)} ${whose(origin.put.client)}`;
    const before = shares.get(key);
    const newest = before && before.origin.put.time > origin.put.time ? before.origin : origin;
    shares.set(key, { origin: newest, units: units + (before?.units ?? 0) });
  });
  return [...shares.values()].filter(({ units }) => units > 0).toSorted((one, other) => other.units - one.units);
}
