// Waits for something, but not for ever. Knows nothing of what it waits for.
import type { Clock } from "./ports.ts";

/** What the promise gives, or an Error with the sentence after `ms`; the promise itself goes on unheard. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>, sentence: string): Promise<T> {
  let cancel = (): void => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(ms, () => reject(new Error(sentence)));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}
