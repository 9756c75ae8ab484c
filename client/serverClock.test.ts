// What time it is for the server, whatever this machine's clock says.
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { heardDate, serverNow } from "./serverClock.ts";

const NOON = Date.parse("Mon, 01 Jan 2029 12:00:00 GMT");
const DAY_MS = 86_400_000;

/** This machine's clock shows so much while the server says that it is noon; the answer took so long. */
function hears(here: number, took = 100, date: string | null = new Date(NOON).toUTCString()): number {
  jest.spyOn(Date, "now").mockReturnValue(here);
  heardDate(date, here - took, here);
  return serverNow();
}

describe("the server's time", () => {
  afterEach(() => {
    heardDate(new Date(NOON).toUTCString(), NOON, NOON);
    jest.restoreAllMocks();
  });

  it.each([
    ["a day ahead", DAY_MS],
    ["a year behind", -365 * DAY_MS],
    ["a minute ahead", 60_000],
  ])("[B60] is told by its answers where this clock is %s", (_what, off) => {
    expect(Math.abs(hears(NOON + off) - NOON)).toBeLessThanOrEqual(1_000);
  });

  it("[B60] is this machine's where the two agree, as far as an answer can tell", () => {
    for (const off of [0, 50, 900]) expect(hears(NOON + off)).toBe(NOON + off);
    // an answer that was long on its way says little
    expect(hears(NOON + 8_000, 8_000)).toBe(NOON + 8_000);
  });

  it("[B60] stays what it was when an answer has no date", () => {
    hears(NOON + DAY_MS);
    for (const date of [null, "", "soon"])
      expect(Math.abs(hears(NOON + DAY_MS, 100, date) - NOON)).toBeLessThanOrEqual(1_000);
  });
});
