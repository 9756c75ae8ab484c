// Notifications narrowed to a type and put together by the day.
import { describe, expect, it } from "@jest/globals";
import { NEWS_KINDS } from "../../ui/notify.ts";
import { byDay, narrowed, NEWS_TYPES, typesOf } from "./grouping.ts";

const at = (month: number, day: number, hour: number, minute = 0) => ({
  time: new Date(2026, month - 1, day, hour, minute).getTime(),
});

describe("notifications in groups", () => {
  it("[Y7] are of the day of the calendar, not of the last 24 hours, in their order", () => {
    const list = [at(3, 1, 0, 1), at(3, 1, 0, 0), at(2, 28, 23, 59), at(2, 28, 0, 0), at(2, 27, 23, 59)];
    expect(byDay(list, at(3, 1, 0, 2).time).map(({ day, items }) => [day, items])).toEqual([
      ["Today", list.slice(0, 2)],
      ["Yesterday", list.slice(2, 4)],
      ["Friday, February 27", list.slice(4)],
    ]);
    expect(byDay([], 0)).toEqual([]);
  });

  it("[Y7] are narrowed to one type, and every kind is of one", () => {
    const all = NEWS_KINDS.map((kind) => ({ kind }));
    expect(typesOf(all)).toEqual(NEWS_TYPES);
    const parts = NEWS_TYPES.map((type) => narrowed(all, type));
    expect(
      parts
        .flat()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(NEWS_KINDS.toSorted());
    expect(parts.every(({ length }) => length > 0 && length < all.length)).toBe(true);
    expect(narrowed(all, "files")).toEqual([{ kind: "fileMade" }]);
    expect(narrowed(all, undefined)).toBe(all);
    expect(typesOf([{ kind: "left" }, { kind: "joined" }])).toEqual(["people"]);
  });
});
