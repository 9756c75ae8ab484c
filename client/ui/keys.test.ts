// Keys as commands write them, from what browsers tell of a press; and all of them, the page's and each feature's, beside what else hears keys.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap, indentWithTab } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { searchKeymap } from "@codemirror/search";
import type { KeyBinding } from "@codemirror/view";
import { describe, expect, it } from "@jest/globals";
import { vscodeKeymap } from "@replit/codemirror-vscode-keymap";
import { codeKeys } from "../editor/codeKeys.ts";
import { isTyped, keyOf, keysOn } from "./keys.ts";

const UP = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe("a key", () => {
  it.each<[string, Partial<KeyboardEvent>]>([
    ["Alt-Enter", { key: "Enter", code: "Enter", altKey: true }],
    ["Alt-Shift-s", { key: "S", code: "KeyS", altKey: true, shiftKey: true }],
    ["Mod-Alt-Shift-Meta-F2", { key: "F2", code: "F2", ctrlKey: true, altKey: true, shiftKey: true, metaKey: true }],
    // Option on a Mac makes another letter of it
    ["Alt-Shift-s", { key: "Í", code: "KeyS", altKey: true, shiftKey: true }],
    // Latin letters go by what is written on the key, those of other alphabets by its place
    ["Mod-q", { key: "q", code: "KeyA", ctrlKey: true }],
    ["Mod-f", { key: "а", code: "KeyF", ctrlKey: true }],
    ["é", { key: "é", code: "Digit2" }],
    ["?", { key: "?", code: "Slash" }],
    ["?", { key: "?", code: "Minus", shiftKey: true }],
    // French layouts have digits with Shift alone
    ["Alt-1", { key: "&", code: "Digit1", altKey: true }],
  ])("[B69] is written as %s", (written, event) => {
    expect(keyOf({ ...UP, key: "", code: "", ...event }, false)).toBe(written);
  });
});

const ORDER = ["Mod", "Ctrl", "Alt", "Shift", "Meta"];

/** A key as other tables write it, as this one does. */
function written(key: string, isMac: boolean): string {
  const [, held = "", base = ""] = /^((?:\w+-)*)(.+)$/.exec(key) ?? [];
  const modifiers = held
    .split("-")
    .slice(0, -1)
    .map((one) => (one === (isMac ? "Cmd" : "Ctrl") || (isMac && one === "Meta") ? "Mod" : one));
  return [...modifiers.toSorted((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other)), base].join("-");
}

const editorKeys = (isMac: boolean, besides: readonly KeyBinding[] = []): readonly string[] =>
  [
    ...besides,
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...searchKeymap,
    indentWithTab,
  ].flatMap(({ key, mac, linux, shift }) => {
    const own = (isMac ? mac : linux) ?? key;
    return own === undefined ? [] : [written(own, isMac), ...(shift ? [written(`Shift-${own}`, isMac)] : [])];
  });

/** What browsers do not give to a page, or only after the person has lost something: tabs, windows, the address, what ends the program. */
const OF_BROWSERS = [
  ..."wtnlqhmrd0".split("").map((letter) => `Mod-${letter}`),
  ..."wtnqr".split("").map((letter) => `Mod-Shift-${letter}`),
  ..."Mod-Tab Mod-Shift-Tab Ctrl-Tab Ctrl-Shift-Tab Mod-PageUp Mod-PageDown Mod-F4 Alt-F4 F5 F11 F12".split(" "),
  ..."Alt-ArrowLeft Alt-ArrowRight Mod-ArrowLeft Mod-ArrowRight Alt-d Alt-Home".split(" "),
];

type Keys = Readonly<Record<string, string | readonly string[] | Readonly<Record<string, string>>>>;

/** The features that have keys, with the one that the docs show. */
const folders = [...readdirSync("client/features").map((name) => `features/${name}`), "e2e/scribe"].filter((folder) =>
  existsSync(`client/${folder}/keys.ts`),
);
const ofFeatures = await Promise.all(
  folders.map(async (folder) => ({
    folder,
    keys: ((await import(`../${folder}/keys.ts`)) as { readonly KEYS: Keys }).KEYS,
  })),
);

const everyKey = (isMac: boolean): readonly string[] =>
  [keysOn(isMac) as Keys, ...ofFeatures.map(({ keys }) => keys)]
    .flatMap((keys) => Object.values(keys))
    .flatMap((all) => (typeof all === "string" ? [all] : Object.values<string>(all)));

describe.each([
  ["on a Mac", true],
  ["elsewhere", false],
])("the keys of the page and its features %s", (_where, isMac) => {
  const all = everyKey(isMac);

  it("[B70] are nobody else's", () => {
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it("[B70] are written as a press is written", () => {
    expect(all.filter((key) => written(key, isMac) !== key)).toEqual([]);
  });

  it("[B70] are none that a browser keeps", () => {
    expect(all.filter((key) => OF_BROWSERS.includes(key))).toEqual([]);
  });

  it("[B70] are none that the editor has, but Escape, by which one comes into it, and the one that runs the code", () => {
    const taken = all.filter((key) => editorKeys(isMac).includes(key));
    // runs the code, before the editor hears it
    expect(taken.filter((key) => key !== "Mod-Enter")).toEqual(["Escape"]);
  });

  it("[B70] are none by which a layout types a sign in the code", () => {
    // with Option a Mac types brackets; "?" does nothing where one types
    const signs = all.filter((key) => /^(?:Shift-)?.$/.test(key) || (isMac && /^Alt-(?:.|Shift-\d)$/.test(key)));
    expect(signs.filter((key) => key !== "?")).toEqual([]);
  });

  it("[B70] the page of keys says of the code what the editor has", () => {
    for (const [keymap, keys] of [
      ["default", []],
      ["vscode", vscodeKeymap],
    ] as const) {
      const own = editorKeys(isMac, keys);
      const unknown = Object.entries(codeKeys(keymap, isMac)).filter(
        ([, one]) => !("key" in one) || !own.includes(written(one.key, isMac)),
      );
      expect(unknown).toEqual([]);
    }
  });
});

const sourcesIn = (folder: string) =>
  readdirSync(`client/${folder}`, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(?:test|e2e)\.ts$|(?:^|\/)test\//.test(path))
    .map((path) => ({ path: `${folder}/${path}`, source: readFileSync(`client/${folder}/${path}`, "utf8") }));

describe("keys", () => {
  it.each([{ folder: "ui", keys: keysOn(false) as Keys }, ...ofFeatures])(
    "[B70] are each a command's of whose table has them: $folder",
    ({ folder, keys }) => {
      const named = sourcesIn(folder).flatMap(({ source }) =>
        [...source.matchAll(/\bkey: KEYS\.(\w+)/g)].map(([, action = ""]) => action),
      );
      expect([...new Set(named)].toSorted()).toEqual(Object.keys(keys).toSorted());
    },
  );

  it("[B70] are a command's from nowhere but a table", () => {
    const besides = ["ui", "features", "e2e/scribe"]
      .flatMap(sourcesIn)
      .filter(({ source }) => /\bid: .*\bkey: (?!KEYS\.)/.test(source));
    expect(besides.map(({ path }) => path)).toEqual([]);
  });

  it("[B70] what types a sign does nothing where one types", () => {
    const isIn = (closest: unknown) => ({ closest: () => closest }) as unknown as EventTarget;
    Object.assign(globalThis, { Element: Object });
    expect([isTyped("?", isIn({})), isTyped("Shift-a", isIn({}))]).toEqual([true, true]);
    expect([isTyped("?", isIn(null)), isTyped("F1", isIn({})), isTyped("Mod-s", isIn({}))]).toEqual([
      false,
      false,
      false,
    ]);
    Reflect.deleteProperty(globalThis, "Element");
  });
});
