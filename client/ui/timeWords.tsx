// A moment in words.
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

export function Ago({ time }: { readonly time: number }) {
  const date = new Date(time);
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {ago(time, Date.now())}
    </time>
  );
}
