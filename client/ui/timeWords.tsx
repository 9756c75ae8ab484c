// A moment in words. Knows no room.
import { serverNow } from "../serverClock.ts";

const UNITS = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How long ago `time` was, both in ms since 1970. */
function ago(time: number, now: number): string {
  for (const [unit, ms] of UNITS) if (now - time >= ms) return words.format(-Math.floor((now - time) / ms), unit);
  return "just now";
}

/** `time` in ms since 1970, by the server's clock where no other is named. */
export function Ago({ time, now = serverNow }: { readonly time: number; readonly now?: () => number }) {
  const date = new Date(time);
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {ago(time, now())}
    </time>
  );
}
