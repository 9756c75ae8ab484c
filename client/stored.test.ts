// A storage of the browser that may be missing, full or forbidden.
import { describe, expect, it } from "@jest/globals";
import { FullStorage, MapStorage } from "../server/test/mapStorage.ts";
import { SafeStorage } from "./stored.ts";

const over = (storage: MapStorage): SafeStorage => new SafeStorage(() => storage);

describe("a storage of the browser", () => {
  it("[B2] keeps texts by their names until they are taken away", () => {
    const storage = over(new MapStorage());
    expect([storage.write("a", "1"), storage.write("b", "2")]).toEqual([true, true]);
    expect([storage.read("a"), storage.names]).toEqual(["1", ["a", "b"]]);
    expect([storage.write("a", undefined), storage.read("a"), storage.names]).toEqual([true, undefined, ["b"]]);
  });

  it("[B2] has as JSON what is JSON, and not too long", () => {
    const storage = over(new MapStorage());
    storage.write("a", "[1]");
    storage.write("b", "[1");
    expect([storage.readJson("a", 3), storage.readJson("a", 2)]).toEqual([[1], undefined]);
    expect([storage.readJson("b"), storage.readJson("c")]).toEqual([undefined, undefined]);
  });

  it.each<[string, () => MapStorage]>([
    ["missing", () => null as never],
    [
      "forbidden",
      () => {
        throw new Error("SecurityError");
      },
    ],
    ["full", () => new FullStorage()],
  ])("[B64] that is %s keeps nothing, says so, and throws nowhere", (_what, texts) => {
    const storage = new SafeStorage(texts);
    expect(storage.write("a", "1")).toBe(false);
    expect([storage.read("a"), storage.readJson("a"), storage.names]).toEqual([undefined, undefined, []]);
    expect(() => storage.write("a", undefined)).not.toThrow();
  });

  it("[B64] that is forbidden all of a sudden, or allowed again, is looked at anew", () => {
    const kept = new MapStorage();
    let isForbidden = false;
    const storage = new SafeStorage(() => {
      if (isForbidden) throw new Error("SecurityError");
      return kept;
    });
    storage.write("a", "1");
    isForbidden = true;
    expect([storage.read("a"), storage.write("a", "2")]).toEqual([undefined, false]);
    isForbidden = false;
    expect(storage.read("a")).toBe("1");
  });
});
