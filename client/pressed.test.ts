// No handler of keys hears what goes to an input method: of every one that there is.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { isOfComposition, pressed } from "./pressed.ts";

const ENTER = { key: "Enter", isComposing: false, keyCode: 13 };

/** As browsers tell of the Enter that accepts a word. */
const ACCEPTING = {
  "Chromium and Firefox, before the composition ends": { key: "Enter", isComposing: true, keyCode: 229 },
  "Firefox, where it tells the key": { key: "Enter", isComposing: true, keyCode: 13 },
  "Safari, after the composition has ended": { key: "Enter", isComposing: false, keyCode: 229 },
  "a phone": { key: "Unidentified", isComposing: false, keyCode: 229 },
};

describe("a key", () => {
  it.each(Object.entries(ACCEPTING))("[B62] is of a composition: %s", (_where, event) => {
    const heard: unknown[] = [];
    pressed((one: typeof ENTER) => heard.push(one))(event);
    expect([isOfComposition(event), heard]).toEqual([true, []]);
  });

  it("[B62] is the page's otherwise", () => {
    const heard: unknown[] = [];
    pressed((one: typeof ENTER) => heard.push(one))(ENTER);
    expect(heard).toEqual([ENTER]);
  });
});

describe("handlers of keys", () => {
  const handlers = readdirSync("client", { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|e2e)\.tsx?$|^e2e\//.test(path))
    .flatMap((path) =>
      readFileSync(`client/${path}`, "utf8")
        .split(/(?=onKey(?:Down|Press)=|"key(?:down|press)")/)
        .slice(1)
        .map((from) => `${path}: ${from.slice(0, 160).replaceAll(/\s+/g, " ")}`),
    );

  it("[B62] hear no key of a composition, each of them", () => {
    expect(handlers.length).toBeGreaterThan(8);
    const others = handlers.filter((one) => !/: (?:onKey\w+=\{|"key\w+", )pressed\(/.test(one));
    // that somebody is not idle; and two that are there for compositions alone
    expect(others.map((one) => one.slice(0, one.indexOf(":"))).toSorted()).toEqual([
      "editor/fileEditor.ts",
      "features/people/index.tsx",
      "ui/dialog.tsx",
    ]);
    for (const one of others.filter((path) => !path.startsWith("features/people/")))
      expect(one).toMatch(/isOfComposition|besideText/);
  });
});
