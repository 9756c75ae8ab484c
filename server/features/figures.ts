// Numbers that a feature offers for whoever runs the server: what has been counted, what is now, how long things took. Knows no feature.

/** As in ["language", "Python"]. */
export type FigureLabel = readonly [name: string, value: string];

/** Never what people wrote, nor whose it is. `name` and the label's in snake_case: they stand in /metrics. */
export type Figure =
  | {
      readonly kind: "counter" | "gauge";
      readonly name: string;
      readonly label?: FigureLabel;
      readonly value: number;
      /** what is left for all servers of a store, as this one knows it: of several the least is told, and not the sum */
      readonly isShared?: true;
    }
  | {
      readonly kind: "histogram";
      readonly name: string;
      readonly label?: FigureLabel;
      /** upper ends, ascending; what is above the last is in one more of `counts` */
      readonly ends: readonly number[];
      readonly counts: readonly number[];
      readonly sum: number;
    };

/** How often something was how large, by its label's value. */
export class Histograms {
  readonly #ends: readonly number[];
  readonly #kept = new Map<string, { readonly counts: number[]; sum: number }>();

  /** `ends`: ascending. */
  constructor(ends: readonly number[]) {
    this.#ends = ends;
  }

  note(of: string, value: number): void {
    const kept = this.#kept.get(of) ?? { counts: [...this.#ends, Infinity].map(() => 0), sum: 0 };
    this.#kept.set(of, kept);
    const place = this.#ends.findIndex((end) => value <= end);
    kept.counts[place === -1 ? this.#ends.length : place]!++;
    kept.sum += value;
  }

  /** `label`: the name of what they are told apart by. */
  figures(name: string, label: string): Figure[] {
    return [...this.#kept].map(([of, { counts, sum }]) => {
      return { kind: "histogram", name, label: [label, of], ends: this.#ends, counts: [...counts], sum };
    });
  }
}
