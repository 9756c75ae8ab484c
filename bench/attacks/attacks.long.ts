// Attacks from one address on a built server (`npm run build` first), and honest people at their most. Takes an hour and a half.
import { describe, expect, it } from "@jest/globals";
import { honestTrials } from "./honest.ts";
import { middleRun, runOnce } from "./runs.ts";
import { MOST_TIMES_CONTROL, sieges, TIMES_CONTROL } from "./siege.ts";

const inTime = (boundSeconds: number, runs: number): number => runs * boundSeconds * 1_000 + 60_000;

describe("somebody else's keystroke", () => {
  for (const trial of sieges)
    it(
      `[attack] takes at most ${MOST_TIMES_CONTROL} times as long as under the same attack on another server: ${trial.name}`,
      async () => {
        const metrics = await middleRun(trial);
        expect(metrics).toMatchObject({ lost: 0, ...("keptOut" in metrics && { keptOut: 0 }) });
        expect(metrics[TIMES_CONTROL]).toBeLessThanOrEqual(MOST_TIMES_CONTROL);
      },
      inTime(trial.boundSeconds, 3),
    );
});

describe("honest people at their most", () => {
  for (const trial of honestTrials)
    it(
      `[attack] are not refused or cut off, and lose nothing: ${trial.name}`,
      async () => expect(await runOnce(trial)).toMatchObject({ refused: 0, cut: 0, lost: 0 }),
      inTime(trial.boundSeconds, 1),
    );
});
