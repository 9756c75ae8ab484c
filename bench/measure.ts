// Numbers: percentiles, medians, what a process has used, keystrokes until they are seen. Knows no server and no scenario.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The value below which `share` (0 to 1) of the values lie; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The exponent k of y ≈ c·x^k, fitted by least squares in logarithms. */
export function fittedExponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (pick: (point: { x: number; y: number }) => number): number =>
    logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const covariance = logs.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return covariance / logs.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}

/** CPU that the threads of a process have used, in ms; to the nanosecond, where the process's own count has steps of 10 ms. */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

const memoryOf = (pid: number, field: string): number =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

/** Resident memory of a process, in KiB. */
export const rssKiB = (pid: number): number => memoryOf(pid, "VmRSS");

/** … without what it maps of files, which the machine takes back when it needs it. */
export const anonymousKiB = (pid: number): number => memoryOf(pid, "RssAnon");

/** What a folder's files take up on the disk, in KiB. */
export function diskKiB(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).blocks * 512, 0) / 1024;
}

/** Latencies of all keystrokes of a run, and how many arrived somewhere. */
export class Tally {
  latencies: number[] = [];
  typed = 0;
  delivered = 0;
  /** false: warming up, nothing is counted */
  counting = false;

  /** Forgets what was counted and counts from here. */
  begin(): void {
    this.latencies = [];
    this.typed = 0;
    this.delivered = 0;
    this.counting = true;
  }
}

/**
 * The keystrokes of one room. Every typist has a letter of its own; everybody gets a typist's letters in the order in which they were
 * typed, whatever the system, so the n-th that arrives is the n-th that was typed.
 */
export class RoomTally {
  readonly #tally: Tally;
  readonly #typedAt = new Map<string, number[]>();

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  typed(letter: string): void {
    const times = this.#typedAt.get(letter) ?? [];
    this.#typedAt.set(letter, times);
    times.push(this.#tally.counting ? performance.now() : -1);
    if (this.#tally.counting) this.#tally.typed++;
  }

  /** What one client calls with text that somebody else has typed; `measured`: it arrived in a document, so its latency counts. */
  listener(measured: boolean): (text: string) => void {
    const seen = new Map<string, number>();
    return (text) => {
      for (const letter of text) {
        const times = this.#typedAt.get(letter);
        if (times === undefined) continue;
        const index = seen.get(letter) ?? 0;
        seen.set(letter, index + 1);
        const at = times[index] ?? -1;
        if (at < 0) continue;
        this.#tally.delivered++;
        if (measured) this.#tally.latencies.push(performance.now() - at);
      }
    };
  }
}
