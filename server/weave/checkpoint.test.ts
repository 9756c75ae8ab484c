import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { File } from "../test/weave/file.ts";
import { chunks, startText, wishes } from "../test/weave/history.ts";
import { blameOf } from "./blame.ts";
import { decodeTimeLine, decodeWeave, encodeTimeLine, encodeWeave } from "./checkpoint.ts";
import { decodeBlame, encodeBlame } from "./headBlame.ts";
import { TimeLine } from "./timeLine.ts";
import { undo } from "./undo.ts";
import { Weave } from "./weave.ts";

const numRuns = 80;

/** People's versions, some at one time and some minutes apart. */
function timeLineOf(authors: readonly number[]): TimeLine {
  const timeLine = new TimeLine();
  authors.forEach((author, index) => timeLine.append(author, 1_700_000_000_000 + Math.floor(index / 3) * 47_000));
  return timeLine;
}

describe("a history as bytes", () => {
  it("[V17] is the same weave, which goes on as the other does", () => {
    fc.assert(
      fc.property(startText, wishes(), wishes(10), chunks, (start, before, after, runs) => {
        const file = new File(start, runs);
        for (const wish of before) file.type(wish);
        file.undo(file.by(1, 2), 3);
        const copy = decodeWeave(encodeWeave(file.weave));
        file.appended = ({ change, sources }) => copy.append(change, sources);
        for (const wish of after) file.type(wish);
        file.restore(Math.floor(file.weave.head / 2), 1);
        expect(encodeWeave(copy)).toEqual(encodeWeave(file.weave));
        expect(copy.textAt(copy.head)).toBe(file.text);
        expect(undo(copy, file.by(0))).toEqual(undo(file.weave, file.by(0)));
        expect(blameOf(copy, copy.head)).toEqual(blameOf(file.weave, copy.head));
      }),
      { numRuns },
    );
  });

  it("[V17] is refused when it is cut off, of another kind or of two weaves", () => {
    const weave = new Weave("some text");
    weave.append([[0, "more and more"], 9]);
    const bytes = encodeWeave(weave);
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeWeave(bytes.subarray(0, length))).toThrow(/bytes end too early|of one weave/);
    expect(() => decodeTimeLine(bytes)).toThrow("another kind");
  });

  it("[V17] is the same time line", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat()), { maxLength: 40 }), (versions) => {
        const timeLine = new TimeLine();
        for (const [author, time] of versions) timeLine.append(author, time);
        const copy = decodeTimeLine(encodeTimeLine(timeLine));
        expect(versions.map((_, index) => [copy.authorOf(index + 1), copy.timeOf(index + 1)])).toEqual(versions);
        expect(copy.head).toBe(versions.length);
      }),
      { numRuns },
    );
  });

  it("[V18] has of the head's blame each unit's versions and people exactly, and its time to the minute", () => {
    fc.assert(
      fc.property(startText, wishes(), chunks, (start, history, runs) => {
        const file = new File(start, runs);
        for (const wish of history) file.type(wish);
        const timeLine = timeLineOf(file.authors);
        const stretches = decodeBlame(encodeBlame(blameOf(file.weave, file.weave.head), timeLine));
        const units = stretches.flatMap(({ end, put, written }, index) => {
          const begin = stretches[index - 1]?.end ?? 0;
          return Array.from({ length: end - begin }, (_, at) =>
            [put, written].map(({ version, isInSteps, author }) => [version + (isInSteps ? at : 0), author]),
          );
        });
        const authorOf = (version: number): number => (version === 0 ? -1 : timeLine.authorOf(version));
        const blamed = file.slow.blame(file.weave.head).map(({ put, written }) => [put, written]);
        expect(units).toEqual(blamed.map((versions) => versions.map((version) => [version, authorOf(version)])));
        for (const deed of stretches.flatMap(({ put, written }) => [put, written])) {
          const { version, time } = deed;
          expect(time).toBe(version === 0 ? 0 : Math.floor(timeLine.timeOf(version) / 60_000) * 60_000);
        }
      }),
      { numRuns },
    );
  });

  it("[V18] puts the keys of one person together, and not those of two", () => {
    const weave = new Weave();
    [..."abcd"].forEach((letter, at) => weave.append(at === 0 ? [[0, letter]] : [at, [0, letter]]));
    const stretches = decodeBlame(encodeBlame(blameOf(weave, 4), timeLineOf([1, 1, 2, 2])));
    expect(stretches.map(({ end, put }) => [end, put.version, put.isInSteps, put.author])).toEqual([
      [2, 1, true, 1],
      [4, 3, true, 2],
    ]);
  });
});
