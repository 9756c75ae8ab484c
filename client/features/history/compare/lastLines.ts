// Lines that came to the end of a text or went from there, for what compares line by line. Knows no view.
import type { Difference } from "./exactDifferences.ts";

/**
 * A line break and what is behind it at the end of one text alone belong to the line before, which would be shown as another: with a line
 * break at the end of both they are lines of their own.
 */
export function withLastLines(
  before: string,
  after: string,
  differences: readonly Difference[],
): readonly [before: string, after: string] {
  const last = differences.at(-1);
  if (last?.toA !== before.length || last.toB !== after.length) return [before, after];
  const [gone, come] = [before.slice(last.fromA), after.slice(last.fromB)];
  const isLines = (gone === "" || come === "") && (gone + come).startsWith("\n");
  return isLines ? [`${before}\n`, `${after}\n`] : [before, after];
}
