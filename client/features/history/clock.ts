// Times of the past to the second, and those of a line. Knows no room.
import { computed } from "@preact/signals";
import { dayAndTime, otherDay, timeOfDay } from "../../ui/parts/times/times.ts";
import { pageLocale } from "../../words.ts";
import { words } from "./words.later.ts";

/** A line so short has times to the second … */
const SHORT_MS = 600_000;
/** … and one so long has days. */
const LONG_MS = 86_400_000;

const second = computed(
  () => new Intl.DateTimeFormat(pageLocale.value, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
);

/** `time` in ms since 1970. */
export const clockTime = (time: number): string => dayAndTime(time, second.value.format(time));

/** `time` in ms since 1970, as a sentence says when something was: "at 10:03:07", or "on Nov 29 at 10:03:07". */
export const atClockTime = (time: number): string => words.value.at(second.value.format(time), otherDay(time));

/** … to the minute. */
export const atMinute = (time: number): string => words.value.at(timeOfDay(time), otherDay(time));

/** For a line of so many ms, on which several times stand: no more than tells them apart. */
export const tickTime = (time: number, ms: number): string =>
  ms < SHORT_MS ? second.value.format(time) : ms < LONG_MS ? timeOfDay(time) : dayAndTime(time);
