// What was counted in each hour of a day, small enough for a row of a table. Knows no figure.
import { count, hourOfDay } from "./numbers.ts";
import { words } from "./words.ts";

const HOUR_MS = 3_600_000;
const [BAR_WIDTH, HEIGHT] = [10, 100];

interface HourBarsProps {
  /** ms since 1970 at which the first hour begins */
  readonly from: number;
  readonly hours: readonly number[];
  /** of all rows, which are drawn to one scale */
  readonly most: number;
}

/** Said in full: each hour in which there was anything, with how much. */
export function HourBars({ from, hours, most }: HourBarsProps) {
  const said = hours.map((value, index) => `${hourOfDay(from + index * HOUR_MS)}: ${count(value)}`);
  return (
    <svg
      class="hour-bars"
      viewBox={`0 0 ${BAR_WIDTH * hours.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words.value.byHour(said.filter((_, index) => hours[index]))}
    >
      <path class="chart-grid" d={`M0 ${HEIGHT}H${BAR_WIDTH * hours.length}`} />
      {hours.map((value, index) => {
        const height = (value / most) * HEIGHT;
        return (
          <rect
            key={from + index * HOUR_MS}
            class="chart-bar"
            x={index * BAR_WIDTH + 1}
            width={BAR_WIDTH - 2}
            y={HEIGHT - height}
            height={height}
          >
            <title>{said[index]}</title>
          </rect>
        );
      })}
    </svg>
  );
}
