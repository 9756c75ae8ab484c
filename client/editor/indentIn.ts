// How a text is indented, by the text itself. Knows no language.
import type { Text } from "@codemirror/state";

/** The rest is as its beginning. */
const LINES = 500;
const WIDEST = 8;

/** One step of indentation, a tab or some blanks; undefined where the text has none. */
export function indentIn(text: Text): string | undefined {
  let tabs = 0;
  let before = 0;
  const steps = new Map<number, number>();
  for (const line of text.iterLines(1, Math.min(text.lines, LINES) + 1)) {
    const [, blank = "", next] = /^([ \t]*)(\S?)/.exec(line) ?? [];
    // an empty line says nothing, and a comment's stars stand one further in
    if (next === "" || next === "*") continue;
    if (blank.startsWith("\t")) tabs++;
    const width = blank.includes("\t") ? 0 : blank.length;
    const step = Math.abs(width - before);
    if (step >= 2 && step <= WIDEST) steps.set(step, (steps.get(step) ?? 0) + 1);
    before = width;
  }
  const [[width, count] = [0, 0]] = [...steps].toSorted(([, one], [, other]) => other - one);
  if (tabs > count) return "\t";
  return count > 0 ? " ".repeat(width) : undefined;
}
