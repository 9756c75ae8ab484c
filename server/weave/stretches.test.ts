// When text of one person is one stretch, and when several.
import { describe, expect, it } from "@jest/globals";
import { type Stamp, Stretches } from "./stretches.ts";

/** The lengths that they come to, each put there by its stamp. */
function lengthsOf(...added: readonly (readonly [length: number, put: Stamp, written?: Stamp])[]): number[] {
  const stretches = new Stretches();
  for (const [length, put, written = put] of added) stretches.add(length, { put, written });
  return stretches.done().map(({ length }) => length);
}

describe("stretches of a text", () => {
  const ann = (time: number): Stamp => ({ client: 1, time });
  const bo: Stamp = { client: 2, time: 0 };

  it("[V22] are what one person types on for a minute from where it begins", () => {
    expect(lengthsOf([1, ann(0)], [2, ann(30_000)], [4, ann(59_999)], [8, ann(60_000)])).toEqual([7, 8]);
    expect(lengthsOf([1, ann(0)], [2, bo], [4, ann(0)])).toEqual([1, 2, 4]);
  });

  it("[V22] are one again where nothing stands between", () => {
    expect(lengthsOf([1, ann(0)], [0, bo], [4, ann(0)])).toEqual([5]);
    expect(lengthsOf([0, bo], [4, ann(0)], [0, bo])).toEqual([4]);
    expect(lengthsOf()).toEqual([]);
  });

  it("[V22] are apart where one is put back, within the minute too", () => {
    expect(lengthsOf([1, ann(0)], [2, ann(1), ann(0)], [4, ann(2), ann(0)], [8, ann(3)])).toEqual([1, 6, 8]);
  });
});
