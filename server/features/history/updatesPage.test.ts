// A page of a log is its updates, in pieces, and leaves everything else its turn.
import { describe, expect, it } from "@jest/globals";
import type { UpdateJSON } from "../../protocol/updates.ts";
import { updatesPage } from "./updatesPage.ts";

/** Each of so many characters, as the store gives them, so many in a piece. */
const logOf = (characters: number, ofPiece: number) =>
  async function* (from: number, to: number) {
    for (let at = from; at < to; at += ofPiece)
      yield {
        from: at,
        updates: Array.from({ length: Math.min(ofPiece, to - at) }, (_, index): UpdateJSON => [
          1,
          at + index + 1,
          5,
          [[0, "x".repeat(characters)]],
        ]),
      };
  };

const collect = async (pieces: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};

interface Page {
  readonly from: number;
  readonly updates: readonly UpdateJSON[];
  readonly next?: number;
}

describe("a page of a log", () => {
  it("[I2] ends where it has 10,000 updates, or very long ones, and says from where it goes on", async () => {
    const page = async (from: number, to: number, characters: number): Promise<Page> =>
      JSON.parse((await collect(updatesPage(from, to, logOf(characters, 700), () => {}))).join("")) as Page;
    const first = await page(3, 10_005, 1);
    expect([first.from, first.updates.length, first.next]).toEqual([3, 10_000, 10_003]);
    const last = await page(10_003, 10_005, 1);
    expect([last.updates.map(([, seq]) => seq), last.next]).toEqual([[10_004, 10_005], undefined]);
    const long = await page(0, 50, 1_000_000);
    expect([long.updates.length, long.next]).toEqual([4, 4]);
    expect(await page(7, 7, 1)).toEqual({ from: 7, updates: [] });
  });

  it("[I13] comes in pieces, with a turn for all else between them, until who asks may see it no more", async () => {
    let turns = 0;
    let isOver = false;
    const count = (): void => void (isOver || (turns++, setImmediate(count)));
    setImmediate(count);
    const pieces = await collect(updatesPage(0, 10_000, logOf(100, 2_000), () => {}));
    isOver = true;
    expect(pieces.length).toBeGreaterThan(20);
    expect(turns).toBeGreaterThanOrEqual(pieces.length - 2);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(51_000);
    let asked = 0;
    const check = (): void => {
      if (++asked === 3) throw new Error("no more");
    };
    const sent: string[] = [];
    const reading = (async () => {
      for await (const piece of updatesPage(0, 10_000, logOf(100, 2_000), check)) sent.push(piece);
    })();
    await expect(reading).rejects.toThrow("no more");
    expect(sent).toHaveLength(2);
  });
});
