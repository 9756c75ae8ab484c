// Whose a text is as it is sent and read, beside the slow weave.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { File } from "../test/weave/file.ts";
import { chunks, startText, wishes } from "../test/weave/history.ts";
import { blameOf } from "./blame.ts";
import { type SentBlame, sentBlameOf, stretchesIn } from "./sentBlame.ts";
import { type Origin, type Stamp, type Stretch, stretchesOf } from "./stretches.ts";

/** As it is when it has been sent. */
const sent = (stretches: readonly Stretch[]): readonly Stretch[] =>
  stretchesIn(JSON.parse(JSON.stringify(sentBlameOf(stretches))) as SentBlame);

describe("whose a text is", () => {
  it("[V22] has of each unit who put it there and who wrote it, and when, as the slow weave has", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, fc.nat(), (start, history, runs, at) => {
        const file = new File(start, runs);
        for (const wish of history) file.type(wish);
        file.undo(file.by(1, 2), 3);
        file.restore(Math.floor(file.weave.head / 2), 1);
        const version = at % (file.weave.head + 1);
        // so far apart that each is a stretch of its own
        const stampOf = (one: number) => ({ client: file.authors[one - 1]!, time: one * 1_000_000 });
        const stretches = sent(stretchesOf(blameOf(file.weave, version), stampOf));
        const units = stretches.flatMap(({ length, origin }) => Array<typeof origin>(length).fill(origin));
        expect(units).toEqual(
          file.slow.blame(version).map(({ put, written }) => {
            if (put === 0) return undefined;
            return { put: stampOf(put), written: stampOf(written === 0 ? put : written) };
          }),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("[V22] is the same when it is sent, at whatever times, to the second", () => {
    const stamp = fc.record({
      client: fc.nat({ max: 3 }),
      time: fc.nat({ max: 2 ** 40 }).map((second) => second * 1_000),
    });
    const origin = fc.oneof(
      fc.constant(undefined),
      stamp.map((put) => ({ put, written: put })),
      fc.record({ put: stamp, written: stamp }),
    );
    const stretch = fc.record({ length: fc.integer({ min: 1, max: 9 }), origin });
    fc.assert(
      fc.property(fc.array(stretch), (stretches) => {
        const come = sent(stretches);
        expect(come).toEqual(stretches);
        // what was put back is known by that, also within one moment
        const isPutBack = (one: Stretch): boolean => one.origin?.put !== one.origin?.written;
        expect(come.map(isPutBack)).toEqual(stretches.map(isPutBack));
        const late = ({ client, time }: Stamp): Stamp => ({ client, time: time + 999 });
        const lateOrigin = (one: Origin | undefined): Origin | undefined => {
          const put = one && late(one.put);
          return put && { put, written: one.put === one.written ? put : late(one.written) };
        };
        expect(sent(stretches.map((one) => ({ ...one, origin: lateOrigin(one.origin) })))).toEqual(stretches);
      }),
    );
  });
});
