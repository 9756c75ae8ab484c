// Whatever people do with roles and links, in any order: random sequences in a live room, held against a small model.
import { afterAll, beforeAll, describe, it, jest } from "@jest/globals";
import fc from "fast-check";
import { holds, timeoutOf } from "../../test/fuzz/holds.ts";
import type { Step } from "./test/rolesModel.ts";
import { World } from "./test/rolesWorld.ts";
import { equalInConstantTime, passwords } from "./secrets.ts";

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000) / 25;
/** A run takes a tenth of a second, on a busy machine several. */
const MS_PER_RUN = 1_000;

/** Few, and mostly the first, so that things happen to the same people and links again. */
const which = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 3 }) });
const other = fc.nat({ max: 2 });
const way = fc.nat({ max: 3 });
const mostly = (value: boolean) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) });
const often = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const is = <Name extends Step["do"]>(name: Name) => fc.constant(name);
const step: fc.Arbitrary<Step> = fc.oneof(
  often(4, fc.record({ do: is("come"), way })),
  often(4, fc.record({ do: is("return"), who: other, way })),
  often(2, fc.record({ do: is("again"), who: other, way })),
  often(1, fc.record({ do: is("leave"), who: other })),
  often(
    5,
    fc.record({
      do: is("link"),
      by: which,
      kind: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom("edit", "view", "owner") },
        { weight: 1, arbitrary: fc.constant("code") },
      ),
      on: mostly(true),
    }),
  ),
  often(
    4,
    fc.record({
      do: is("person"),
      by: which,
      who: other,
      role: fc.constantFrom("owner", "editor", "viewer"),
      links: mostly(true),
    }),
  ),
  often(2, fc.record({ do: is("remove"), by: which, who: other, links: mostly(true) })),
  often(
    1,
    fc.record({ do: is("everyone"), by: which, role: fc.constantFrom("editor", "viewer"), links: mostly(true) }),
  ),
  often(1, fc.record({ do: is("handOver"), by: which, who: other })),
  often(2, fc.record({ do: is("undo"), by: which, which: fc.nat({ max: 1 }) })),
  often(
    2,
    fc.record({
      do: is("settings"),
      by: which,
      plain: fc.constantFrom("editor", "viewer", "none"),
      locked: mostly(false),
      closed: mostly(false),
    }),
  ),
  often(1, fc.record({ do: is("password"), by: which, password: fc.constantFrom("open sesame", "another one", null) })),
  often(1, fc.record({ do: is("later"), ms: fc.constantFrom(10_000, 30_000, 12 * 3_600_000) })),
  often(1, fc.record({ do: is("restart") })),
);

describe("random sequences", () => {
  // that hashing them is dear is shown elsewhere
  beforeAll(() => {
    jest.spyOn(passwords, "hashed").mockImplementation(async (password) => ({ salt: "", hash: password }));
    jest
      .spyOn(passwords, "matches")
      .mockImplementation(async (password, { hash }) => equalInConstantTime(password, hash));
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  it(
    "[L9] [L10] [L18] [L21] [L24] leave an owner, nobody removed inside, everybody with what was given to them, nobody in by what was to close, and a log that reads the same",
    async () => {
      const sequences = fc.array(step, { minLength: 1, maxLength: 60, size: "max" });
      const property = fc.asyncProperty(sequences, async (steps) => {
        const world = new World();
        await world.begin();
        for (const one of steps) {
          await world.take(one);
          await world.check();
        }
        await world.comeAgain();
        await world.check();
      });
      await holds(property, RUNS, MS_PER_RUN);
    },
    timeoutOf(RUNS, MS_PER_RUN),
  );
});
