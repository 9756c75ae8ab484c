// Waits by the clock: for something, but not for ever, and for everybody else's turn. Knows nothing of what it waits for.
import type { Clock } from "../ports.ts";

/** Resolves when `ms` have passed and everything else that has arrived by then had its turn. */
export function turn(clock: Clock, ms = 0): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}

/** What the promise gives, or an Error with the sentence after `ms`; the promise itself goes on unheard. */
export function within<T>(clock: Clock, ms: number, promise: Promise<T>, sentence: string): Promise<T> {
  // Not by Promise.race, whose promises every keystroke would pay for.
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new Error(sentence)));
    promise.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}
