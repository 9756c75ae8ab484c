// The quick comparison: ours beside the relay in the same run, against the ratios that were recorded. Knows no server.
import { readFileSync, writeFileSync } from "node:fs";
import { median } from "./measure.ts";
import type { Round } from "./report.ts";
import { OURS, RELAY, WATCHED } from "./servers/contestants.ts";

const RECORDED = new URL("recorded.json", import.meta.url);

/**
 * Each as ours divided by the relay's: the smaller the better. CPU alone: what else the machine does moves a latency by far more
 * than any change that this is to find.
 */
const COMPARED = [
  ["pair", "cpuMsPer1000"],
  ["room-50", "cpuMsPer1000"],
  ["rooms-200", "cpuMsPer1000"],
  ["friendsforever", "cpuSeconds"],
] as const;
/** What a keystroke costs may rise by a half. */
const WORSE_BY = 1.5;

/** The scenarios that it needs. */
export const QUICK: readonly string[] = COMPARED.map(([scenario]) => scenario);

/** The rounds of each scenario. */
type Results = ReadonlyMap<string, readonly Round[]>;

/** Of neighbours in time, and the middle one: a busy machine may add to CPU, and save some, because more then goes at once. */
const ratioOf = (rounds: readonly Round[], metric: string, contestant: string): number =>
  median(rounds.map(({ [contestant]: one, [RELAY]: relay }) => (one?.[metric] ?? NaN) / (relay?.[metric] ?? NaN)));

/** Of one contestant; empty where it was not measured. */
function ratiosOf(results: Results, contestant: string): Record<string, number> {
  const ratios = COMPARED.flatMap(([scenario, metric]): [string, number][] => {
    const rounds = results.get(scenario)?.filter((round) => contestant in round) ?? [];
    return rounds.length > 0
      ? [[`${scenario} ${metric}`, Number(ratioOf(rounds, metric, contestant).toPrecision(3))]]
      : [];
  });
  return Object.fromEntries(ratios);
}

/** Prints the ratios beside the recorded ones, and beside those with the dashboard open; false when one has become worse by more than a half. */
export function compareWithRecorded(results: Results): boolean {
  const recorded = JSON.parse(readFileSync(RECORDED, "utf8")) as Record<string, number>;
  const now = Object.entries(ratiosOf(results, OURS));
  const watched = ratiosOf(results, WATCHED);
  const isWorse = (name: string, ratio: number): boolean => !(ratio <= (recorded[name] ?? Infinity) * WORSE_BY);
  for (const [name, ratio] of now) {
    const verdict = isWorse(name, ratio) ? "  worse by more than a half" : "";
    const open = name in watched ? `, ${watched[name]}× with its dashboard open` : "";
    process.stdout.write(
      `${name.padEnd(24)} ${ratio}× relay${open}, recorded ${recorded[name] ?? "never"}×${verdict}\n`,
    );
  }
  return !now.some(([name, ratio]) => isWorse(name, ratio));
}

/** Keeps the ratios as those to compare with. */
export const record = (results: Results): void =>
  writeFileSync(RECORDED, `${JSON.stringify(ratiosOf(results, OURS), null, 2)}\n`);
