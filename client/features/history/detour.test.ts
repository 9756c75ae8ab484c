// Files that are shown one after the other, and the way back, by tabs of the test's own.
import { describe, expect, it } from "@jest/globals";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { Detour } from "./detour.ts";
import { roomWithTabs } from "./test/tabs.ts";

function started(open: readonly number[], shown: number, deleted: readonly number[] = []) {
  const room = roomWithTabs([1, 2, 3], { open, shown, deleted });
  const detour = new Detour(room as unknown as PageRoom);
  detour.begin();
  return { detour, ...room, now: () => [room.tabs.shown.peek(), room.tabs.all.peek()] };
}

describe("a way from file to file", () => {
  it("[V320] ends in the file where it began, and its tabs go, but no other", () => {
    const { detour, tabs, now } = started([1], 1);
    detour.show(2);
    detour.begin();
    tabs.show(3);
    detour.show(1);
    detour.show(3);
    detour.show(2);
    expect(now()).toEqual([2, [1, 2, 3]]);
    detour.end();
    // what the person has opened themselves stays
    expect(now()).toEqual([1, [1, 3]]);
    tabs.show(3);
    detour.end();
    expect(now()).toEqual([3, [1, 3]]);
  });

  it("[V320] ends in the file that something was done to, and goes on where the one before is gone", () => {
    const stays = started([1], 1);
    stays.detour.show(2);
    stays.detour.show(3);
    stays.detour.end(3);
    expect(stays.now()).toEqual([3, [1, 3]]);
    const gone = started([1], 1);
    gone.detour.show(2);
    gone.deleted(1);
    gone.detour.end();
    expect(gone.now()[0]).toBe(2);
    const none = started([1], 1);
    none.detour.show(2);
    none.deleted(1);
    none.deleted(2);
    none.detour.end();
    expect(none.now()[0]).toBe(3);
  });

  it("[V320] ends in a deleted file where it began in that", () => {
    const { detour, now } = started([1, 2], 2, [2]);
    detour.show(3);
    detour.end();
    expect(now()).toEqual([2, [1, 2]]);
  });
});
