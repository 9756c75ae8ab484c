// How a property of random schedules is tried, so that a failure is told before its test runs out of time. Knows no room.
import fc from "fast-check";

/** One that takes longer never ends, and is told with its schedule. */
const SCHEDULE_WITHIN_MS = 30_000;
/** What the test has left to say what has failed. */
const TELL_MS = 30_000;

/** What trying so many schedules may take, in ms, finding a shorter one that fails included. */
export const timeoutOf = (runs: number, msEach: number): number => Math.max(120_000, runs * msEach);

/** Rejects with a schedule that fails, the shortest that is found in the time, or with FUZZ_SHRINK=no the first. */
export async function holds<Input>(property: fc.IAsyncProperty<Input>, runs: number, msEach: number): Promise<void> {
  await fc.assert(property, {
    numRuns: runs,
    timeout: SCHEDULE_WITHIN_MS,
    endOnFailure: process.env.FUZZ_SHRINK === "no",
    plugins: [fc.interruptAfterTimeLimit(timeoutOf(runs, msEach) - TELL_MS, { failOnInterrupt: true })],
  });
}
