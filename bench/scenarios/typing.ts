// Typing at a steady rate while everything is counted: the middle of most scenarios. Knows no room and no contestant.
import { percentile, type Tally } from "../measure.ts";
import { atRate, loadMeter, type Metrics, type ScenarioRun, until } from "./scenario.ts";

const WARM_UP_SECONDS = 1;
const ARRIVE_WITHIN_MS = 10_000;

/**
 * Warms up, then types for `seconds`, and waits until every keystroke of that time has arrived `receivers` times.
 * `type` is given how many keystrokes went before.
 */
export async function measureTyping(options: {
  run: ScenarioRun;
  tally: Tally;
  receivers: number;
  perSecond: number;
  seconds: number;
  type: (index: number) => void;
}): Promise<Metrics> {
  const { run, tally, receivers, perSecond, seconds, type } = options;
  await atRate(perSecond, WARM_UP_SECONDS, type);
  tally.begin();
  const cpu = run.server.cpuMs;
  const load = loadMeter();
  const begin = performance.now();
  await atRate(perSecond, seconds, type);
  tally.counting = false;
  const arrived = (): boolean => tally.delivered >= tally.typed * receivers;
  await until(arrived, ARRIVE_WITHIN_MS);
  const cpuMs = run.server.cpuMs - cpu;
  const elapsedMs = performance.now() - begin;
  return {
    p50Ms: percentile(tally.latencies, 0.5),
    p95Ms: percentile(tally.latencies, 0.95),
    p99Ms: percentile(tally.latencies, 0.99),
    deliveredPerSecond: (tally.delivered / elapsedMs) * 1000,
    missing: tally.typed * receivers - tally.delivered,
    cpuMsPer1000: (cpuMs / tally.delivered) * 1000,
    serverLoad: cpuMs / elapsedMs,
    generatorLoad: load(),
    rssMiB: run.server.rssKiB / 1024,
  };
}
