// Times as they stand on a clock and in a calendar, in the language of the page. Knows no room.
import { computed } from "@preact/signals";
import { serverNow } from "../../../serverClock.ts";
import { pageLocale } from "../../../words.ts";

const format = (options: Intl.DateTimeFormatOptions) =>
  computed(() => new Intl.DateTimeFormat(pageLocale.value, options));

const toMinute = format({ hour: "2-digit", minute: "2-digit" });
const dayOfYear = format({ day: "numeric", month: "short" });
const day = format({ day: "numeric", month: "short", year: "numeric" });
const weekday = format({ weekday: "long", day: "numeric", month: "long" });
const weekdayAndYear = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const relativeDay = computed(() => new Intl.RelativeTimeFormat(pageLocale.value, { numeric: "auto" }));

/** `time` in ms since 1970, to the minute, where the day stands elsewhere. */
export const timeOfDay = (time: number): string => toMinute.value.format(time);

/** The day of a time, in ms since 1970; undefined: today. @public */
export function otherDay(time: number): string | undefined {
  const now = serverNow();
  if (isSameDay(time, new Date(now))) return undefined;
  return (isSameYear(time, now) ? dayOfYear : day).value.format(time);
}

/** A time, in ms since 1970, of which the clock shows this: with the day where that is not today. */
export function dayAndTime(time: number, clock = timeOfDay(time)): string {
  const other = otherDay(time);
  return other === undefined ? clock : `${other}, ${clock}`;
}

/** Day by day, in their order, under what each is called here; `time` and `now` in ms since 1970. */
export function byDay<Item extends { readonly time: number }>(
  list: readonly Item[],
  now: number,
): readonly { readonly day: string; readonly items: readonly Item[] }[] {
  const days = new Map<string, Item[]>();
  for (const item of list) {
    const name = dayWords(item.time, now);
    const items = days.get(name);
    if (items) items.push(item);
    else days.set(name, [item]);
  }
  return [...days].map(([name, items]) => ({ day: name, items }));
}

function dayWords(time: number, now: number): string {
  for (const ago of [0, 1]) {
    const one = new Date(now);
    // by the calendar: not every day has 24 hours
    one.setDate(one.getDate() - ago);
    if (isSameDay(time, one)) return capital(relativeDay.value.format(-ago, "day"));
  }
  return (isSameYear(time, now) ? weekday : weekdayAndYear).value.format(time);
}

const isSameDay = (time: number, one: Date): boolean => new Date(time).toDateString() === one.toDateString();

const isSameYear = (time: number, other: number): boolean =>
  new Date(time).getFullYear() === new Date(other).getFullYear();

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(pageLocale.value) + text.slice(1);
