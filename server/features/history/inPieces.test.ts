// A long answer in pieces is the answer, and leaves everything else its turn.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { inPieces } from "./inPieces.ts";

const collect = async (pieces: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};

describe("a long answer", () => {
  it("[I13] is the same as in one, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.object({ maxDepth: 2, values: [fc.string(), fc.integer(), fc.constant(null)] }),
        async (answer) => {
          expect((await collect(inPieces(answer, () => {}))).join("")).toBe(JSON.stringify(answer));
        },
      ),
    );
  });

  it("[I13] comes in pieces, with a turn for all else between them, until who asks may see it no more", async () => {
    const tabs = Array.from({ length: 50_000 }, (_, index) => [index, 1, 1_700_000_000_000]);
    let turns = 0;
    let isOver = false;
    const count = (): void => void (isOver || (turns++, setImmediate(count)));
    setImmediate(count);
    const pieces = await collect(inPieces({ maySee: "owners", tabs, entries: [] }, () => {}));
    isOver = true;
    expect(pieces.length).toBeGreaterThan(20);
    expect(turns).toBeGreaterThanOrEqual(pieces.length - 2);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(51_000);
    let asked = 0;
    const sent: string[] = [];
    const reading = (async () => {
      for await (const piece of inPieces({ tabs }, () => {
        if (++asked === 3) throw new Error("no more");
      }))
        sent.push(piece);
    })();
    await expect(reading).rejects.toThrow("no more");
    expect(sent).toHaveLength(2);
  });
});
