// A moment is the same one wherever it is looked at, compared or brought back.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { FileHistory } from "./weave/fileHistory.ts";
import { Player } from "./play/player.ts";
import { versionOf } from "./review.ts";
import { typedFile } from "./test/typed.ts";
import { Track } from "./play/track.ts";

/** Several at one time, as a push has them, and others' between. */
const pushes = fc.array(
  fc.record({
    gap: fc.integer({ min: 50, max: 2_000 }),
    count: fc.integer({ min: 1, max: 8 }),
    client: fc.integer({ min: 1, max: 2 }),
  }),
  { minLength: 1, maxLength: 10 },
);

describe("a moment", () => {
  it("[V303] [V404] [V405] is the same where it is looked at and where it is compared or brought back", () => {
    fc.assert(
      fc.property(pushes, fc.array(fc.nat({ max: 20_000 }), { maxLength: 4 }), (all, noted) => {
        let time = 0;
        const typed = all.flatMap(({ gap, count, client }) => {
          time += gap;
          return Array.from({ length: count }, () => ({ time, client }));
        });
        const walls = noted.toSorted((one, other) => one - other);
        const file = typedFile(1, typed, walls);
        const history = { ...file, version: { peek: () => typed.length } } as unknown as FileHistory;
        const player = new Player(() => () => {});
        player.load(new Track([file]));
        const { times } = file.edits;
        for (let count = 1; count <= typed.length; count++) {
          player.seekCount(count);
          const at = player.moment.peek()!.time;
          expect(Number.isInteger(at)).toBe(true);
          // of what has one ms all is made
          if (times[count] !== at) expect(versionOf(history, at)).toBe(count);
        }
        // and what was noted has what there was by then
        for (const wall of walls) expect(versionOf(history, wall)).toBe(typed.filter((one) => one.time <= wall).length);
        expect(versionOf(history, undefined)).toBe(typed.length);
      }),
    );
  });
});
