// The same random schedules with people who compose letters, and whose edits are several updates each: the same promises, and one more.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { World } from "./world.ts";

const RUNS = Math.ceil(Number(process.env.FUZZ_RUNS ?? 1_000) / 4);

/** Each failed once. */
const FOUND_AT_RANDOM = [
  {
    name: "letters that are composed anew in the moment in which the ones before were ended are left alone",
    schedule: [1351076669, 882629264, 0, 1113014664, 121025070, 971353134, 19336208, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
];

async function run(schedule: readonly number[], tight: boolean): Promise<void> {
  const world = await World.create(tight, 1, undefined, true);
  for (const choice of schedule) await world.step(choice);
  await world.check();
}

describe("any schedule in which letters are composed", () => {
  it(
    `[K26] [K21] converges, loses nothing, doubles nothing, and changes no line under the letters (${RUNS} schedules)`,
    async () => {
      const schedules = fc.array(fc.nat(2 ** 31 - 1), { minLength: 10, maxLength: 100, size: "max" });
      const any = fc.asyncProperty(schedules, fc.boolean(), (schedule, tight) => run(schedule, tight));
      await fc.assert(any, { numRuns: RUNS, endOnFailure: process.env.FUZZ_SHRINK === "no" });
    },
    Math.max(120_000, RUNS * 400),
  );

  it.each(FOUND_AT_RANDOM)("[K26] $name", async ({ schedule }) => {
    await expect(run(schedule, false)).resolves.toBeUndefined();
  });
});
