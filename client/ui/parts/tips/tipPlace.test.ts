// Where tooltips stand in a window.
import { describe, expect, it } from "@jest/globals";
import { type Box, placeTip } from "./tipPlace.ts";

const WINDOW = { width: 800, height: 600 };
const TIP = { width: 100, height: 30 };
const box = (left: number, top: number, width = 40, height = 40): Box => ({ left, top, width, height });

describe("a tooltip", () => {
  it("[U130] stands under what it is of, and over it at the foot of the window", () => {
    expect(placeTip(TIP, box(300, 10), [box(350, 10)], WINDOW)).toEqual({ left: 270, top: 56 });
    expect(placeTip(TIP, box(300, 560), [], WINDOW)).toEqual({ left: 270, top: 524 });
  });

  it("[U130] stands beside what is in a column, on the side where there is room", () => {
    expect(placeTip(TIP, box(0, 100), [box(0, 60), box(0, 140)], WINDOW)).toEqual({ left: 46, top: 105 });
    expect(placeTip(TIP, box(760, 100), [box(760, 140)], WINDOW)).toEqual({ left: 654, top: 105 });
  });

  it("[U130] stays in the window", () => {
    expect(placeTip(TIP, box(0, 10), [], WINDOW).left).toBe(6);
    expect(placeTip(TIP, box(760, 10), [], WINDOW).left).toBe(694);
    const { left, top } = placeTip(TIP, box(0, 0, 800, 600), [], WINDOW);
    expect([left, top]).toEqual([350, 285]);
  });

  it("[U130] covers no neighbour where another place is free", () => {
    expect(placeTip(TIP, box(300, 100), [box(400, 140, 200)], WINDOW).top).toBe(146);
    expect(placeTip(TIP, box(300, 100), [box(345, 140, 200)], WINDOW).top).toBe(64);
  });
});
