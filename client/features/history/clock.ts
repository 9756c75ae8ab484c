// Times of the past in words: by the clock, and with the day where that is not today. Knows no room.
import { computed } from "@preact/signals";
import { pageLocale } from "../../words.ts";
import { serverNow } from "../../serverClock.ts";

/** A line so short has times to the second … */
const SHORT_MS = 600_000;
/** … and one so long has days. */
const LONG_MS = 86_400_000;

const format = (options: Intl.DateTimeFormatOptions) =>
  computed(() => new Intl.DateTimeFormat(pageLocale.value, options));

const toSecond = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const toMinute = format({ hour: "2-digit", minute: "2-digit" });
const day = format({ day: "numeric", month: "short" });

/** To the second, `time` in ms since 1970. */
export const clockTime = (time: number): string => withDay(time, toSecond.value);

/** To the minute. */
export const minuteTime = (time: number): string => withDay(time, toMinute.value);

/** To the minute, where the day stands elsewhere. */
export const timeOfDay = (time: number): string => toMinute.value.format(time);

/** For a line of so many ms, on which several times stand: no more than tells them apart. */
export const tickTime = (time: number, ms: number): string =>
  ms < SHORT_MS ? toSecond.value.format(time) : ms < LONG_MS ? toMinute.value.format(time) : minuteTime(time);

const wholeDay = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const relativeDay = computed(() => new Intl.RelativeTimeFormat(pageLocale.value, { numeric: "auto" }));
const DAY_MS = 86_400_000;

/** The day of a time; today and yesterday by what they are called. Both in ms since 1970. */
export function dayName(time: number, now: number): string {
  const ago = [0, 1].find((days) => new Date(now - days * DAY_MS).toDateString() === new Date(time).toDateString());
  if (ago === undefined) return wholeDay.value.format(time);
  const name = relativeDay.value.format(-ago, "day");
  return name.charAt(0).toLocaleUpperCase(pageLocale.value) + name.slice(1);
}

function withDay(time: number, clock: Intl.DateTimeFormat): string {
  const isToday = new Date(time).toDateString() === new Date(serverNow()).toDateString();
  return isToday ? clock.format(time) : `${day.value.format(time)}, ${clock.format(time)}`;
}
