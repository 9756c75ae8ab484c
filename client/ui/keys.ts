// How a press is written, and the keys of the page itself; a feature has its own in a `keys.ts` of its folder. Knows no command.

import { IS_MAC } from "../pressed.ts";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/**
 * By what they do; "Mod" is Command on a Mac and Ctrl elsewhere. No key of the page or of a feature is another's, a browser's own, the
 * editor's, or one by which a layout types a sign: with Option a Mac types brackets. The editor has two of them, Escape, which leads into
 * it, and Mod-Enter, which runs the code before the editor hears it. `keys.test.ts` gathers them all.
 */
export const keysOn = (isMac: boolean) => ({
  save: "Mod-s",
  code: "Escape",
  nextPart: "F6",
  previousPart: "Shift-F6",
  nextTab: "Alt-PageDown",
  previousTab: "Alt-PageUp",
  closeTab: "Alt-Shift-w",
  sides: { left: "Mod-b", right: "Mod-Alt-b", dock: "Mod-j" },
  /** of the first tabs, one after the other */
  tabs: DIGITS.map((digit) => `${isMac ? "Ctrl" : "Alt"}-${digit}`),
});

export const KEYS = keysOn(IS_MAC);

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

/**
 * A key with its modifiers: "Mod-Alt-Shift-f". Where Alt makes another letter of it, or the layout is not Latin, the letter is that of the
 * key's place, as digits are beside a modifier; of a sign it does not matter whether it takes Shift.
 */
export function keyOf(event: Pressed, isMac = IS_MAC): string {
  const { key, code, ctrlKey, altKey, shiftKey, metaKey } = event;
  const letter = key.length === 1 && !/^[!-~]$/.test(key) ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  const digit = ctrlKey || altKey || metaKey ? /^Digit(\d)$/.exec(code)?.[1] : undefined;
  const base = (letter ?? digit ?? key).replace(/^[A-Z]$/, (capital) => capital.toLowerCase());
  const isSign = /^[!-~]$/.test(base) && !/^[a-z\d]$/.test(base);
  const held = [
    (isMac ? metaKey : ctrlKey) && "Mod",
    isMac && ctrlKey && "Ctrl",
    altKey && "Alt",
    shiftKey && !isSign && "Shift",
    !isMac && metaKey && "Meta",
  ];
  return [...held.filter((one) => one !== false), base].join("-");
}

const TEXT_FIELDS = "input, textarea, select, [contenteditable='true']";

/** Whether the key types a sign where it was pressed. */
export const isTyped = (key: string, target: EventTarget | null): boolean =>
  /^(?:Shift-)?.$/u.test(key) && target instanceof Element && target.closest(TEXT_FIELDS) !== null;
