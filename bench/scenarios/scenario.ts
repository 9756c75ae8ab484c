// What a scenario is and what all of them use: joining, typing at a rate, waiting. Knows no contestant.
import { setTimeout as sleep } from "node:timers/promises";
import type { Contestant } from "../servers/contestant.ts";
import type { ServerProcess } from "../servers/serverProcess.ts";

/** Named numbers; the name ends with the unit. */
export type Metrics = Readonly<Record<string, number>>;

export interface ScenarioRun {
  readonly contestant: Contestant;
  /** started, and empty */
  readonly server: ServerProcess;
  /** a shorter run, for a quick comparison */
  readonly quick: boolean;
}

export interface Scenario {
  readonly name: string;
  /** the sentence above its table */
  readonly title: string;
  /** one run takes less than this, or is ended */
  readonly boundSeconds: number;
  /** whom it can measure; absent: everybody */
  readonly only?: readonly string[];
  /** arguments of node for the servers */
  readonly nodeArgs?: readonly string[];
  run(run: ScenarioRun): Promise<Metrics>;
}

/** What typists start from: a page of something. */
export const SEED = "0123456789 0123456789 0123456789 0123456789\n".repeat(40);

/** Whoever writes the file a moment after the edit has done so by then. */
export const STORED_AFTER_MS = 3_000;

const AT_ONCE = 25;
const TURN_WITHIN_MS = 20_000;

/** Rejects with the sentence when the promise takes longer. */
export async function within<T>(ms: number, sentence: string, promise: Promise<T>): Promise<T> {
  const late = new AbortController();
  const timeout = sleep(ms, undefined, { signal: late.signal }).then(() => Promise.reject(new Error(sentence)));
  timeout.catch(() => {});
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    late.abort();
  }
}

/** Joins, or whatever takes the server a moment, in the order given, a few at a time. */
export async function inTurns<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < tasks.length; from += AT_ONCE) {
    const some = tasks.slice(from, from + AT_ONCE).map((task) => task());
    done.push(...(await within(TURN_WITHIN_MS, "joining takes too long", Promise.all(some))));
  }
  return done;
}

/** Creates so many rooms. */
export const createRooms = ({ contestant, server: { port } }: ScenarioRun, count: number): Promise<string[]> =>
  inTurns(Array.from({ length: count }, () => () => contestant.createRoom(port)));

/** Resolves with whether it came to hold within `ms`. */
export async function until(holds: () => boolean, ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; !holds(); await sleep(1)) if (performance.now() > end) return false;
  return true;
}

/** Calls `act` so many times a second, whether or not the acts before have had their effect; late calls are made up for. */
export async function atRate(perSecond: number, seconds: number, act: (index: number) => void): Promise<void> {
  const begin = performance.now();
  const total = Math.round(perSecond * seconds);
  for (let done = 0; done < total; await sleep(1)) {
    const due = Math.min(total, Math.floor(((performance.now() - begin) * perSecond) / 1000));
    while (done < due) act(done++);
  }
}

/** What the load's own core was used for meanwhile, from 0 to 1; near 1 the load is what is measured. */
export function loadMeter(): () => number {
  const [cpu, at] = [process.cpuUsage(), performance.now()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1000 / (performance.now() - at);
  };
}
