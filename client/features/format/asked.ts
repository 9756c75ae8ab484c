// What a formatter is asked, and what it answers. Knows no formatter.
import type { Language } from "#protocol/languages.ts";

export interface Asked {
  readonly text: string;
  readonly language: Language;
  /** one step: a tab, or blanks */
  readonly indent: string;
  /** only this part, in UTF-16 units */
  readonly part?: { readonly from: number; readonly to: number };
}

export type Answer =
  | { readonly text: string }
  /** it is not written as the language asks for */
  | { readonly problem: string; readonly line: number }
  | { readonly notLoaded: true };
