// What a browser remembers, and that it lives without storage.
import { describe, expect, it } from "@jest/globals";
import { BrowserMemory, KNOWN_ROOMS, newClientId } from "./identity.ts";
import { FullStorage, MapStorage } from "../server/test/mapStorage.ts";
import { SafeStorage } from "./stored.ts";

const missing = (): never => null as never;
const forbidden = (): never => {
  throw new Error("forbidden");
};

const memoryOver = (storage: MapStorage): BrowserMemory => new BrowserMemory(new SafeStorage(() => storage));

const room = (roomId: string, visited = 1) => ({ roomId, name: "Ada", visited });

describe("what this browser remembers", () => {
  it("[B1] name, rooms and keys survive the page", () => {
    const storage = new MapStorage();
    const before = memoryOver(storage);
    before.name = "Ada";
    before.remember({ ...room("r1"), key: "secret", participant: 1, language: "Python" });
    const after = memoryOver(storage);
    expect(after.name).toBe("Ada");
    expect(after.room("r1")).toEqual({ ...room("r1"), key: "secret", participant: 1, language: "Python" });
  });

  it("[B1] is known not to survive where storage is forbidden, missing or full", () => {
    const isKept = (storage: () => MapStorage): boolean => {
      const memory = new BrowserMemory(new SafeStorage(storage));
      memory.remember(room("r1"));
      return memory.isKept;
    };
    expect([missing, forbidden, () => new FullStorage()].map(isKept)).toEqual([false, false, false]);
    const storage = new MapStorage();
    expect(isKept(() => storage)).toBe(true);
  });

  it("[B1] a later visit comes first and keeps the key", () => {
    const memory = memoryOver(new MapStorage());
    memory.remember({ ...room("r1"), key: "secret" });
    memory.remember(room("r2"));
    memory.remember(room("r1", 2));
    expect(memory.rooms.map(({ roomId }) => roomId)).toEqual(["r1", "r2"]);
    expect(memory.room("r1")).toEqual({ ...room("r1", 2), key: "secret" });
  });

  it("[B1] a room can be forgotten, and the oldest ones are", () => {
    const memory = memoryOver(new MapStorage());
    for (let i = 0; i < KNOWN_ROOMS + 5; i++) memory.remember(room(`r${i}`));
    expect(memory.rooms).toHaveLength(KNOWN_ROOMS);
    expect(memory.room("r4")).toBeUndefined();
    memory.forget("r50", "r51");
    expect(memory.room("r50")).toBeUndefined();
    expect(memory.rooms).toHaveLength(KNOWN_ROOMS - 2);
  });

  it("[B1] what was forgotten can be put back, in its place", () => {
    const memory = memoryOver(new MapStorage());
    for (const visited of [1, 2, 3]) memory.remember({ ...room(`r${visited}`, visited), key: "secret" });
    const before = memory.rooms;
    const forgotten = before.filter(({ roomId }) => roomId !== "r1");
    memory.forget("r2", "r3");
    expect(memory.rooms).toHaveLength(1);
    memory.remember(...forgotten);
    expect(memory.rooms).toEqual(before);
  });

  it("[B1] what changes of a room is kept where it stands; a room that is not known stays so", () => {
    const memory = memoryOver(new MapStorage());
    memory.remember(room("r1", 1));
    memory.remember(room("r2", 2));
    memory.change("r1", { title: "Kata", starred: true });
    memory.change("r3", { starred: true });
    expect(memory.rooms).toEqual([room("r2", 2), { ...room("r1", 1), title: "Kata", starred: true }]);
  });

  it("[B1] a room with a star is forgotten last", () => {
    const memory = memoryOver(new MapStorage());
    memory.remember({ ...room("starred", 0), starred: true });
    for (let i = 1; i <= KNOWN_ROOMS + 5; i++) memory.remember(room(`r${i}`, i));
    expect(memory.rooms).toHaveLength(KNOWN_ROOMS);
    expect(memory.rooms.at(-1)?.roomId).toBe("starred");
    expect(memory.room("r6")).toBeUndefined();
    expect(memory.room("r7")).toBeDefined();
  });

  it("[B66] it is noticed once that this site's data were cleared, by each page, and not that a room was forgotten", () => {
    const storage = new MapStorage();
    const [one, two] = [memoryOver(storage), memoryOver(storage)];
    one.remember(room("r1"));
    one.forget("r1");
    expect([one.noticeClearing(), two.noticeClearing()]).toEqual([false, false]);
    storage.items.clear();
    expect([one.noticeClearing(), one.noticeClearing()]).toEqual([true, false]);
    one.remember(room("r1"));
    expect([two.noticeClearing(), two.noticeClearing(), one.noticeClearing()]).toEqual([true, false, false]);
    // a page that comes between takes the mark that it finds for its own
    storage.items.clear();
    const three = memoryOver(storage);
    expect([one.noticeClearing(), two.noticeClearing(), three.noticeClearing()]).toEqual([true, true, false]);
    expect([one.noticeClearing(), two.noticeClearing(), three.noticeClearing()]).toEqual([false, false, false]);
  });

  it.each([
    ["missing", missing],
    ["forbidden", forbidden],
    ["full", () => new FullStorage()],
  ])("[B2] storage that is %s: it remembers until the page is closed", (_what, storage) => {
    const memory = new BrowserMemory(new SafeStorage(storage));
    memory.name = "Ada";
    memory.remember({ ...room("r1"), key: "secret" });
    expect(memory.name).toBe("Ada");
    expect(memory.room("r1")?.key).toBe("secret");
  });

  it.each([
    "{",
    "7",
    '[{"roomId":1}]',
    '[null,{"roomId":"r","name":"A","visited":1,"language":"Klingon"},{"roomId":"r","name":"A","visited":1,"title":7}]',
  ])("[B2] %s in storage is no room", (text) => {
    const storage = new MapStorage();
    storage.setItem("companion:rooms", text);
    expect(memoryOver(storage).rooms).toEqual([]);
  });

  it.each(["x".repeat(41), "x".repeat(100_000), "[[null]]", '{"name":"Ada"}'])(
    "[B2] %.20s in storage is no name, and costs no key",
    (text) => {
      const storage = new MapStorage();
      const memory = memoryOver(storage);
      storage.setItem("companion:name", text);
      storage.setItem("companion:rooms", JSON.stringify([{ ...room("r1"), name: text, key: "secret" }]));
      expect(memory.name).toBe("");
      expect(memory.room("r1")).toEqual({ ...room("r1"), name: "", key: "secret" });
    },
  );

  it.each(["Ada", "[dev] Ada", "42", "null", "😀".repeat(40)])("[B2] %s is a name", (text) => {
    const memory = memoryOver(new MapStorage());
    memory.name = text;
    expect(memory.name).toBe(text);
  });

  it("[C3] a client id has the shape that the server asks for, and no two are equal", () => {
    const ids = Array.from({ length: 1000 }, newClientId);
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22,64}$/);
  });
});
