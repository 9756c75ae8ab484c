// What stands on the keys, one string for each: words as this keyboard has them, on a Mac its own signs. Knows no command.
import { IS_MAC } from "../../../pressed.ts";
import "./keyCaps.css";
import { words } from "../../words.around.ts";

const MAC_SIGNS: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Ctrl: "⌃",
  Alt: "⌥",
  Shift: "⇧",
  Escape: "esc",
  Enter: "↩",
  Delete: "⌦",
  Backspace: "⌫",
};
const ARROWS: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
};
/** Apple writes them in this order. */
const MAC_ORDER = ["Ctrl", "Alt", "Shift", "Mod"];

/** `key` as `keyOf` writes it. */
function keyCaps(key: string, isMac = IS_MAC): readonly string[] {
  const [, held = "", base = ""] = /^((?:\w+-)*)(.+)$/.exec(key) ?? [];
  const modifiers = held.split("-").slice(0, -1);
  const names: Readonly<Record<string, string>> = { ...words.value.keys, ...ARROWS, ...(isMac && MAC_SIGNS) };
  const all = isMac ? MAC_ORDER.filter((one) => modifiers.includes(one)) : modifiers;
  return [...all, base].map((one) => names[one] ?? (one.length === 1 ? one.toUpperCase() : one));
}

/** In one word: "Ctrl+Shift+P", "⇧⌘P". */
const keyWords = (key: string, isMac = IS_MAC): string => keyCaps(key, isMac).join(isMac ? "" : "+");

/** A key as it stands on the keyboard; read as one word. */
export function Keys({ written }: { readonly written: string }) {
  return (
    <kbd class="keys">
      <span class="unseen">{keyWords(written)}</span>
      {keyCaps(written).map((cap, index) => (
        <span key={index} class="key-cap" aria-hidden="true">
          {cap}
        </span>
      ))}
    </kbd>
  );
}
