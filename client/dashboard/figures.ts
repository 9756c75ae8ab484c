// From the figures that features offer to what a tab shows of them. Pure.
import type { FeatureFigures } from "../../server/dashboard/messages.ts";

/** A number that a feature offers. */
export type Figure = FeatureFigures["features"][number]["figures"][number];

export type Histogram = Extract<Figure, { kind: "histogram" }>;
export type Single = Exclude<Figure, { kind: "histogram" }>;

/** Figures by a label, as runs by their language: a row for each of its values, a column for each figure. */
export interface LabelTable {
  readonly label: string;
  readonly columns: readonly string[];
  /** the one with the most in its first column first */
  readonly rows: readonly { readonly value: string; readonly numbers: readonly (number | null)[] }[];
}

const isSingle = (figure: Figure): figure is Single => figure.kind !== "histogram";

/** Numbers that stand for themselves. */
export const singles = (figures: readonly Figure[]): readonly Single[] =>
  figures.filter(isSingle).filter(({ label }) => label === undefined);

const distinct = (all: readonly string[]): readonly string[] => [...new Set(all)];

/** A table for each label that there is. */
export function labelTables(figures: readonly Figure[]): readonly LabelTable[] {
  const labelled = figures
    .filter(isSingle)
    .flatMap(({ name, label, value }) => (label ? [{ name, label, value }] : []));
  return distinct(labelled.map(({ label: [label] }) => label)).map((label) => {
    const own = labelled.filter((one) => one.label[0] === label);
    const columns = distinct(own.map(({ name }) => name));
    const rows = distinct(own.map((one) => one.label[1])).map((value) => ({
      value,
      numbers: columns.map((column) => own.find((one) => one.name === column && one.label[1] === value)?.value ?? null),
    }));
    return { label, columns, rows: rows.toSorted((one, other) => (other.numbers[0] ?? 0) - (one.numbers[0] ?? 0)) };
  });
}

/** Of histograms with one name one for each value of their label. */
export const histograms = (figures: readonly Figure[]): readonly Histogram[] =>
  figures.filter((figure) => figure.kind === "histogram");

/** How many values a histogram has, and their mean; null: there are none. */
export function summary({ counts, sum }: Histogram): { readonly count: number; readonly mean: number | null } {
  const count = counts.reduce((all, one) => all + one, 0);
  return { count, mean: count === 0 ? null : sum / count };
}
