// Times of the past in words: by the clock, and with the day where that is not today. Knows no room.
import { computed } from "@preact/signals";
import { pageLocale } from "../../words.ts";
import { serverNow } from "../../serverClock.ts";

const format = (options: Intl.DateTimeFormatOptions) =>
  computed(() => new Intl.DateTimeFormat(pageLocale.value, options));

const toSecond = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const toMinute = format({ hour: "numeric", minute: "2-digit" });
const day = format({ day: "numeric", month: "short" });

/** To the second, `time` in ms since 1970. */
export const clockTime = (time: number): string => withDay(time, toSecond.value);

/** To the minute. */
export const minuteTime = (time: number): string => withDay(time, toMinute.value);

/** To the minute, for a line on which the day stands elsewhere. */
export const tickTime = (time: number): string => toMinute.value.format(time);

function withDay(time: number, clock: Intl.DateTimeFormat): string {
  const isToday = new Date(time).toDateString() === new Date(serverNow()).toDateString();
  return isToday ? clock.format(time) : `${day.value.format(time)}, ${clock.format(time)}`;
}
