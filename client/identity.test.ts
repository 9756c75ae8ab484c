// What a browser remembers, and that it lives without storage.
import { describe, expect, it } from "@jest/globals";
import { BrowserMemory, KNOWN_ROOMS, newClientId } from "./identity.ts";

class MapStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
}

const forbidden = {
  getItem: (): string => {
    throw new Error("forbidden");
  },
  setItem: (): void => {
    throw new Error("forbidden");
  },
};

const room = (roomId: string, visited = 1) => ({ roomId, name: "Ada", visited });

describe("what this browser remembers", () => {
  it("[B1] name, rooms and keys survive the page", () => {
    const storage = new MapStorage();
    const before = new BrowserMemory(storage);
    before.name = "Ada";
    before.remember({ ...room("r1"), key: "secret", participant: 1, language: "Python" });
    const after = new BrowserMemory(storage);
    expect(after.name).toBe("Ada");
    expect(after.room("r1")).toEqual({ ...room("r1"), key: "secret", participant: 1, language: "Python" });
  });

  it("[B1] a later visit comes first and keeps the key", () => {
    const memory = new BrowserMemory(new MapStorage());
    memory.remember({ ...room("r1"), key: "secret" });
    memory.remember(room("r2"));
    memory.remember(room("r1", 2));
    expect(memory.rooms.map(({ roomId }) => roomId)).toEqual(["r1", "r2"]);
    expect(memory.room("r1")).toEqual({ ...room("r1", 2), key: "secret" });
  });

  it("[B1] a room can be forgotten, and the oldest ones are", () => {
    const memory = new BrowserMemory(new MapStorage());
    for (let i = 0; i < KNOWN_ROOMS + 5; i++) memory.remember(room(`r${i}`));
    expect(memory.rooms).toHaveLength(KNOWN_ROOMS);
    expect(memory.room("r4")).toBeUndefined();
    memory.forget("r50");
    expect(memory.room("r50")).toBeUndefined();
    expect(memory.rooms).toHaveLength(KNOWN_ROOMS - 1);
  });

  it.each([
    ["missing", undefined],
    ["forbidden", forbidden],
    ["full", { getItem: () => null, setItem: forbidden.setItem }],
  ])("[B2] storage that is %s: it remembers until the page is closed", (_what, storage) => {
    const memory = new BrowserMemory(storage);
    memory.name = "Ada";
    memory.remember({ ...room("r1"), key: "secret" });
    expect(memory.name).toBe("Ada");
    expect(memory.room("r1")?.key).toBe("secret");
  });

  it.each(["{", "7", '[{"roomId":1}]', '[null,{"roomId":"r","name":"A","visited":1,"language":"Klingon"}]'])(
    "[B2] %s in storage is no room",
    (text) => {
      const storage = new MapStorage();
      storage.setItem("companion:rooms", text);
      expect(new BrowserMemory(storage).rooms).toEqual([]);
    },
  );

  it("[C3] a client id has the shape that the server asks for, and no two are equal", () => {
    const ids = Array.from({ length: 1000 }, newClientId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22,64}$/);
  });
});
