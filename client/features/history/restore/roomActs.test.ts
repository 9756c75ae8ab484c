// Which times that the room was brought back can be taken back, and in which order.
import { describe, expect, it } from "@jest/globals";
import type { ShownEntry } from "../../../../server/features/history/messages.ts";
import { lastRoomAct } from "./roomActs.ts";

const restored = (participant: number): ShownEntry => ({
  type: "roomRestored",
  id: "a",
  at: 1,
  texts: [],
  back: [],
  gone: [],
  participant,
  time: 1,
});
const undone = (entry: number): ShownEntry => ({
  type: "roomUndone",
  id: "b",
  entry,
  texts: [],
  back: [],
  gone: [],
  participant: 1,
  time: 1,
});

describe("a room that was brought back", () => {
  it("[V416] is taken back by whoever did it, the last time first, and each once", () => {
    const entries = [restored(1), null, restored(1), restored(2)];
    expect(lastRoomAct(entries, 1)?.entry).toBe(2);
    expect(lastRoomAct(entries, 2)?.entry).toBe(3);
    expect(lastRoomAct([...entries, undone(2)], 1)?.entry).toBe(0);
    expect(lastRoomAct([...entries, undone(2), undone(0)], 1)).toBeUndefined();
    expect(lastRoomAct(entries, 3)).toBeUndefined();
  });
});
