// A person's own key in their browser: kept and forgotten by a press, and read only where nobody can read the connection.
import { afterEach, expect, it, jest } from "@jest/globals";

const STORED = "companion:assist:key";
const OWN = { provider: "openai", model: "small", key: "sk-own" } as const;
const page = globalThis as { isSecureContext?: boolean; localStorage?: unknown };
const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");

afterEach(() => {
  delete page.isSecureContext;
  if (before) Object.defineProperty(globalThis, "localStorage", before);
  else delete page.localStorage;
});

/** The module as a page loads it that comes over such a connection, and has this stored. */
async function load(isSecureContext: boolean, stored: ReadonlyMap<string, string>) {
  const kept = new Map(stored);
  const localStorage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
  Object.defineProperty(globalThis, "localStorage", { value: localStorage, configurable: true });
  page.isSecureContext = isSecureContext;
  jest.resetModules();
  return { kept, ...(await import("./ownKey.ts")), ...(await import("./storedChoices.ts")) };
}

it("[A240] a key of one's own is used in secure contexts alone, also one that was kept before", async () => {
  const stored = new Map([[STORED, JSON.stringify(OWN)]]);
  expect((await load(true, stored)).ownKey.value).toEqual(OWN);
  expect((await load(false, stored)).ownKey.value).toBeUndefined();
});

it.each(["", "{", "null", "[]", '{"provider":"openai","key":"sk-own"}'])(
  "[A240] what was stored as %j is no key",
  async (text) => {
    expect((await load(true, new Map([[STORED, text]]))).ownKey.value).toBeUndefined();
  },
);

it("[A240] one is kept and forgotten by a press", async () => {
  const { kept, ownKey, setOwnKey } = await load(true, new Map());
  setOwnKey(OWN);
  expect([ownKey.value, JSON.parse(kept.get(STORED) ?? "")]).toEqual([OWN, OWN]);
  setOwnKey(undefined);
  expect([ownKey.value, kept.size]).toEqual([undefined, 0]);
});

it("[A233] with a key that is forgotten code is gone on with by itself no more, by the server's key neither", async () => {
  const { automatic, setOwnKey } = await load(true, new Map());
  automatic.turn(true);
  setOwnKey(OWN);
  expect(automatic.isOn.value).toBe(true);
  setOwnKey(undefined);
  expect(automatic.isOn.value).toBe(false);
});
