// The mode that a question names at its beginning: "/explain why". Knows no field.
import type { Mode } from "../../../server/features/assist/messages.ts";

interface NamedMode {
  readonly mode: Mode;
  /** in the language of the page */
  readonly name: string;
}

/** The first mode that begins as what is typed behind the slash, and what is left; undefined: none is named. */
export function modeNamed(
  text: string,
  modes: readonly NamedMode[],
): { readonly mode: Mode; readonly rest: string } | undefined {
  const [whole = "", typed] = /^\/(\S+)\s*/.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const begins = (name: string): boolean => name.toLowerCase().startsWith(typed.toLowerCase());
  const found = modes.find(({ mode, name }) => begins(mode) || begins(name));
  return found && { mode: found.mode, rest: text.slice(whole.length) };
}
