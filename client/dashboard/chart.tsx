// A day by the minute as lines, with a table behind it that has the same by the hour. Knows no figure.
import { useSignal } from "@preact/signals";
import type { Format } from "./numbers.ts";
import { hourOfDay } from "./numbers.ts";
import { axisEnd, byHour, highest, latest, linePath, type Summing, type Values } from "./series.ts";
import { Table } from "./table.tsx";
import { words } from "./words.ts";

const [WIDTH, HEIGHT] = [600, 100];
const MINUTE_MS = 60_000;
/** where a time stands under a chart, in parts of its width */
const TIMES = [0, 1 / 4, 1 / 2, 3 / 4, 1];

interface ChartProps {
  readonly name: string;
  /** ms since 1970 at which the first minute begins */
  readonly from: number;
  readonly values: Values;
  readonly format: Format;
  readonly summing: Summing;
}

export function Chart({ name, from, values, format, summing }: ChartProps) {
  const isTable = useSignal(false);
  const { chart } = words.value;
  const last = latest(values);
  const most = highest([values]);
  const end = axisEnd(most);
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-name">{name}</span>
        <span class="chart-latest">{format(last)}</span>
      </figcaption>
      {last === null ? (
        <p class="chart-none">{chart.none}</p>
      ) : (
        <div class="chart-plot">
          <span class="chart-end" aria-hidden="true">
            {format(end)}
          </span>
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={chart.summary(name, format(last), format(most))}
          >
            <path class="chart-grid" d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
            <path class="chart-line" d={linePath(values, end, WIDTH, HEIGHT)} />
          </svg>
          <p class="chart-times" aria-hidden="true">
            {TIMES.map((part) => (
              <span key={part}>{hourOfDay(from + part * values.length * MINUTE_MS)}</span>
            ))}
          </p>
        </div>
      )}
      <details onToggle={({ currentTarget }) => (isTable.value = currentTarget.open)}>
        <summary>{chart.asTable}</summary>
        {isTable.value && (
          <Table
            name={`${name}. ${chart[summing]}`}
            columns={[
              { name: chart.hour, cell: (hour) => hourOfDay(hour.from) },
              { name: chart[summing], isNumber: true, cell: (hour) => format(hour.values[0] ?? null) },
            ]}
            rows={byHour(from, [values], summing)}
            keyOf={(hour) => String(hour.from)}
          />
        )}
      </details>
    </figure>
  );
}
