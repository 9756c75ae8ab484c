// Notifications narrowed to a type.
import { describe, expect, it } from "@jest/globals";
import { NEWS_KINDS } from "../../ui/parts/notify.ts";
import { narrowed, NEWS_TYPES, typesOf } from "./grouping.ts";

describe("notifications in groups", () => {
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
