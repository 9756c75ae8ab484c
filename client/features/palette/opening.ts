// What opens the palette, and with which sign what is typed then begins. Knows no list.
import type { Signal } from "@preact/signals";
import { keyOf } from "../../ui/keys.ts";
import { KEYS } from "./keys.ts";

/** One opening of it: of a list, by the sign that what is typed begins with, or of the page of keys. */
export interface Opened {
  readonly what: "" | "/" | ":" | "keys";
}

export type Kind = "commands" | "files" | "line";

export function kindOf(typed: string): Kind {
  if (typed.startsWith(":")) return "line";
  return typed.startsWith("/") ? "files" : "commands";
}

const OPENING: readonly (readonly [keys: string | readonly string[], opens: Exclude<Opened["what"], "keys">])[] = [
  [KEYS.commands, ""],
  [KEYS.quickOpen, "/"],
];

/** A key that opens a list, while one is open: the same closes it, another one takes its place. False: it is none. */
export function pressedAgain(event: KeyboardEvent, typed: Signal<string>, close: () => void): boolean {
  const again = OPENING.find(([keys]) => [keys].flat().includes(keyOf(event)));
  if (again === undefined) return false;
  if (kindOf(again[1]) === kindOf(typed.peek())) close();
  else typed.value = again[1];
  return true;
}
