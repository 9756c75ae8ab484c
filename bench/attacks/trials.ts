// All trials in the order of the report.
import { bounds } from "./bounds.ts";
import { honestTrials } from "./honest.ts";
import { sieges } from "./siege.ts";
import type { Trial } from "./trial.ts";

export const TRIALS: readonly Trial[] = [...sieges, ...bounds, ...honestTrials];

export function trialNamed(name: string): Trial {
  const trial = TRIALS.find((one) => one.name === name);
  if (!trial) throw new Error(`No trial is called ${name}; there are ${TRIALS.map((one) => one.name).join(", ")}.`);
  return trial;
}
