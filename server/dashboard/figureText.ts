// The features' figures in Prometheus' text format. Knows no feature.
import type { Figure, FigureLabel } from "../features/figures.ts";
import type { FeatureFigures } from "./messages.ts";

/** What those of the features offer that offer any. */
export const figuresOf = (
  features: readonly { readonly name: string; readonly figures?: () => readonly Figure[] }[],
): FeatureFigures["features"] =>
  features.flatMap(({ name, figures }) => (figures ? [{ feature: name, figures: figures() }] : []));

const labels = (...pairs: readonly (FigureLabel | undefined)[]): string => {
  const all = pairs.flatMap((pair) => (pair ? [`${pair[0]}="${escaped(pair[1])}"`] : []));
  return all.length > 0 ? `{${all.join(",")}}` : "";
};

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Each is `companion_{feature}_{name}`. */
export function figureText(features: FeatureFigures["features"]): string {
  const lines = features.flatMap(({ feature, figures }) => {
    const told = new Set<string>();
    return figures.flatMap((figure) => {
      const name = `companion_${feature}_${figure.name}`;
      const head = told.has(name) ? [] : [`# TYPE ${name} ${figure.kind}`];
      told.add(name);
      return [...head, ...linesOf(name, figure)];
    });
  });
  return lines.map((line) => `${line}\n`).join("");
}

function linesOf(name: string, figure: Figure): string[] {
  if (figure.kind !== "histogram") return [`${name}${labels(figure.label)} ${figure.value}`];
  const { label, ends, counts, sum } = figure;
  let all = 0;
  const buckets = counts.map((count, place) => {
    all += count;
    const end = ends[place];
    return `${name}_bucket${labels(label, ["le", end === undefined ? "+Inf" : String(end)])} ${all}`;
  });
  return [...buckets, `${name}_sum${labels(label)} ${sum}`, `${name}_count${labels(label)} ${all}`];
}
