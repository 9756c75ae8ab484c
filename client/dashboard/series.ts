// From the minutes of a day to what a chart draws and what its table says. Pure.
import type { Minutes } from "../../server/dashboard/messages.ts";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;

/** A value of each minute; null: no server ran then, or it was not counted. */
export type Values = readonly (number | null)[];

/** How the minutes of an hour are one number: counted things are added up, of measured ones the highest is kept. */
export type Summing = "sum" | "most";

export interface Hour {
  /** ms since 1970 at which it begins */
  readonly from: number;
  readonly values: readonly (number | null)[];
}

/** The minutes from the first hour on of which something is known: a server that has just begun has a few, which a whole day would hide. */
export function sinceKnown({ from, columns, minutes }: Minutes): Minutes {
  const known = minutes.findIndex((minute) => minute !== null);
  const first = Math.max(0, Math.min(known === -1 ? Infinity : known, minutes.length - HOUR_MINUTES));
  return { from: from + first * MINUTE_MS, columns, minutes: minutes.slice(first) };
}

/** The column of this name. */
export function valuesOf({ columns, minutes }: Minutes, column: string): Values {
  const index = columns.indexOf(column);
  return minutes.map((minute) => minute?.[index] ?? null);
}

const summed = (values: Values, summing: Summing): number | null => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return summing === "most" ? Math.max(...known) : known.reduce((sum, value) => sum + value, 0);
};

/** The hours in which the minutes are, the latest first, each with a number of every series. */
export function byHour(from: number, series: readonly Values[], summing: Summing): readonly Hour[] {
  const first = new Date(from).getMinutes();
  const count = Math.ceil((first + (series[0]?.length ?? 0)) / HOUR_MINUTES);
  return Array.from({ length: count }, (_, hour) => {
    const [begin, end] = [hour, hour + 1].map((one) => Math.max(0, one * HOUR_MINUTES - first));
    return {
      from: from + (begin ?? 0) * MINUTE_MS,
      values: series.map((values) => summed(values.slice(begin, end), summing)),
    };
  }).toReversed();
}

/** The end of an axis for values up to `most`: 1, 2 or 5 of a power of ten, and 1 at least. */
export function axisEnd(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

/** The highest of all; 0 of none. */
export const highest = (series: readonly Values[]): number =>
  series.reduce((most, values) => values.reduce<number>((high, value) => Math.max(high, value ?? 0), most), 0);

/** The last that is known. */
export const latest = (values: Values): number | null => values.findLast((value) => value !== null) ?? null;

/** A line through the values as an SVG path, from the left to the right of a box; where a minute is not known there is a gap. */
export function linePath(values: Values, most: number, width: number, height: number): string {
  const step = width / Math.max(1, values.length - 1);
  let isDrawn = false;
  return values
    .flatMap((value, index) => {
      const begins = !isDrawn;
      isDrawn = value !== null;
      if (value === null) return [];
      const x = rounded(index * step);
      const y = rounded(height - (Math.min(value, most) / most) * height);
      // one alone is a dot, which a line of no length is with round ends
      const isAlone = begins && (values[index + 1] ?? null) === null;
      return [`${begins ? "M" : "L"}${x} ${y}${isAlone ? "h0" : ""}`];
    })
    .join("");
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
