// Numbers as a person reads them, in the language of the page. Knows no figure.
import { computed } from "@preact/signals";
import { pageLocale } from "../words.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const SECOND_MS = 1_000;
/** Below it a digit behind the point says something. */
const SMALL = 10;

const formats = computed(() => {
  const locale = pageLocale.value;
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  return {
    whole: number({ maximumFractionDigits: 0 }),
    small: number({ maximumFractionDigits: 1 }),
    percent: number({ style: "percent", maximumFractionDigits: 0 }),
    millisecond: number({ style: "unit", unit: "millisecond", maximumFractionDigits: 1 }),
    second: number({ style: "unit", unit: "second", maximumFractionDigits: 1 }),
    bytes: UNITS.map((unit) => number({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 })),
    moment: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
    dayAndClock: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }),
    clock: new Intl.DateTimeFormat(locale, { timeStyle: "medium" }),
    hour: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
  };
});

/** What is not known. */
export const NONE = "–";

/** How a number is written; null is not known. */
export type Format = (value: number | null) => string;

const known =
  (format: (value: number) => string): Format =>
  (value) =>
    value === null ? NONE : format(value);

export const count = known((value) => formats.value[Math.abs(value) < SMALL ? "small" : "whole"].format(value));

/** `value` in parts of one. */
export const share = known((value) => formats.value.percent.format(value));

/** `value` in ms. */
export const duration = known((value) =>
  value < SECOND_MS ? formats.value.millisecond.format(value) : formats.value.second.format(value / SECOND_MS),
);

export const bytes = known((value) => {
  const unit = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  return formats.value.bytes[unit]?.format(value / 1000 ** unit) ?? String(value);
});

/** `value` in ms since 1970, as the next two: a day and a time. */
export const moment = known((value) => formats.value.moment.format(value));

/** A time to the second, with its day where that is not the day of `now`. */
export function timeOf(value: number, now: number): string {
  const isSameDay = new Date(value).toDateString() === new Date(now).toDateString();
  return formats.value[isSameDay ? "clock" : "dayAndClock"].format(value);
}

export const hourOfDay = known((value) => formats.value.hour.format(value));
