// What a word that has begun may become: words of the room's files, keywords and snippets. Knows no room.
import {
  type Completion,
  completeAnyWord,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { language, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { Language } from "#protocol/languages.ts";
import { snippetsOf } from "./snippets.ts";

/** One letter may become anything. */
const FROM_LETTERS = 2;

const BEGUN = /[\p{L}_$][\p{L}\p{N}_$]*/u;
const STAYS = /^[\p{L}\p{N}_$]*$/u;

interface Offered {
  readonly language: Language;
  /** of other files */
  readonly words: Iterable<string>;
  /** Whether no more of them are known by now. */
  areAll(): boolean;
}

export function completed(
  context: CompletionContext,
  { language: name, words: others, areAll }: Offered,
): CompletionResult | null {
  const begun = context.matchBefore(BEGUN);
  if (begun === null ? !context.explicit : begun.text.length < FROM_LETTERS && !context.explicit) return null;
  const from = begun?.from ?? context.pos;
  const isProse = isInProse(context.state, from);
  const own = completeAnyWord(context) as CompletionResult | null;
  // Without a type: what a language knows by the same name is one with it.
  const words = new Set([...(own?.options.map(({ label }) => label) ?? []), ...others]);
  const snippets = isProse ? [] : snippetsOf(name);
  const keywords = isProse ? [] : keywordsOf(context.state);
  for (const { label } of [...snippets, ...keywords]) words.delete(label);
  const plain: Completion[] = [...keywords, ...[...words].map((label) => ({ label }))];
  const whole = new Set(plain.map(({ label }) => label));
  const options = [...snippets, ...plain.filter(({ label }) => label !== begun?.text)];
  if (options.length === 0) return null;
  // asked anew where a word stands there whole, as it would become itself
  return { from, options, validFor: (text) => STAYS.test(text) && !whole.has(text) && areAll() };
}

/** Comments and strings, where no program is written. */
const isInProse = (state: EditorState, at: number): boolean =>
  /comment|string/i.test(syntaxTree(state).resolveInner(at, -1).name);

/** Lezer's grammars name a keyword's node as the keyword; other grammars offer theirs by themselves. */
function keywordsOf(state: EditorState): Completion[] {
  const parser = state.facet(language)?.parser;
  if (parser === undefined || !("nodeSet" in parser)) return [];
  const { types } = parser.nodeSet as { readonly types: readonly { readonly name: string }[] };
  const names = new Set(types.map(({ name }) => name).filter((name) => /^[a-z][a-z_]+$/.test(name)));
  return [...names].map((label) => ({ label, type: "keyword" }));
}
