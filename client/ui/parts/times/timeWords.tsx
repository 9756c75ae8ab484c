// A moment in words. Knows no room.
import { computed } from "@preact/signals";
import { serverNow } from "../../../serverClock.ts";
import { pageLocale } from "../../../words.ts";
import { halfMinutes } from "./halfMinutes.ts";
import { dayAndTime } from "./times.ts";
import { words } from "../../words.ts";

const UNITS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

const relative = computed(() => new Intl.RelativeTimeFormat(pageLocale.value, { numeric: "auto" }));

/** How long ago `time` was, both in ms since 1970. */
function ago(time: number, now: number): string {
  for (const [unit, ms] of UNITS)
    if (now - time >= ms) return relative.value.format(-Math.floor((now - time) / ms), unit);
  return words.value.justNow;
}

/** `time` in ms since 1970, by the server's clock where no other is named. */
export function Ago({ time, now = serverNow }: { readonly time: number; readonly now?: () => number }) {
  // said anew as it passes
  void halfMinutes.value;
  return <Moment time={time}>{ago(time, now())}</Moment>;
}

/** `time` in ms since 1970. */
export const Time = ({ time }: { readonly time: number }) => <Moment time={time}>{dayAndTime(time)}</Moment>;

function Moment({ time, children }: { readonly time: number; readonly children: string }) {
  const date = new Date(time);
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString(pageLocale.value)}>
      {children}
    </time>
  );
}
