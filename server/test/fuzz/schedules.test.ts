// Random schedules against the real client core, session, rooms and store port: the promises of the design, by chance and by name.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { World } from "./world.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);

/** Each failed once. */
const FOUND_AT_RANDOM = [
  {
    name: "a ping while the room is still storing the welcome is no second hello",
    schedule: [1787290397, 1495423594, 2006655422, 0, 0, 0, 0, 996726428, 0, 0, 0, 0, 0],
  },
  {
    name: "a hello that was late on an older connection does not end the newer one for good",
    schedule: [
      875992987, 495529600, 1065705884, 1930886142, 317889632, 592623792, 1017754236, 438982538, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0,
    ],
  },
  { name: "a client that has not noticed its connection's end does so by the silence", schedule: [665095929, 0, 0, 0] },
  {
    name: "a selection past the end of a text that became shorter does no harm",
    schedule: [
      1078585021, 1349480864, 0, 1481467552, 1849627005, 15622143, 1418909000, 274301, 2016686493, 83562, 184293760,
      663969501, 9266944, 10952889, 137057664,
    ],
  },
];

/** The same, with two servers. */
const FOUND_BETWEEN_TWO = [
  {
    name: "somebody who catches up from the store is not sent what an append under way has written",
    schedule: [
      1177569332, 335474300, 29914929, 419853090, 243729544, 544420427, 1273499644, 1899864928, 1771510281, 1348780582,
      1628249174, 0, 0, 771634344, 0, 0, 0, 0, 0, 0, 0,
    ],
  },
];

async function run(schedule: readonly number[], tight: boolean, nodes: 1 | 2 = 1): Promise<void> {
  const world = await World.create(tight, nodes);
  for (const choice of schedule) await world.step(choice);
  await world.check();
}

const schedules = fc.array(fc.nat(2 ** 31 - 1), { minLength: 10, maxLength: 100, size: "max" });

describe("any schedule", () => {
  it(
    `[C1] [C2] [C3] [C4] [C5] converges, loses nothing, doubles nothing, shows nothing unstored (${RUNS} schedules)`,
    async () => {
      await fc.assert(
        fc.asyncProperty(schedules, fc.boolean(), (schedule, tight) => run(schedule, tight)),
        {
          numRuns: RUNS,
          endOnFailure: process.env.FUZZ_SHRINK === "no",
        },
      );
    },
    Math.max(120_000, RUNS * 60),
  );

  it(
    `[C11] also where the room moves between two servers at any moment, and one of them does not know yet (${RUNS / 2} schedules)`,
    async () => {
      const moving = fc.asyncProperty(schedules, fc.boolean(), (schedule, tight) => run(schedule, tight, 2));
      await fc.assert(moving, { numRuns: RUNS / 2, endOnFailure: process.env.FUZZ_SHRINK === "no" });
    },
    Math.max(120_000, RUNS * 60),
  );

  it.each(FOUND_AT_RANDOM)("[C3] $name", async ({ schedule }) => {
    await expect(run(schedule, false)).resolves.toBeUndefined();
  });

  it.each(FOUND_BETWEEN_TWO)("[C11] $name", async ({ schedule }) => {
    await expect(run(schedule, true, 2)).resolves.toBeUndefined();
  });
});
