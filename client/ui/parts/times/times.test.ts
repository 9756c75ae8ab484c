// Times by the clock and the calendar of this machine.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { byDay, dayAndTime } from "./times.ts";

const at = (year: number, month: number, day: number, hour = 0, minute = 0): number =>
  new Date(year, month - 1, day, hour, minute).getTime();

describe("a time", () => {
  beforeEach(() => void jest.useFakeTimers({ now: at(2026, 3, 1, 0, 2) }));
  afterEach(() => void jest.useRealTimers());

  it("[U143] is told with the day where that is not today, and with the year where it is another", () => {
    expect(dayAndTime(at(2026, 3, 1, 0, 1))).toBe("12:01 AM");
    expect(dayAndTime(at(2026, 2, 28, 23, 59))).toBe("Feb 28, 11:59 PM");
    expect(dayAndTime(at(2025, 3, 1, 0, 1))).toBe("Mar 1, 2025, 12:01 AM");
    expect(dayAndTime(at(2026, 2, 28), "a clock")).toBe("Feb 28, a clock");
  });
});

describe("what happened", () => {
  it("[U143] is listed under its day of the calendar, not by spans of 24 hours, in its order", () => {
    const list = [
      at(2026, 3, 1, 0, 1),
      at(2026, 3, 1),
      at(2026, 2, 28, 23, 59),
      at(2026, 2, 28),
      at(2026, 2, 27, 23, 59),
      at(2025, 2, 28),
    ].map((time) => ({ time }));
    expect(byDay(list, at(2026, 3, 1, 0, 2)).map(({ day, items }) => [day, items])).toEqual([
      ["Today", list.slice(0, 2)],
      ["Yesterday", list.slice(2, 4)],
      ["Friday, February 27", list.slice(4, 5)],
      ["Friday, February 28, 2025", list.slice(5)],
    ]);
    expect(byDay([], 0)).toEqual([]);
  });
});
