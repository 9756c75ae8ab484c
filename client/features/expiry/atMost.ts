// A time in words, never longer than it is. Knows no room.
import { words } from "./words.ts";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** Whole days, or hours where it is less than two days; an hour at least. */
export function atMost(ms: number): string {
  const hours = Math.max(1, Math.floor(ms / HOUR_MS));
  return hours < 2 * DAY_HOURS ? words.value.hours(hours) : words.value.days(Math.floor(hours / DAY_HOURS));
}
