// What a client says of its presence, and what everybody else believes by it after any typing of anybody.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet } from "@codemirror/state";
import fc from "fast-check";
import { PRESENCE_INTERVAL_MS } from "#protocol/limits.ts";
import { mapSelections, type Selection } from "#protocol/selections.ts";
import { SimClock } from "../../server/test/fuzz/simNetwork.ts";
import { OwnPresence, type PresenceInFile } from "./ownPresence.ts";

type Step =
  | { readonly does: "move"; readonly at: readonly [number, number]; readonly top: number | undefined }
  | { readonly does: "type"; readonly at: number; readonly own: boolean; readonly deletes: number }
  | { readonly does: "state"; readonly state: PresenceInFile["state"] }
  | { readonly does: "wait"; readonly ms: number };

const number = fc.nat({ max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant("move" as const),
    at: fc.tuple(number, number),
    top: fc.option(number, { nil: undefined }),
  }),
  fc.record({ does: fc.constant("type" as const), at: number, own: fc.boolean(), deletes: fc.nat({ max: 5 }) }),
  fc.record({ does: fc.constant("state" as const), state: fc.constantFrom(undefined, "idle", "away") }),
  fc.record({ does: fc.constant("wait" as const), ms: fc.nat({ max: 200 }) }),
);

/** A presence after a change of the text, as the server and every other client carry it. */
function carried({ selections, top, state }: PresenceInFile, change: ChangeSet, own: boolean): PresenceInFile {
  const places: readonly Selection[] = top === undefined ? selections : [...selections, [top, top]];
  const moved = mapSelections(places, change, own);
  return { selections: moved.slice(0, selections.length), top: moved[selections.length]?.[1], state };
}

describe("a client's own presence", () => {
  it("[P83] [P84] is what everybody believes once it rests, told no oftener than they can use, and then no more", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const clock = new SimClock();
        let length = 30;
        let state: PresenceInFile["state"];
        let mine: PresenceInFile = { selections: [], top: undefined, state };
        let believed: PresenceInFile | undefined;
        const at: number[] = [];
        const presence = new OwnPresence(
          clock,
          () => ({ length, state, intervalMs: PRESENCE_INTERVAL_MS }),
          (told) => {
            at.push(clock.now());
            believed = told;
          },
        );
        presence.tell();
        for (const one of steps)
          if (one.does === "wait") clock.advance(one.ms);
          else if (one.does === "state") {
            state = one.state;
            presence.tell();
          } else if (one.does === "move") {
            const within = (position: number) => Math.min(position, length);
            mine = {
              selections: [[within(one.at[0]), within(one.at[1])]],
              top: one.top === undefined ? undefined : within(one.top),
              state,
            };
            presence.moved(mine.selections, mine.top);
          } else {
            const from = Math.min(one.at, length);
            const change = ChangeSet.of(
              { from, to: Math.min(length, from + one.deletes), insert: "ab\n".slice(one.deletes % 3) },
              length,
            );
            length = change.newLength;
            mine = carried(mine, change, one.own);
            believed = believed && carried(believed, change, one.own);
            presence.carried(change, one.own);
            presence.moved(mine.selections, mine.top);
          }
        clock.advance(PRESENCE_INTERVAL_MS);
        expect(believed).toEqual({ ...mine, state });
        const frames = at.length;
        clock.advance(600_000);
        expect(at).toHaveLength(frames);
        for (const [index, time] of at.entries())
          if (index > 0) expect(time - at[index - 1]!).toBeGreaterThanOrEqual(PRESENCE_INTERVAL_MS);
      }),
      { numRuns: 300 },
    );
  });
});
