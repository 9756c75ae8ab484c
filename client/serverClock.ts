// The server's time, as far as its answers tell it: this machine's clock may be set to anything. Knows no call and no room.
import { signal } from "@preact/signals";

/** An answer is dated to the second. */
const DATED_WITHIN_MS = 1_000;

/** ms by which this machine's clock is ahead of the server's */
const ahead = signal(0);

/**
 * Hears when an answer was made, as its head says it (HTTP's `Date`); it was asked for and came at these times of this machine, in ms
 * since 1970. What is no more than a date to the second and the way here make out is no difference.
 */
export function heardDate(date: string | null, asked: number, came: number): void {
  const made = Date.parse(date ?? "");
  if (Number.isNaN(made)) return;
  const difference = (asked + came) / 2 - (made + DATED_WITHIN_MS / 2);
  ahead.value = Math.abs(difference) <= (DATED_WITHIN_MS + came - asked) / 2 ? 0 : difference;
}

/** ms since 1970 by the server's clock, to compare with the times that it tells. */
export const serverNow = (): number => Date.now() - ahead.value;
