// When something was, as a sentence says it, by the clock and the calendar of this machine.
import { afterEach, beforeEach, expect, it, jest } from "@jest/globals";
import { speak } from "../../words.ts";
import { atClockTime, atMinute } from "./clock.ts";
import german from "./words.later.de.ts";

// its own are all that is said here
jest.unstable_mockModule("../../german.ts", () => ({ german: [german] }));

const at = (day: number, hour: number): number => new Date(2026, 2, day, hour, 3, 7).getTime();

beforeEach(() => {
  jest.useFakeTimers({ now: at(2, 12) });
  Object.defineProperty(globalThis, "document", { value: { documentElement: {} }, configurable: true });
});
afterEach(async () => {
  await speak("en");
  jest.useRealTimers();
});

it("[U143] a sentence says when something was with the words that go before a time and before a day", async () => {
  // between the time and what half of the day it is there is a space that does not break
  const plain = (text: string): string => text.replaceAll("\u202F", " ");
  expect(plain(atClockTime(at(2, 10)))).toBe("at 10:03:07 AM");
  expect(plain(atClockTime(at(1, 10)))).toBe("on Mar 1 at 10:03:07 AM");
  expect(plain(atMinute(at(1, 10)))).toBe("on Mar 1 at 10:03 AM");
  await speak("de");
  expect(atClockTime(at(2, 10))).toBe("um 10:03:07");
  expect(atClockTime(at(1, 10))).toBe("am 1. März um 10:03:07");
  expect(atMinute(at(2, 10))).toBe("um 10:03");
});
