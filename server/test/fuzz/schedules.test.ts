// Random schedules against the real client core, session, rooms and store port: the promises of the design, by chance and by name.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { holds, timeoutOf } from "./holds.ts";
import { World } from "./world.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);
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
    name: "somebody who catches up from the store is not sent what an append under way has written",
    schedule: [
      1177569332, 335474300, 29914929, 419853090, 243729544, 544420427, 1273499644, 1899864928, 1771510281, 1348780582,
      1628249174, 0, 0, 771634344, 0, 0, 0, 0, 0, 0, 0,
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
      2064720076, 1011559095, 1053218593, 996635299, 70599348, 257079882, 2009227828, 442370299, 980849322, 1983196000,
      1320800355, 1688758747, 1102365933, 351429250, 237522428, 1418882525, 965703723, 687428496, 1919582469, 881254768,
      1881019038, 272989001, 1180790025, 132737109, 1809952488, 1605182686, 1327003971, 1575269316, 478389195,
      1825095246, 1895654686, 1034970050, 2117777844, 104129635, 1445930488, 1148674652, 1800354341, 121366166,
      195663248, 187890872, 519930346, 1584007369, 2099281112, 1698761271, 1263573657, 1309068263, 2081392133,
      582069169, 2075499592, 1107510413, 7422624, 206843507, 824832322, 496038110, 1276669519, 657632637, 894740582,
      1300639429, 2116517343, 497901651, 108098288, 1154162789, 1832110706, 2085702698, 1346662877, 1506708596,
      579921577, 1583780913, 264670622, 1389714356, 1261545797, 105644269, 309559741, 2005555301, 15526616, 349362951,
      1261476690, 249521609, 1610881155, 837830284, 340974620,
    ],
  },
  {
    name: "a server that lost a room while it wrote does not show what it wrote",
    tight: false,
    nodes: 2,
    schedule: [
      1060396996, 732221546, 773037668, 708208492, 629290871, 437551633, 1702463691, 1834344909, 1190578738, 934690017,
      920218000, 269596222, 1199404876, 1799799214, 1429988528, 277885230, 1336967628, 1277190835, 1517163388,
      917460939, 706839600, 218033579, 736570228, 310857047, 1629012030, 1052852743, 1964839837, 442338441, 172030356,
      883050525, 452398776, 1392460820, 1768872143, 1671689034, 281978290, 1263490127, 2120010315, 1768686906,
      980107848, 780846351, 1840121138, 990066205, 1984716936, 468654335, 346096020, 587951029, 1090729082, 1663017206,
      787288547, 1453948936, 524105537, 480103664, 974279161, 2139213585, 186279734, 746948362, 1450995653, 483077583,
      64299880, 1350307329, 156996188, 1263922499, 457390322, 1278381460,
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
    `[C1] [C2] [C3] [C4] [C5] converges, loses nothing, doubles nothing, shows nothing unstored (${RUNS} schedules)`,
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

  it.each(FOUND_BETWEEN_TWO)("[C11] $name", async ({ schedule }) => {
    await expect(run(schedule, true, 2)).resolves.toBeUndefined();
  });
});
