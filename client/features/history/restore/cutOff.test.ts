import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { signal } from "@preact/signals";
import type { ClientHistoryMessage, RoomRestored, RoomUndone } from "../../../../server/features/history/messages.ts";
import type { Review } from "../review.ts";
import { cutOffIn, forgetBegun, rememberBegun } from "./begun.ts";
import { tellCutOff } from "./cutOff.ts";

const stored = new Map<string, string>();

// what is said to the person goes by itself
beforeEach(() => {
  jest.useFakeTimers();
  stored.clear();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
});

afterEach(() => void jest.useRealTimers());

const updates = { file: 1, base: 3, client: 7, firstSeq: 2, lastSeq: 2 };
const restored: RoomRestored = { type: "roomRestored", id: "a", at: 5, texts: [], back: [2, 3], gone: [4, 5] };
const undone: RoomUndone = { type: "roomUndone", id: "a", entry: 1, texts: [], back: [], gone: [] };

/** What history is told, in a room that has files 1, 2 and 5. */
function toldOf(told: RoomRestored | RoomUndone): readonly ClientHistoryMessage[] {
  const sent: ClientHistoryMessage[] = [];
  const files = [1, 2, 5].map((file) => ({ file }));
  const review = {
    newId: () => "new",
    send: (message: ClientHistoryMessage) => sent.push(message),
    past: {
      room: { roomId: "room", room: signal({ files: [...files, { file: 3, deleted: {} }, { file: 4, deleted: {} }] }) },
    },
  };
  tellCutOff(review as unknown as Review, { client: 7, participant: 1, told });
  return sent;
}

describe("bringing a room back, cut off", () => {
  it("[V418] is told of as far as it came: the texts, and the files that are back or gone", () => {
    const texts = [{ ...updates, version: 1 }];
    expect(toldOf({ ...restored, texts })).toEqual([{ ...restored, texts, back: [2], gone: [4] }]);
    // it had not come to anything
    expect(toldOf({ ...restored, back: [3], gone: [5] })).toEqual([]);
  });

  it("[V418] the other way is told text by text, so that the rest can still be taken back", () => {
    const set = { clients: [7], from: 1, to: 2 };
    expect(toldOf({ ...undone, texts: [{ ...updates, set }] })).toEqual([
      { type: "undone", id: "new", ...updates, set },
    ]);
  });

  it("[V418] is found in this browser by the same person, once the tab has gone, and nothing that is written otherwise", () => {
    const you = { client: 8, participant: 1 };
    const nobody = new Set<number>();
    const begun = { client: 7, participant: 1, told: restored };
    expect(cutOffIn("room", you, nobody)).toBeUndefined();
    rememberBegun("room", begun);
    expect(cutOffIn("room", you, nobody)).toEqual(begun);
    expect(cutOffIn("other", you, nobody)).toBeUndefined();
    expect(cutOffIn("room", you, new Set([7]))).toBeUndefined();
    expect(cutOffIn("room", { ...you, participant: 2 }, nobody)).toBeUndefined();
    // the tab itself goes on with it when its connection is back
    expect(cutOffIn("room", { ...you, client: 7 }, nobody)).toBeUndefined();
    forgetBegun("room");
    expect(cutOffIn("room", you, nobody)).toBeUndefined();
    const wrong = ["{", "null", "{}", '{"client":1,"participant":1,"told":{}}', `"${"x".repeat(500_000)}"`];
    for (const written of wrong) {
      stored.set("companion:room-begun:room", written);
      expect(cutOffIn("room", you, nobody)).toBeUndefined();
    }
  });
});
