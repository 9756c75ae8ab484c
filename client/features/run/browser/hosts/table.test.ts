// Tables of rows that never end. Knows no database.
import { expect, it } from "@jest/globals";
import { writeTable } from "./table.ts";

it.each([
  ["long", "x".repeat(100_000), 7],
  ["short", "x", 3_000],
])("[M60] rows that never end are written while they come, %s ones too", (_, text, most) => {
  let made = 0;
  const rows = (function* () {
    for (;;) {
      made++;
      yield [{ text, isNumber: false }];
    }
  })();
  const enough = new Error("enough");
  const write = (): never => {
    throw enough;
  };
  expect(() => writeTable({ columns: ["a"], rows }, write)).toThrow(enough);
  expect(made).toBeLessThanOrEqual(most);
});
