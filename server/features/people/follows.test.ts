// Who follows whom after any wishes of anybody: one at most, and never in a circle.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { changes, follow, type Follows, leave, stop } from "./follows.ts";

const follows = (...pairs: [number, number][]): Follows => new Map(pairs);

/** Whether the chain of those whom `from` follows, itself among them, comes to `to`. */
function leadsTo(graph: Follows, from: number | undefined, to: number): boolean {
  let at = from;
  for (let steps = 0; steps <= graph.size; steps++) {
    if (at === to) return true;
    at = at === undefined ? undefined : graph.get(at);
  }
  return false;
}

const client = fc.integer({ min: 1, max: 8 });
const wish = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant("follow" as const), client, leader: client }) },
  fc.record({ does: fc.constant("stop" as const), client }),
  fc.record({ does: fc.constant("leave" as const), client }),
);

describe("following", () => {
  it("[W2] whoever follows the one who has just begun to follow them stops", () => {
    expect(follow(follows([1, 2]), 2, 1)).toEqual(follows([2, 1]));
  });

  it("[W2] in a longer circle the one who follows the newest follower stops, and all others go on", () => {
    expect(follow(follows([1, 2], [2, 3], [4, 3]), 3, 1)).toEqual(follows([1, 2], [4, 3], [3, 1]));
  });

  it("[W2] where there is no circle everybody goes on", () => {
    expect(follow(follows([1, 2], [3, 2]), 2, 4)).toEqual(follows([1, 2], [3, 2], [2, 4]));
    expect(follow(follows([1, 2]), 1, 3)).toEqual(follows([1, 3]));
    expect(follow(follows([1, 2]), 1, 1)).toEqual(follows());
  });

  it("[W1] [W2] whatever everybody wishes: one each, no circle, the newest wish holds, and nobody else's but one is ended", () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 40 }), (wishes) => {
        let graph: Follows = new Map();
        for (const one of wishes) {
          const before = graph;
          if (one.does === "follow") graph = follow(graph, one.client, one.leader);
          else graph = one.does === "stop" ? stop(graph, one.client) : leave(graph, one.client);
          for (const [follower, leader] of graph) expect(leadsTo(graph, leader, follower)).toBe(false);
          const changed = changes(before, graph);
          const replayed = new Map(before);
          for (const { follower, is } of changed)
            if (is === undefined) replayed.delete(follower);
            else replayed.set(follower, is);
          expect(replayed).toEqual(graph);
          const others = changed.filter(({ follower }) => follower !== one.client);
          if (one.does === "leave") expect([...graph.keys(), ...graph.values()]).not.toContain(one.client);
          else if (one.does === "stop") expect(others).toEqual([]);
          else {
            expect(graph.get(one.client)).toBe(one.client === one.leader ? undefined : one.leader);
            const isCircle = one.client !== one.leader && leadsTo(before, one.leader, one.client);
            expect(others).toHaveLength(isCircle ? 1 : 0);
            for (const { was, is } of others) expect([was, is]).toEqual([one.client, undefined]);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
