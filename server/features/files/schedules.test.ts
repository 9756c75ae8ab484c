// Random schedules in which people type in a file while files are renamed, moved, deleted, put back and deleted for good by others.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { comparablePath } from "../../protocol/filePaths.ts";
import type { Person } from "../../test/person.ts";
import { holds, timeoutOf } from "../../test/fuzz/holds.ts";
import { type Addition, World } from "../../test/fuzz/world.ts";
import files from "./index.ts";
import type { Wish } from "./messages.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000) / 4;
const MS_EACH = 400;
/** So few, so close, that wishes get in each other's way. */
const NAMES = ["main", "MAIN", "a", "b/c", "B/c.py", "b", "b/c/d", "e/f/g", "", "x/../y"];

function wishesOf(tab: Person, seed: number): Wish[] {
  const known = tab.session.room?.files ?? [];
  const oneOf = <Item>(list: readonly Item[], by: number): Item => list[Math.floor(seed / by) % list.length]!;
  const file = oneOf(known, 7)?.file ?? 1;
  const name = oneOf(NAMES, 50);
  const before = oneOf([undefined, null, ...known.map((one) => one.file)], 500);
  switch (seed % 7) {
    case 0:
    case 1:
      return [{ type: "create", name, before }];
    case 2:
      return [{ type: "change", file, name }];
    case 3:
      return [{ type: "change", file, before }];
    case 4:
      return [{ type: "changeFolder", folder: oneOf(["b", "e/f", "B", "e"], 7), name }];
    case 5:
      return seed % 2 === 0
        ? [{ type: "delete", files: [file] }]
        : [{ type: "deleteFolder", folder: oneOf(["b", "e"], 7) }];
    default: {
      // the file that all type in stays, for its log is what is looked at in the end
      const own = known.filter((one) => one.file !== 1 && !one.purged);
      const gone = own.length > 0 ? [oneOf(own, 7).file] : [];
      if (gone.length === 0 || seed % 4 === 0) return [{ type: "restore", files: [file, 1] }];
      return [
        { type: "delete", files: gone },
        { type: "purge", files: gone },
      ];
    }
  }
}

const addition: Addition = {
  feature: files,
  act: (tab, seed) => wishesOf(tab, seed).forEach((wish) => tab.session.send("files", wish)),
  refusals: ["unknown_file", "name_taken", "bad_file_name", "last_file", "not_owner"],
};

async function run(schedule: readonly number[], tight: boolean, nodes: 1 | 2): Promise<void> {
  const world = await World.create(tight, nodes, addition);
  for (const choice of schedule) await world.step(choice);
  const room = await world.check();
  const names = room.files.filter(({ deleted }) => deleted === undefined).map(({ name }) => comparablePath(name));
  expect(names.length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
}

const schedules = fc.array(fc.nat(2 ** 31 - 1), { minLength: 10, maxLength: 100, size: "max" });

/** Each failed once. */
const FOUND_AT_RANDOM = [
  {
    name: "who was shown a text by the server before is not told to have too much by one that was overtaken",
    schedule: [
      849163556, 1398956419, 722979554, 251061132, 1526459648, 0, 404585890, 0, 0, 0, 0, 0, 1038546278, 233900012,
      881129216,
    ],
  },
];

describe("any schedule with wishes for files in it", () => {
  it.each([1, 2] as const)(
    `[E6] [E7] ends with the same files and the same text for all, the log included, with %i servers (${RUNS} schedules)`,
    async (nodes) => {
      const property = fc.asyncProperty(schedules, fc.boolean(), (schedule, tight) => run(schedule, tight, nodes));
      await holds(property, RUNS, MS_EACH);
    },
    timeoutOf(RUNS, MS_EACH),
  );

  it.each(FOUND_AT_RANDOM)("[C11] $name", async ({ schedule }) => {
    await expect(run(schedule, false, 2)).resolves.toBeUndefined();
  });
});
