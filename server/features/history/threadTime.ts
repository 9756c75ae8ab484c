// How long a thread has run, as the system counts it: time in which others had the processors is none of it. Knows not what it does.
import { readFileSync } from "node:fs";

const NS_PER_MS = 1e6;

export class ThreadTime {
  /** One number: the thread's own for the system, which the thread writes once it runs. */
  readonly number = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #ms = 0;

  /** Since it began. It stays as it was last where the system does not say so: when it has ended, and always where that is no Linux. */
  get ms(): number {
    const [number = 0] = this.number;
    if (number === 0) return 0;
    try {
      const [ns] = readFileSync(`/proc/self/task/${number}/schedstat`, "utf8").split(" ");
      this.#ms = Number(ns) / NS_PER_MS;
    } catch {
      // as it was last
    }
    return this.#ms;
  }
}
