// When a page looks again after a room that is over: with a clock that is moved by hand.
import { describe, expect, it } from "@jest/globals";
import { SimClock } from "../../../../server/test/fuzz/simNetwork.ts";
import { LookAgain } from "./lookAgain.ts";

function setUp() {
  const clock = new SimClock();
  const looks: number[] = [];
  const page = { isSeen: true };
  const begun = clock.now();
  const again = new LookAgain({
    clock,
    isSeen: () => page.isSeen,
    look: () => void looks.push(clock.now() - begun),
  });
  return { clock, looks, page, again };
}

describe("a room that is over", () => {
  it("[B30] is looked at again soon, then ever more rarely, at least every 40 s", () => {
    const { clock, looks, again } = setUp();
    again.over(true);
    clock.advance(600_000);
    expect(looks[0]).toBeLessThanOrEqual(7_000);
    const gaps = looks.slice(1).map((time, index) => time - looks[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(40_000);
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(20_000);
  });

  it("[B30] is not looked at while nobody can see the page, and at once when somebody can again", () => {
    const { clock, looks, page, again } = setUp();
    again.over(true);
    page.isSeen = false;
    clock.advance(600_000);
    expect(looks).toEqual([]);
    page.isSeen = true;
    again.seen();
    expect(looks).toEqual([600_000]);
    clock.advance(60_000);
    expect(looks.length).toBeGreaterThan(1);
  });

  it("[B30] is not looked at once it is open again, nor before it was over", () => {
    const { clock, looks, again } = setUp();
    again.seen();
    again.over(true);
    again.over(true);
    clock.advance(20_000);
    const count = looks.length;
    expect(count).toBeGreaterThan(0);
    again.over(false);
    clock.advance(600_000);
    again.seen();
    expect(looks).toHaveLength(count);
  });
});
