// Moments in words, with the names that people have given them. Knows no screen.
import { atClockTime, clockTime } from "./clock.ts";
import type { Review } from "./review.ts";
import { words } from "./words.later.ts";

/** When something was, in words, and what that moment is called, if it is. */
export const withName = (when: string, name: string | undefined): string =>
  name === undefined ? when : words.value.withName(when, name);

/** `at` in ms since 1970: "10:03:07 (“Start”)". */
export const momentWords = (review: Review, at: number): string => withName(clockTime(at), review.nameAt(at));

/** `at` in ms since 1970, as a sentence says when something was: "at 10:03:07 (“Start”)". */
export const atMoment = (review: Review, at: number): string => withName(atClockTime(at), review.nameAt(at));
