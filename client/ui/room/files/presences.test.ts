// Who is where, idle, away or typing, by what they have said and what they have typed.
import { describe, expect, it } from "@jest/globals";
import { effect } from "@preact/signals";
import type { PresenceState } from "#protocol/serverMessages.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import { SimClock } from "../../../../server/test/fuzz/simNetwork.ts";
import { Presences } from "./presences.ts";

const at = (client: number, file: number, state?: PresenceState): Presence => ({
  client,
  file,
  version: 0,
  selections: [],
  state,
});

function setUp() {
  const clock = new SimClock();
  const presences = new Presences(clock);
  const seen: unknown[] = [];
  effect(() => {
    seen.push([[...presences.inFile.value], [...presences.states.value], [...presences.typists.value]]);
  });
  return { clock, presences, seen };
}

describe("the presences of others", () => {
  it("[B22] are the newest that each has said, and say nothing where nothing is new", () => {
    const { presences, seen } = setUp();
    presences.heard([at(1, 1), at(2, 3, "idle")]);
    presences.heard([at(1, 1), at(2, 3, "idle")]);
    presences.heard([at(2, 1)]);
    presences.keepOnly(new Map([[1, null]]));
    presences.keepOnly(new Map([[1, null]]));
    expect(seen).toEqual([
      [[], [], []],
      [
        [
          [1, 1],
          [2, 3],
        ],
        [[2, "idle"]],
        [],
      ],
      [
        [
          [1, 1],
          [2, 1],
        ],
        [],
        [],
      ],
      [[[1, 1]], [], []],
    ]);
  });

  it("[B22] somebody types from their first letter until two seconds after their last", () => {
    const { clock, presences, seen } = setUp();
    for (let letter = 0; letter < 20; letter++) {
      presences.typed(7);
      clock.advance(1_900);
    }
    presences.typed(8);
    expect([...presences.typists.value]).toEqual([7, 8]);
    clock.advance(100);
    expect([...presences.typists.value]).toEqual([8]);
    clock.advance(1_899);
    expect([...presences.typists.value]).toEqual([8]);
    clock.advance(1);
    expect(seen).toHaveLength(5);
    expect([...presences.typists.value]).toEqual([]);
  });
});
