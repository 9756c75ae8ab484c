// Times as a person reads them.
import { expect, it } from "@jest/globals";
import { timeOf } from "./numbers.ts";

it("[O84] a time has its day where that is not today", () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour, 5, 9).getTime();
  expect(timeOf(at(30, 0), at(30, 23))).toMatch(/^12:05:09\sAM$/);
  expect(timeOf(at(29, 23), at(30, 0))).toMatch(/^Nov 29, 2026, 11:05:09\sPM$/);
});
