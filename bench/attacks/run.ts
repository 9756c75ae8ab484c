// Attacks, before and after a change: `npm run attack -- [--label before|after] [name …]`. Keeps what was measured and writes docs/attacks.md.
import { parseArgs } from "node:util";
import { keep, LABELS, type Label, writeDocument } from "./report.ts";
import { middleRun, runOnce } from "./runs.ts";
import { sieges } from "./siege.ts";
import type { Trial } from "./trial.ts";
import { TRIALS, trialNamed } from "./trials.ts";

const USAGE = `npm run attack -- [--label ${LABELS.join("|")}] [name …]`;

function options(): { readonly label: Label; readonly trials: readonly Trial[] } {
  try {
    const { values, positionals } = parseArgs({
      options: { label: { type: "string", default: "after" } },
      allowPositionals: true,
    });
    const label = LABELS.find((one) => one === values.label);
    if (label === undefined) throw new Error(`--label is one of ${LABELS.join(", ")}.`);
    const usual = TRIALS.filter(({ isLong }) => isLong !== true);
    return { label, trials: positionals.length > 0 ? positionals.map(trialNamed) : usual };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}

const { label, trials } = options();
for (const trial of trials)
  try {
    const metrics = await (sieges.includes(trial) ? middleRun : runOnce)(trial);
    process.stdout.write(`${trial.name}: ${JSON.stringify(metrics)}\n`);
    keep(trial, label, metrics);
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
await writeDocument();
