// Waits for something, but not for ever. Knows nothing of what it waits for.
import type { Clock } from "../ports.ts";

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
