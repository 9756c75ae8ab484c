// Which commands were used last, as a browser remembers them.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { MapStorage } from "../../../../server/test/mapStorage.ts";
import { recentCommands, recentFirst, rememberCommand } from "./recent.ts";

let browser: MapStorage;

beforeEach(() => {
  browser = new MapStorage();
  Object.assign(globalThis, { localStorage: browser });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, "localStorage");
});

describe("commands that were used", () => {
  it("[Z1] are remembered, the newest first, each once, and at most 30", () => {
    for (const id of ["a", "b", "a"]) rememberCommand(id);
    expect(recentCommands()).toEqual(["a", "b"]);
    for (let index = 0; index < 40; index++) rememberCommand(String(index));
    expect(recentCommands()).toHaveLength(30);
    expect(recentCommands()[0]).toBe("39");
  });

  it("[Z1] come first in a list, in their order; the others stay as they were", () => {
    expect(recentFirst(["a", "b", "c", "d"], (one) => one, ["d", "x", "b"])).toEqual(["d", "b", "a", "c"]);
  });

  it.each(["{", "7", '{"a":1}', "[1,null]"])("[Z1] are none where the storage has %s", (value) => {
    browser.setItem("companion:commands", value);
    expect(recentCommands()).toEqual([]);
  });

  it("[Z1] are none without a storage, and nothing fails", () => {
    Reflect.deleteProperty(globalThis, "localStorage");
    rememberCommand("a");
    expect(recentCommands()).toEqual([]);
  });
});
