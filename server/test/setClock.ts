// The system's clock, which a test sets ahead. Knows no test.
import { systemClock } from "../platform.ts";
import type { Clock } from "../rooms/ports.ts";

export class SetClock implements Clock {
  /** ms */
  ahead = 0;
  now(): number {
    return systemClock.now() + this.ahead;
  }
  after(ms: number, run: () => void): () => void {
    return systemClock.after(ms, run);
  }
}
