// Who is where, idle, away or typing, by what they have said and what they have typed.
import { describe, expect, it } from "@jest/globals";
import { effect } from "@preact/signals";
import type { PresenceState } from "#protocol/serverMessages.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { Places } from "./places.ts";

const at = (client: number, file: number, state?: PresenceState): Presence => ({
  client,
  file,
  version: 0,
  selections: [],
  state,
});

function setUp() {
  const clock = new SimClock();
  const places = new Places(clock);
  const seen: unknown[] = [];
  effect(() => {
    seen.push([[...places.inFile.value], [...places.states.value], [...places.typists.value]]);
  });
  return { clock, places, seen };
}

describe("the places of others", () => {
  it("[B22] are the newest that each has said, and say nothing where nothing is new", () => {
    const { places, seen } = setUp();
    places.heard([at(1, 1), at(2, 3, "idle")]);
    places.heard([at(1, 1), at(2, 3, "idle")]);
    places.heard([at(2, 1)]);
    places.keepOnly(new Map([[1, null]]));
    places.keepOnly(new Map([[1, null]]));
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
    const { clock, places, seen } = setUp();
    for (let letter = 0; letter < 20; letter++) {
      places.typed(7);
      clock.advance(1_900);
    }
    places.typed(8);
    expect([...places.typists.value]).toEqual([7, 8]);
    clock.advance(100);
    expect([...places.typists.value]).toEqual([8]);
    clock.advance(1_899);
    expect([...places.typists.value]).toEqual([8]);
    clock.advance(1);
    expect(seen).toHaveLength(5);
    expect([...places.typists.value]).toEqual([]);
  });
});
