// Random schedules against the real client core, session, rooms and store port: the promises of the design, by chance and by name.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { holds, timeoutOf } from "./holds.ts";
import { World } from "./world.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);
const MS_EACH = 60;

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
    name: "the entry with which a server took over and that it keeps after the room has gone on elsewhere takes nothing from anybody",
    tight: false,
    schedule: [
      1625039782, 801096082, 1263031979, 889446044, 484411432, 138311850, 574409844, 0, 919283132, 293919294, 722833510,
      0, 244081274, 0, 0, 808964844, 172718982,
    ],
  },
  {
    name: "somebody who catches up from the store is not sent what an append under way has written",
    tight: true,
    schedule: [
      898503132, 1534688532, 0, 0, 1778925094, 832184732, 835165544, 0, 0, 1303102682, 451461244, 0, 1110017210,
      681137736, 120270494, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1465800250,
    ],
  },
];

/** Each shows a defect that was made on purpose and is seldom met by chance. */
const SHOWS_A_DEFECT = [
  {
    name: "somebody who catches up in a paced room gets what is shown next",
    tight: true,
    nodes: 1,
    schedule: [
      1774805308, 623078464, 2109904714, 84580090, 592237706, 883166750, 1512288021, 0, 0, 8630768, 0, 0, 0, 0, 0,
      1678426141, 1177888669, 719392344, 630755096, 258856607, 0, 1506559646, 0, 0, 0, 0, 418764344, 0, 0, 0,
    ],
  },
  {
    name: "a server that lost a room while it wrote does not show what it wrote",
    tight: false,
    nodes: 2,
    schedule: [
      502688532, 228228432, 246453690, 451322060, 0, 1823649336, 1169279832, 1391645994, 380575244, 730957432, 0, 0, 0,
      0, 0, 1150428730, 0, 0, 0, 0,
    ],
  },
  {
    name: "a server that had the room before adds nothing to the room's own log",
    tight: false,
    nodes: 2,
    schedule: [
      1854150676, 1727092567, 2063250903, 513314171, 363802332, 181793820, 961483191, 551251184, 1324076549, 1865875903,
      1839413227, 1173770185, 1632395619, 288158449, 899052477, 1876473625, 1872117990, 789592813, 1541266757, 6930802,
      479164413, 1459996013, 1621698256, 1380503184, 2076599146, 600864965, 1675093431, 1770343511, 1163566922,
      310806427, 642216429, 832738775, 1655695594,
    ],
  },
] as const;

async function run(schedule: readonly number[], tight: boolean, nodes: 1 | 2 = 1, composes = false): Promise<void> {
  const world = await World.create(tight, nodes, undefined, composes);
  for (const choice of schedule) await world.step(choice);
  await world.check();
}

const schedules = fc.array(fc.nat(2 ** 31 - 1), { minLength: 10, maxLength: 100, size: "max" });

describe("any schedule", () => {
  it(
    `[C1] [C2] [C3] [C4] [C5] [C8] converges, loses nothing, doubles nothing, shows nothing unstored (${RUNS} schedules)`,
    async () => {
      const property = fc.asyncProperty(schedules, fc.boolean(), (schedule, tight) => run(schedule, tight));
      await holds(property, RUNS, MS_EACH);
    },
    timeoutOf(RUNS, MS_EACH),
  );

  it(
    `[C11] also where the room moves between two servers at any moment, and one of them does not know yet (${RUNS / 2} schedules)`,
    async () => {
      const moving = fc.asyncProperty(schedules, fc.boolean(), (schedule, tight) => run(schedule, tight, 2));
      await holds(moving, RUNS / 2, MS_EACH);
    },
    timeoutOf(RUNS / 2, MS_EACH),
  );

  it.each(FOUND_AT_RANDOM)("[C3] $name", async ({ schedule }) => {
    await expect(run(schedule, false)).resolves.toBeUndefined();
  });

  it.each(SHOWS_A_DEFECT)("[C1] [C11] $name", async ({ schedule, tight, nodes }) => {
    await expect(run(schedule, tight, nodes)).resolves.toBeUndefined();
  });

  it.each(FOUND_BETWEEN_TWO)("[C11] $name", async ({ schedule, tight }) => {
    await expect(run(schedule, tight, 2)).resolves.toBeUndefined();
  });
});
