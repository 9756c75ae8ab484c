// No handler of keys hears what goes to an input method: of every one that there is.
import { existsSync, readdirSync, readFileSync } from "node:fs";
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

/** Where a source hears keys: by a property of an element, of an object of handlers, by name, or by a keymap of the editor. */
const heardIn = (source: string): string[] =>
  source
    .split(
      /(?=\bonKey[A-Z]\w*[=:]|\bonkey\w+ ?=|["']key(?:down|press|up)["']|\bkey(?:down|press|up)(?:[:(]|,$)|\bkeymap\.(?:of|compute)\()/m,
    )
    .slice(1)
    .map((from) => from.slice(0, 160).replaceAll(/\s+/g, " "));

const isPressed = (handler: string): boolean => /^(?:onKey\w+=\{|["']?key\w+["']?[,:] )pressed\(/.test(handler);

/** Those that hear every key, by where they are; a feature may have been taken out with its own. */
const OTHERS = (
  [
    // there for compositions alone
    ["editor/fileEditor.ts", /"keydown", besideText,/],
    // the editor's own, which calls none of a keymap while letters are being composed
    // what is composed is inserted, and ends no insertion
    ["editor/keymaps/vim.ts", /keydown\(_event, \{ state \}\) \{.*isInserting/],
    ["editor/keymaps/vscode.ts", /keymap\.of\(vscodeKeymap/],
    // hears of the key alone, and none that is of a composition
    // any key is something else than the letter before
    ["editor/lateWords.ts", /"keydown", "blur"/],
    ["editor/later.ts", /keydown\(event, view\) \{.*isOfComposition/],
    ["editor/later.ts", /keymap\.of\(\[\.\.\.closeBracketsKeymap,/],
    ["editor/setup.ts", /keymap\.of\(\[\.\.\.foldKeymap,/],
    // the editor's own as well
    ["features/assist/selectionMenu.ts", /keymap\.of\(\[ \{ key: "Escape",/],
    // looks where the caret is, whatever has moved it
    ["features/chat/composer.tsx", /onKeyUp=\{follow\}/],
    // somebody is not idle
    ["features/people/index.tsx", /"keydown", "pointerdown",/],
    // there for compositions alone
    ["ui/parts/dialog.tsx", /onKeyDown=\{\(event\) => \{.*isOfComposition/],
  ] as const
).filter(([path]) => !path.startsWith("features/") || existsSync(`client/${path}`));

describe("handlers of keys", () => {
  const handlers = readdirSync("client", { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|e2e)\.tsx?$|^e2e\//.test(path))
    .flatMap((path) => heardIn(readFileSync(`client/${path}`, "utf8")).map((handler) => ({ path, handler })));

  it("[B62] hear no key of a composition, each of them", () => {
    expect(handlers.length).toBeGreaterThan(12);
    const others = handlers
      .filter(({ handler }) => !isPressed(handler))
      .map(({ path, handler }) => `${path}: ${handler}`)
      .toSorted();
    expect(others).toEqual(
      OTHERS.map(([path, handler]) => expect.stringMatching(RegExp(`^${path}: ${handler.source}`))),
    );
  });

  it.each([
    "<input onKeyDown={run} />",
    "<input onKeyUp={run} />",
    "<input onKeyDownCapture={run} />",
    "const props = { onKeyDown: run };",
    "area.onkeydown = run;",
    'area.addEventListener("keyup", run);',
    "EditorView.domEventHandlers({ keydown: run })",
    "EditorView.domEventHandlers({ keydown(event) {} })",
    "EditorView.domEventHandlers({\n  keydown,\n})",
    "Prec.high(keymap.of([{ key: 'Enter', run }]))",
  ])("[B62] the walk notices %j", (source) => {
    expect(heardIn(source).filter((handler) => !isPressed(handler))).toHaveLength(1);
  });

  it("[B62] the walk takes what is heard through pressed()", () => {
    const source = '<p onKeyDown={pressed(run)} />; on("keydown", pressed(run)); ({ keydown: pressed(run) });';
    expect(heardIn(source).map(isPressed)).toEqual([true, true, true]);
  });
});
