// A page that is closed while it brings back or undoes: what the next window tells, and of what.
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { signal } from "@preact/signals";
import type {
  ClientHistoryMessage,
  Restored,
  RoomRestored,
  RoomUndone,
} from "../../../../server/features/history/messages.ts";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import type { Review } from "../review.ts";
import { cutOffIn, type Done, forgetBegun, rememberBegun } from "./begun.ts";
import { tellCutOff } from "./cutOff.ts";
import { Telling } from "./telling.ts";

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
const written: Restored = { type: "restored", id: "w", ...updates, version: 1, at: 5 };
const restored: RoomRestored = { type: "roomRestored", id: "a", at: 5, texts: [], back: [2, 3], gone: [4, 5] };
const undone: RoomUndone = { type: "roomUndone", id: "a", entry: 1, texts: [], back: [], gone: [] };

const YOU = { client: 8, participant: 1, role: "editor" } as const;

/** What the next window of client 8 tells history, in a room that has files 1, 2 and 5. */
function toldOf(done: Done): readonly ClientHistoryMessage[] {
  const sent: ClientHistoryMessage[] = [];
  const send = (message: unknown): void => void sent.push(message as ClientHistoryMessage);
  const telling = new Telling({ roomId: "room", people: { you: signal(YOU) }, send } as unknown as PageRoom);
  const files = [1, 2, 5].map((file) => ({ file }));
  const review = {
    newId: () => "new",
    telling,
    past: {
      room: { roomId: "room", room: signal({ files: [...files, { file: 3, deleted: {} }, { file: 4, deleted: {} }] }) },
    },
  };
  tellCutOff(review as unknown as Review, { client: 7, participant: 1, ...done });
  return sent;
}

describe("bringing a room back, cut off", () => {
  it("[V418] is told of as far as it came: the texts, and the files that are back or gone", () => {
    const texts = [{ ...updates, version: 1 }];
    const told = { ...restored, texts };
    expect(toldOf({ told, isAtEnd: false })).toEqual([{ ...told, back: [2], gone: [4] }]);
    // it had not come to anything
    expect(toldOf({ told: { ...restored, back: [3], gone: [5] }, isAtEnd: false })).toEqual([]);
  });

  it("[V418] the other way is told text by text, so that the rest can still be taken back", () => {
    const set = { clients: [7], from: 1, to: 2 };
    expect(toldOf({ told: { ...undone, texts: [{ ...updates, set }] }, isAtEnd: false })).toEqual([
      { type: "undone", id: "new", ...updates, set },
    ]);
  });

  it("[V418] is told once more, or by the window after that, until history has it, and no longer", () => {
    const texts = [{ ...updates, version: 1 }];
    const left = (): readonly unknown[] => cutOffIn("room", { ...YOU, client: 9 }, new Set()).map(({ told }) => told);
    const half = { client: 7, participant: 1, told: { ...restored, texts }, isAtEnd: false } as const;
    rememberBegun("room", half);
    toldOf(half);
    expect(left()).toEqual([{ ...half.told, back: [2], gone: [4] }]);
    stored.clear();
    const set = { clients: [7], from: 1, to: 2 };
    const away = { ...half, told: { ...undone, texts: [{ ...updates, set }] } };
    rememberBegun("room", away);
    toldOf(away);
    expect(left()).toMatchObject([{ type: "undone", id: "new" }]);
    stored.clear();
    const nothing = { ...half, told: { ...restored, back: [3], gone: [5] } };
    rememberBegun("room", nothing);
    toldOf(nothing);
    expect(left()).toEqual([]);
    toldOf({ told: written, isAtEnd: true });
    expect(left()).toEqual([written]);
  });

  it("[V418] what was done to its end is told as it was, of a room as of one text", () => {
    for (const told of [written, restored]) expect(toldOf({ told, isAtEnd: true })).toEqual([told]);
  });

  it("[V418] is found in this browser by the same person, once the tab has gone, and nothing that is written otherwise", () => {
    const you = { client: 8, participant: 1 };
    const nobody = new Set<number>();
    const begun = { client: 7, participant: 1, told: restored, isAtEnd: false } as const;
    const other = { client: 6, participant: 1, told: written, isAtEnd: true } as const;
    expect(cutOffIn("room", you, nobody)).toEqual([]);
    rememberBegun("room", begun);
    rememberBegun("room", other);
    expect(cutOffIn("room", you, nobody)).toEqual([begun, other]);
    expect(cutOffIn("other", you, nobody)).toEqual([]);
    expect(cutOffIn("room", you, new Set([7]))).toEqual([other]);
    expect(cutOffIn("room", { ...you, participant: 2 }, nobody)).toEqual([]);
    // the tab itself goes on with it when its connection is back
    expect(cutOffIn("room", { ...you, client: 7 }, nobody)).toEqual([other]);
    // what is remembered later of the same is in its place
    const further = { ...begun, told: { ...restored, back: [] } };
    rememberBegun("room", further);
    expect(cutOffIn("room", you, nobody)).toEqual([other, further]);
    forgetBegun("room", written.id);
    expect(cutOffIn("room", you, nobody)).toEqual([further]);
    forgetBegun("room", restored.id);
    expect([...stored]).toEqual([]);
    for (let count = 0; count < 30; count++) rememberBegun("room", { ...other, told: { ...written, id: `${count}` } });
    expect(cutOffIn("room", you, nobody).map(({ told }) => told.id)).toEqual(
      Array.from({ length: 20 }, (_, at) => `${at + 10}`),
    );
    const half = JSON.stringify({ ...other, isAtEnd: false });
    const wrong = [
      "{",
      "null",
      "{}",
      '[{"client":7,"participant":1,"told":{}}]',
      `[${half}]`,
      `["${"x".repeat(500_000)}"]`,
    ];
    for (const one of wrong) {
      stored.set("companion:room-begun:room", one);
      expect(cutOffIn("room", you, nobody)).toEqual([]);
    }
  });
});

describe("what a window has done", () => {
  const you = { client: 7, participant: 1, role: "editor" } as const;
  const entry = { ...written, participant: 1, time: 9 };

  /** With what is sent, and what another window of this browser would find once this one is closed. */
  const window = () => {
    const sent: unknown[] = [];
    const room = { roomId: "room", people: { you: signal(you) }, send: (data: unknown) => sent.push(data) };
    const found = () => cutOffIn("room", { client: 8, participant: 1 }, new Set()).map(({ told }) => told.id);
    return { telling: new Telling(room as unknown as PageRoom), sent, found };
  };

  it("[V418] is told, and left to the next until history has it", () => {
    const { telling, sent, found } = window();
    telling.tell(written);
    expect(sent).toEqual([written]);
    // not that, and not by this person
    telling.heard([null, { ...entry, id: "other" }, { ...entry, participant: 2 }]);
    expect(found()).toEqual(["w"]);
    telling.heard([entry]);
    expect(found()).toEqual([]);
    telling.tellAgain();
    expect(sent).toEqual([written]);
  });

  it("[V418] is told once more when the connection is back, where no answer came, and not once it was refused", () => {
    const { telling, sent, found } = window();
    expect(telling.refused("outdated")).toBe(false);
    telling.tell(written);
    telling.tellAgain();
    // said by the page, as of any other message
    expect(telling.refused("rate_limited")).toBe(false);
    telling.tellAgain();
    expect(sent).toEqual([written, written]);
    expect(found()).toEqual(["w"]);
  });

  it("[V418] is told no more where history refuses it for good, by the next window neither", () => {
    for (const code of ["outdated", "bad_request", "unknown_file"] as const) {
      const { telling, found } = window();
      telling.tell(written);
      expect(telling.refused(code)).toBe(true);
      expect(found()).toEqual([]);
      // that was all that it could be about
      expect(telling.refused(code)).toBe(false);
    }
  });

  it("[V418] is told no more where history holds no more, and that is said", () => {
    for (const own of ["history.full", "history.said_much"]) {
      const { telling, found } = window();
      telling.tell(written);
      expect(telling.refused("outdated", own)).toBe(false);
      expect(found()).toEqual([]);
    }
  });

  it("[V418] is not left where it came to nothing", () => {
    const { telling, sent, found } = window();
    telling.remember({ told: restored, isAtEnd: false });
    expect(found()).toEqual(["a"]);
    telling.forget("a");
    expect(found()).toEqual([]);
    expect(sent).toEqual([]);
  });
});
