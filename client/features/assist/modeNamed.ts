// The mode that a question names at its beginning: "/explain why". Knows no field.
import type { Mode } from "../../../server/features/assist/messages.ts";

export interface NamedMode {
  readonly mode: Mode;
  /** in the language of the page */
  readonly name: string;
}

const begins = ({ mode, name }: NamedMode, typed: string): boolean =>
  [mode, name].some((one) => one.toLowerCase().startsWith(typed.toLowerCase()));

/** Those that begin as what is typed behind the slash, as long as that is all that is typed. */
export function modesFor(text: string, modes: readonly NamedMode[]): readonly NamedMode[] {
  const [, typed] = /^\/(\S*)$/.exec(text) ?? [];
  return typed === undefined ? [] : modes.filter((one) => begins(one, typed));
}

/** The first mode that begins as what is typed behind the slash, and what is left; undefined: none is named. */
export function modeNamed(
  text: string,
  modes: readonly NamedMode[],
): { readonly mode: Mode; readonly rest: string } | undefined {
  const [whole = "", typed] = /^\/(\S+)\s*/.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const found = modes.find((one) => begins(one, typed));
  return found && { mode: found.mode, rest: text.slice(whole.length) };
}
