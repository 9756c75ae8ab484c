// What charts draw and their tables say, from minutes that are known.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { axisEnd, byHour, highest, latest, linePath, sinceKnown, valuesOf } from "./series.ts";

const MINUTE_MS = 60_000;
/** ten minutes before an hour of every time zone that is whole hours off */
const TEN_BEFORE = new Date(2026, 0, 1, 9, 50).getTime();

describe("a chart", () => {
  it("[O81] has of each minute its column, and nothing of a minute in which no server ran", () => {
    const minutes = { from: 0, columns: ["a", "b"], minutes: [[1, 2], null, [3, 4]] };
    expect(valuesOf(minutes, "b")).toEqual([2, null, 4]);
    expect(valuesOf(minutes, "c")).toEqual([null, null, null]);
  });

  it("[O81] begins with the first minute that is known, and an hour ago at the latest", () => {
    const day = (known: number) => ({
      from: 0,
      columns: ["a"],
      minutes: Array.from({ length: 1440 }, (_, minute) => (minute < known ? null : [minute])),
    });
    expect(sinceKnown(day(100))).toMatchObject({ from: 100 * MINUTE_MS, minutes: { length: 1340, 0: [100] } });
    for (const known of [1438, 1440])
      expect(sinceKnown(day(known))).toMatchObject({ from: 1380 * MINUTE_MS, minutes: { length: 60 } });
    expect(sinceKnown({ from: 7, columns: [], minutes: [] })).toEqual({ from: 7, columns: [], minutes: [] });
  });

  it("[O81] is a line with a gap where a minute is not known, and a dot where one is known alone", () => {
    expect(linePath([0, 10, null, 5, null, 10, 0], 10, 60, 100)).toBe("M0 100L10 0M30 50h0M50 0L60 100");
    expect(linePath([], 1, 60, 100)).toBe("");
    expect(linePath([null, null], 1, 60, 100)).toBe("");
  });

  it.each([
    [0, 1],
    [0.4, 1],
    [1, 1],
    [1.1, 2],
    [3, 5],
    [6, 10],
    [10, 10],
    [11, 20],
    [480_000, 500_000],
  ])("[O81] for values up to %d goes to %d", (most, end) => {
    expect(axisEnd(most)).toBe(end);
  });

  it("[O81] is never higher than its axis", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (most) => {
        const end = axisEnd(most);
        expect(end).toBeGreaterThanOrEqual(most);
        expect(end).toBeLessThanOrEqual(Math.max(1, most * 2.5));
      }),
    );
  });

  it("[O81] says the last that is known, and the highest", () => {
    expect([latest([1, 7, null]), latest([null])]).toEqual([7, null]);
    expect([highest([[1, null, 7], [9]]), highest([[null]])]).toEqual([9, 0]);
  });
});

describe("the table behind a chart", () => {
  it("[O81] has the whole hours of the clock, the latest first, with what was counted in them", () => {
    const values = [...Array<number>(10).fill(1), ...Array<number>(60).fill(2), null, 5];
    expect(byHour(TEN_BEFORE, [values], "sum")).toEqual([
      { from: TEN_BEFORE + 70 * MINUTE_MS, values: [5] },
      { from: TEN_BEFORE + 10 * MINUTE_MS, values: [120] },
      { from: TEN_BEFORE, values: [10] },
    ]);
    expect(byHour(TEN_BEFORE, [values], "most").map((hour) => hour.values)).toEqual([[5], [2], [1]]);
  });

  it("[O81] says of an hour in which no server ran that nothing is known", () => {
    expect(byHour(TEN_BEFORE, [[null, null]], "sum")).toEqual([{ from: TEN_BEFORE, values: [null] }]);
    expect(byHour(TEN_BEFORE, [[null, null]], "most")).toEqual([{ from: TEN_BEFORE, values: [null] }]);
  });

  it("[O81] loses and adds nothing: its hours are the sum of the chart's minutes", () => {
    const minute = fc.option(fc.nat({ max: 1000 }), { nil: null });
    fc.assert(
      fc.property(fc.nat({ max: 59 }), fc.array(minute, { maxLength: 200 }), (begin, values) => {
        const hours = byHour(new Date(2026, 0, 1, 9, begin).getTime(), [values], "sum");
        const sum = (all: readonly (number | null | undefined)[]) =>
          all.reduce<number>((so, one) => so + (one ?? 0), 0);
        expect(sum(hours.map((hour) => hour.values[0]))).toBe(sum(values));
      }),
    );
  });
});
