// What a browser may have remembered, and what is made of it.
import { afterEach, describe, expect, it } from "@jest/globals";
import { CHOICES, DEFAULTS, prefer, preferences, readPreferences } from "./preferences.ts";

describe("preferences", () => {
  it("[B71] are what was chosen, and what was not is as at first", () => {
    expect(readPreferences(JSON.stringify({ keymap: "vim", tabWidth: 8, completion: false }))).toEqual({
      ...DEFAULTS,
      keymap: "vim",
      tabWidth: 8,
      completion: false,
    });
  });

  it("[B71] what is first is one of the choices", () => {
    for (const [name, choices] of Object.entries(CHOICES))
      expect(choices).toContain(DEFAULTS[name as keyof typeof DEFAULTS]);
  });

  it.each([
    undefined,
    "",
    "{",
    "null",
    "7",
    "[]",
    '{"keymap":"ed"}',
    '{"fontSize":9000}',
    '{"tabWidth":"4"}',
    '{"wrap":true}',
    '{"font":"x; } body { display: none"}',
    '{"__proto__":{"keymap":"vim"}}',
    '{"constructor":1,"more":2}',
    JSON.stringify({ keymap: "vim", more: "x".repeat(2_000) }),
  ])("[B71] %j is nothing that anybody chose", (stored) => {
    expect(readPreferences(stored)).toEqual(DEFAULTS);
  });
});

describe("preferences of two windows", () => {
  const stored = new Map<string, string>();
  let isFull = false;
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "localStorage");
    stored.clear();
    isFull = false;
    prefer(DEFAULTS);
  });
  const withStorage = (): void => {
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem(key: string, value: string) {
        if (isFull) throw new Error("full");
        stored.set(key, value);
      },
    };
    Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  };
  const inStorage = () => JSON.parse(stored.get("companion:editor")!) as unknown;

  it("[B84] what another window has chosen at the same moment stays chosen", () => {
    withStorage();
    prefer({ keymap: "vim" });
    // before this window has heard of it
    stored.set("companion:editor", JSON.stringify({ keymap: "vim", tabWidth: 8 }));
    prefer({ fontSize: 20 });
    expect(inStorage()).toEqual({ keymap: "vim", tabWidth: 8, fontSize: 20 });
    expect(preferences.value).toEqual({ ...DEFAULTS, keymap: "vim", tabWidth: 8, fontSize: 20 });
    stored.set("companion:editor", "{}");
    prefer({ wrap: "always" });
    expect(inStorage()).toEqual({ wrap: "always" });
  });

  it("[B84] what cannot be stored holds in its window beside what comes after it", () => {
    withStorage();
    isFull = true;
    prefer({ keymap: "vim" });
    prefer({ tabWidth: 8 });
    expect(preferences.value).toEqual({ ...DEFAULTS, keymap: "vim", tabWidth: 8 });
    Reflect.deleteProperty(globalThis, "localStorage");
    prefer({ keymap: "emacs" });
    expect(preferences.value.keymap).toBe("emacs");
  });
});
