// Two simple pictures as SVG: bars, and lines on logarithmic axes. Knows numbers and labels only.

const WIDTH = 720;
const LEFT = 190;
const COLOURS = ["#6b7280", "#2563eb", "#60a5fa", "#d97706", "#fbbf24", "#059669", "#34d399", "#be185d"];

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const text = (x: number, y: number, content: string, more = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escape(content)}</text>`;
const figure = (value: number): string => Number(value.toPrecision(3)).toLocaleString("en");

const svg = (height: number, title: string, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#888" role="img">
<title>${escape(title)}</title>
${[text(0, 16, title, 'font-weight="600"'), ...parts].join("\n")}
</svg>
`;

/** A bar for each; what is not a number gets none. */
export function barChart(title: string, bars: readonly { readonly label: string; readonly value: number }[]): string {
  const most = Math.max(...bars.map(({ value }) => value).filter(Number.isFinite));
  const parts = bars.flatMap(({ label, value }, index) => {
    const y = 32 + index * 26;
    const name = text(LEFT - 8, y + 14, label, 'text-anchor="end"');
    if (!Number.isFinite(value)) return [name, text(LEFT, y + 14, "never")];
    const width = Math.max(1, (value / most) * (WIDTH - LEFT - 80));
    const colour = COLOURS[index % COLOURS.length];
    const bar = `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="19" rx="2" fill="${colour}"/>`;
    return [name, bar, text(LEFT + width + 6, y + 14, figure(value))];
  });
  return svg(40 + bars.length * 26, title, parts);
}

interface Line {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const PLOT = { left: 60, right: WIDTH - LEFT, top: 36, bottom: 300 };

/** A line for each, both axes logarithmic, named at its end. */
export function lineChart(title: string, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points).filter(({ x, y }) => x > 0 && y > 0);
  const scale = (values: readonly number[], from: number, to: number): ((value: number) => number) => {
    const [least, most] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
    return (value) => from + ((Math.log(value) - least) / (most - least || 1)) * (to - from);
  };
  const toX = scale(
    points.map(({ x }) => x),
    PLOT.left,
    PLOT.right,
  );
  const toY = scale(
    points.map(({ y }) => y),
    PLOT.bottom,
    PLOT.top,
  );
  const xs = [...new Set(points.map(({ x }) => x))];
  const ys = points.map(({ y }) => y);
  const drawn = lines.flatMap(({ label, points: all }, index) => {
    const own = all.filter(({ x, y }) => x > 0 && y > 0);
    const last = own.at(-1);
    if (!last) return [];
    const colour = COLOURS[index % COLOURS.length];
    const path = own.map(({ x, y }) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`).join(" ");
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      text(toX(last.x) + 6, toY(last.y) + 4, label, `fill="${colour}"`),
    ];
  });
  return svg(PLOT.bottom + 30, title, [
    ...xs.map((x) => text(toX(x), PLOT.bottom + 20, figure(x), 'text-anchor="middle"')),
    ...[Math.min(...ys), Math.max(...ys)].map((y) => text(PLOT.left - 8, toY(y) + 4, figure(y), 'text-anchor="end"')),
    ...drawn,
  ]);
}
