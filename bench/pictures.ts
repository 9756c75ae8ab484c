// Two simple pictures as SVG, for light and dark pages: bars, and lines on logarithmic axes. Knows numbers and labels only.

const WIDTH = 760;
const LEFT = 190;
const MARGIN = 16;
/** Each can be told from the others and read on white and on black. */
const COLOURS = ["#7d8590", "#2f81f7", "#79b8ff", "#d29922", "#b35900", "#2da44e", "#8b5cf6", "#d6409f"];
const STYLE = `<style>
.page { fill: #ffffff } text { fill: #24292f } .grid { stroke: #d0d7de }
@media (prefers-color-scheme: dark) { .page { fill: #0d1117 } text { fill: #d1d7e0 } .grid { stroke: #3d444d } }
</style>`;

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const text = (x: number, y: number, content: string, more = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escape(content)}</text>`;
const figure = (value: number): string => Number(value.toPrecision(3)).toLocaleString("en");

/** `colour`: which of the colours, so that the same thing has the same one in every picture. */
interface Named {
  readonly label: string;
  readonly colour: number;
}
const colourOf = ({ colour }: Named): string => COLOURS[colour % COLOURS.length]!;

const svg = (height: number, title: string, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">
<title>${escape(title)}</title>
${STYLE}
<rect class="page" width="${WIDTH}" height="${height}" rx="6"/>
${[text(MARGIN, 26, title, 'font-weight="600"'), ...parts].join("\n")}
</svg>
`;

/** A bar for each; what is not a number gets none. */
export function barChart(title: string, bars: readonly (Named & { readonly value: number })[]): string {
  const most = Math.max(...bars.map(({ value }) => value).filter(Number.isFinite));
  const parts = bars.flatMap((one, index) => {
    const { label, value } = one;
    const y = 44 + index * 26;
    const name = text(LEFT - 8, y + 14, label, 'text-anchor="end"');
    if (!Number.isFinite(value)) return [name, text(LEFT, y + 14, "never")];
    const width = Math.max(1, (value / most) * (WIDTH - LEFT - 80));
    const bar = `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="19" rx="2" fill="${colourOf(one)}"/>`;
    return [name, bar, text(LEFT + width + 6, y + 14, figure(value))];
  });
  return svg(56 + bars.length * 26, title, parts);
}

interface Line extends Named {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const PLOT = { left: 70, right: WIDTH - 250, top: 50, bottom: 300 };
const LABEL_HEIGHT = 17;

/** From the values' range to the plot's, both logarithmic. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) => from + ((Math.log(value) - least) / (most - least || 1)) * (to - from);
}

/** 1, 2 and 5 times each power of ten, over whole decades. */
function ticks(values: readonly number[]): number[] {
  const [least, most] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const powers = Array.from({ length: most - least }, (_, index) => 10 ** (least + index));
  return [...powers.flatMap((power) => [power, 2 * power, 5 * power]), 10 ** most];
}

/** A line for each, both axes logarithmic, named at its end. */
export function lineChart(title: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const xs = [...new Set(points.map(({ x }) => x))];
  const ys = ticks(points.map(({ y }) => y));
  const toX = scale(xs, PLOT.left, PLOT.right);
  const toY = scale(ys, PLOT.bottom, PLOT.top);
  // Labels in the order of the lines' ends, none upon another.
  const ends = lines.map(({ points: own }, index) => ({ index, y: toY(own.at(-1)?.y ?? ys[0]!) }));
  let lowest = -Infinity;
  const labels = ends
    .toSorted((one, other) => one.y - other.y)
    .map(({ index, y }) => {
      lowest = Math.max(y, lowest + LABEL_HEIGHT);
      const swatch = `<rect x="${PLOT.right + 12}" y="${(lowest - 5).toFixed(1)}" width="10" height="10" rx="2" fill="${colourOf(lines[index]!)}"/>`;
      return swatch + text(PLOT.right + 28, lowest + 4.5, lines[index]!.label);
    });
  return svg(PLOT.bottom + 36, title, [
    ...ys.flatMap((y) => [
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${toY(y).toFixed(1)}" y2="${toY(y).toFixed(1)}"/>`,
      text(PLOT.left - 8, toY(y) + 4, figure(y), 'text-anchor="end"'),
    ]),
    ...xs.map((x) => text(toX(x), PLOT.bottom + 20, figure(x), 'text-anchor="middle"')),
    ...lines.map((line) => {
      const path = line.points.map(({ x, y }) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`).join(" ");
      return `<polyline points="${path}" fill="none" stroke="${colourOf(line)}" stroke-width="2"/>`;
    }),
    ...labels,
  ]);
}
