// How much each place gets, for any window, any sizes and whatever is open.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Laid, type Layout, layOut, type Side, SIZES, type ToLayOut, SIDES } from "./layout.ts";

const RAIL = 60;

const some = fc.subarray([...SIDES]);
const rooms: fc.Arbitrary<ToLayOut> = fc.record({
  width: fc.integer({ min: 320, max: 4_000 }),
  height: fc.integer({ min: 200, max: 2_500 }),
  sides: some,
  open: some,
  opened: fc.shuffledSubarray([...SIDES], { minLength: 1 }),
  sizes: fc.dictionary(fc.constantFrom(...SIDES), fc.integer({ min: -100, max: 9_000 })),
});

/** what is taken from the code's width */
const taken = (laid: Laid, rail: number): number =>
  laid.as === "beside" ? laid.size : laid.as === "strip" || laid.as === "over" ? rail : 0;

const beside = (layout: Layout): readonly Side[] => SIDES.filter((side) => layout[side].as === "beside");

const at = (width: number, room: Partial<ToLayOut> = {}): Layout =>
  layOut({ width, height: 800, sides: SIDES, open: ["left", "right"], opened: ["left", "right"], sizes: {}, ...room });

describe("the layout of the workbench", () => {
  it("[U85] leaves the code 480, and six tenths of a window of 900 or more", () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const { left, right, dock } = layOut(room);
        const code = room.width - taken(left, RAIL) - taken(right, RAIL);
        if (room.width >= 720) expect(code).toBeGreaterThanOrEqual(480);
        if (room.width >= 900) expect(code).toBeGreaterThanOrEqual(0.6 * room.width);
        if (dock.as === "beside") expect(room.height - dock.size).toBeGreaterThanOrEqual(320);
      }),
      { numRuns: 2_000 },
    );
  });

  it("[U85] gives a side that is beside the code no less than its least and no more than its most", () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const layout = layOut(room);
        for (const side of beside(layout)) {
          const laid = layout[side];
          expect("size" in laid && laid.size >= SIZES[side].least && laid.size <= SIZES[side].most).toBe(true);
        }
      }),
    );
  });

  it("[U85] shows what was opened last, in any window", () => {
    fc.assert(
      fc.property(rooms, (room) => {
        const last = room.opened.at(-1)!;
        if (!room.open.includes(last) || !room.sides.includes(last)) return;
        const { as } = layOut(room)[last];
        expect(["beside", "over", "sheet"]).toContain(as);
      }),
    );
  });

  it("[U85] has both sides where there is room, then the one that was opened last, then one over the code, then a sheet", () => {
    expect(at(1_440)).toMatchObject({ left: { as: "beside", size: 216 }, right: { as: "beside", size: 336 } });
    expect(at(1_280)).toMatchObject({ left: { as: "beside", size: 197 }, right: { as: "beside", size: 314 } });
    expect(at(1_024)).toMatchObject({ left: { as: "strip" }, right: { as: "beside", size: 336 } });
    expect(at(1_024, { opened: ["right", "left"] })).toMatchObject({ left: { as: "beside" }, right: { as: "strip" } });
    expect(at(800)).toMatchObject({ left: { as: "strip" }, right: { as: "over" } });
    expect(at(400)).toMatchObject({ left: { as: "away" }, right: { as: "sheet" } });
  });

  it("[U85] opens nothing over the code that was not opened in this window", () => {
    expect(at(800, { opened: [] })).toMatchObject({ left: { as: "strip" }, right: { as: "strip" } });
    expect(at(400, { opened: [] })).toMatchObject({ left: { as: "away" }, right: { as: "away" } });
  });

  it("[U85] lays what is under the code over it in a low window", () => {
    const open: readonly Side[] = ["dock"];
    expect(at(1_280, { open }).dock).toEqual({ as: "beside", size: 256 });
    expect(at(1_280, { open, height: 460 }).dock).toEqual({ as: "beside", size: 140 });
    expect(at(1_280, { open, height: 430 }).dock).toEqual({ as: "over", size: 215 });
  });
});
