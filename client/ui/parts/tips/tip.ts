// What is said of something where the pointer or the keyboard's focus is on it: one way for all of the page. Knows no screen; tooltips.tsx shows it.
import { IS_MAC } from "../../../pressed.ts";

/** Attributes of a button, a tab or a link. */
export interface Tip {
  readonly "data-tip"?: string;
  readonly "data-tip-key"?: string;
  readonly "aria-keyshortcuts"?: string;
}

const AS_ARIA: Readonly<Record<string, string>> = { Mod: IS_MAC ? "Meta" : "Control", Ctrl: "Control" };

const forScreenReaders = (key: string): string =>
  key
    .replace(/^(?:\w+-)+/, (held) => held.replace(/(\w+)-/g, (_, one: string) => `${AS_ARIA[one] ?? one}+`))
    .replace(/(?<=^|\+)[a-z]$/, (letter) => letter.toUpperCase());

/** The words, and the key of the table in `keys.ts` that does the same. Empty words say nothing. */
export const tip = (text: string, key?: string): Tip =>
  text === ""
    ? {}
    : {
        "data-tip": text,
        ...(key !== undefined && { "data-tip-key": key, "aria-keyshortcuts": forScreenReaders(key) }),
      };
