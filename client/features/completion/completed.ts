// What a word that has begun may become: words of the room's open files, keywords and snippets. Knows no room.
import {
  type Completion,
  completeAnyWord,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { language, syntaxTree } from "@codemirror/language";
import type { EditorState, Text } from "@codemirror/state";
import type { Language } from "#protocol/languages.ts";
import { snippetsOf } from "./snippets.ts";

/** UTF-16 units of each other file, from its start. */
const MOST_CHARACTERS = 200_000;
/** Of each other file, and of all together. */
const MOST_WORDS = 2_000;
/** One letter may become anything. */
const FROM_LETTERS = 2;

const WORD = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;
const BEGUN = /[\p{L}_$][\p{L}\p{N}_$]*/u;
const STAYS = /^[\p{L}\p{N}_$]*$/u;

export function completed(
  context: CompletionContext,
  name: Language,
  others: readonly Text[],
): CompletionResult | null {
  const begun = context.matchBefore(BEGUN);
  if (begun === null ? !context.explicit : begun.text.length < FROM_LETTERS && !context.explicit) return null;
  const from = begun?.from ?? context.pos;
  const isProse = isInProse(context.state, from);
  const own = completeAnyWord(context) as CompletionResult | null;
  // Without a type: what a language knows by the same name is one with it.
  const words = new Set([...(own?.options.map(({ label }) => label) ?? []), ...wordsOfOthers(others)]);
  const snippets = isProse ? [] : snippetsOf(name);
  const keywords = isProse ? [] : keywordsOf(context.state);
  for (const { label } of [...snippets, ...keywords]) words.delete(label);
  const plain: Completion[] = [...keywords, ...[...words].map((label) => ({ label }))];
  const whole = new Set(plain.map(({ label }) => label));
  const options = [...snippets, ...plain.filter(({ label }) => label !== begun?.text)];
  if (options.length === 0) return null;
  // asked anew where a word stands there whole: it would become itself
  return { from, options, validFor: (text) => STAYS.test(text) && !whole.has(text) };
}

/** Comments and strings, where no program is written. */
const isInProse = (state: EditorState, at: number): boolean =>
  /comment|string/i.test(syntaxTree(state).resolveInner(at, -1).name);

/** A text stays the same object until it is changed. */
const known = new WeakMap<Text, readonly string[]>();

function wordsOfOthers(others: readonly Text[]): string[] {
  const words = new Set<string>();
  for (const text of others) {
    let found = known.get(text);
    if (found === undefined) known.set(text, (found = wordsIn(text)));
    for (const word of found) {
      if (words.size >= MOST_WORDS) return [...words];
      words.add(word);
    }
  }
  return [...words];
}

function wordsIn(text: Text): readonly string[] {
  const words = new Set<string>();
  for (const [word] of text.sliceString(0, MOST_CHARACTERS).matchAll(WORD)) {
    words.add(word);
    if (words.size >= MOST_WORDS) break;
  }
  return [...words];
}

/** Lezer's grammars name a keyword's node as the keyword; other grammars offer theirs by themselves. */
function keywordsOf(state: EditorState): Completion[] {
  const parser = state.facet(language)?.parser;
  if (parser === undefined || !("nodeSet" in parser)) return [];
  const { types } = parser.nodeSet as { readonly types: readonly { readonly name: string }[] };
  const names = new Set(types.map(({ name }) => name).filter((name) => /^[a-z][a-z_]+$/.test(name)));
  return [...names].map((label) => ({ label, type: "keyword" }));
}
