// A place that is pulled is as large as it is pulled, as far as there is room.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { layOut, SIZES, type ToLayOut } from "./layout.ts";
import { resized } from "./resized.ts";

const room = (width: number, sizes: ToLayOut["sizes"] = {}): ToLayOut => ({
  width,
  height: 800,
  sides: ["left", "right", "dock"],
  open: ["left", "right"],
  opened: ["left", "right"],
  sizes,
});

/** The widths after pulls, one after the other. */
function pulled(width: number, pulls: readonly (readonly ["left" | "right", number])[]) {
  let sizes: ToLayOut["sizes"] = {};
  for (const [side, size] of pulls) sizes = { ...sizes, ...resized(room(width, sizes), side, size) };
  const { left, right } = layOut(room(width, sizes));
  return ["size" in left && left.size, "size" in right && right.size];
}

describe("a place that is pulled", () => {
  it("[U85] makes the other one smaller, down to its least, and the code no smaller", () => {
    expect(pulled(1_440, [])).toEqual([216, 336]);
    expect(pulled(1_440, [["left", 264]])).toEqual([264, 312]);
    expect(pulled(1_440, [["left", 320]])).toEqual([288, 288]);
    expect(
      pulled(1_440, [
        ["left", 288],
        ["right", 336],
      ]),
    ).toEqual([240, 336]);
    // alone it has what there is
    expect(pulled(1_024, [["right", 400]])).toEqual([false, 349]);
  });

  it("[U85] is as large as it was pulled last, however both were before", () => {
    const side = fc.constantFrom("left" as const, "right" as const);
    const pull = fc.tuple(side, fc.integer({ min: 288, max: 320 }));
    fc.assert(
      fc.property(fc.integer({ min: 1_280, max: 3_000 }), fc.array(pull, { minLength: 1 }), (width, pulls) => {
        const [last, size] = pulls.at(-1)!;
        const least = SIZES[last === "left" ? "right" : "left"].least;
        const most = Math.floor(0.4 * width) - least;
        expect(pulled(width, pulls)[last === "left" ? 0 : 1]).toBe(Math.min(size, most));
      }),
    );
  });
});
