// The quick comparison: ours beside the relay in the same run, against the ratios that were recorded. Knows no server.
import { readFileSync, writeFileSync } from "node:fs";
import { median } from "./measure.ts";
import type { Round } from "./report.ts";
import { OURS, RELAY } from "./servers/contestants.ts";

const RECORDED = new URL("recorded.json", import.meta.url);

/**
 * Each as ours divided by the relay's: the smaller the better. CPU alone: what else the machine does moves a latency by far more
 * than any change that this is to find.
 */
const WATCHED = [
  ["pair", "cpuMsPer1000"],
  ["room-50", "cpuMsPer1000"],
  ["rooms-200", "cpuMsPer1000"],
  ["friendsforever", "cpuSeconds"],
] as const;
/** Speed falls by a third when what it costs rises by a half. */
const WORSE_BY = 1.5;

/** The scenarios that it needs. */
export const QUICK: readonly string[] = WATCHED.map(([scenario]) => scenario);

/** The rounds of each scenario. */
type Results = ReadonlyMap<string, readonly Round[]>;

/** Of neighbours in time, and the middle one: a busy machine may add to CPU, and save some, because more then goes at once. */
const ratioOf = (rounds: readonly Round[], metric: string): number =>
  median(rounds.map(({ [OURS]: ours, [RELAY]: relay }) => (ours?.[metric] ?? NaN) / (relay?.[metric] ?? NaN)));

function watchedRatios(results: Results): Record<string, number> {
  const ratios = WATCHED.flatMap(([scenario, metric]): [string, number][] => {
    const rounds = results.get(scenario);
    return rounds ? [[`${scenario} ${metric}`, Number(ratioOf(rounds, metric).toPrecision(3))]] : [];
  });
  return Object.fromEntries(ratios);
}

/** Prints the watched ratios beside the recorded ones; false when one has become worse by more than a third. */
export function compareWithRecorded(results: Results): boolean {
  const recorded = JSON.parse(readFileSync(RECORDED, "utf8")) as Record<string, number>;
  const now = Object.entries(watchedRatios(results));
  const isWorse = (name: string, ratio: number): boolean => !(ratio <= (recorded[name] ?? Infinity) * WORSE_BY);
  for (const [name, ratio] of now) {
    const verdict = isWorse(name, ratio) ? "  worse by more than a third" : "";
    process.stdout.write(`${name.padEnd(24)} ${ratio}× relay, recorded ${recorded[name] ?? "never"}×${verdict}\n`);
  }
  return !now.some(([name, ratio]) => isWorse(name, ratio));
}

/** Keeps the ratios as those to compare with. */
export const record = (results: Results): void =>
  writeFileSync(RECORDED, `${JSON.stringify(watchedRatios(results), null, 2)}\n`);
