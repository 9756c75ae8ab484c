// Whether Enter takes the first of what is offered for a word, or makes a line. Knows neither words nor grammars.
import {
  closeCompletion,
  type Completion,
  currentCompletions,
  selectedCompletion,
  selectedCompletionIndex,
  setSelectedCompletion,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const OF_A_WORD = /[\p{L}\p{N}_$]/u;
/** as many UTF-16 units before the caret are looked at */
const MOST_BEFORE = 200;

/** The part of `label` that stands before the caret already, in whatever case; "" where none does. */
function begunOf(label: string, before: string): string {
  const [all, wanted] = [before.toLowerCase(), label.toLowerCase()];
  for (let length = Math.min(all.length, wanted.length); length > 0; length--) {
    const begun = wanted.slice(0, length);
    // a label's first letters at the end of another word are no beginning
    const isInWord = OF_A_WORD.test(begun.charAt(0)) && OF_A_WORD.test(all.at(-length - 1) ?? "");
    if (all.endsWith(begun) && !isInWord) return before.slice(-length);
  }
  return "";
}

/** Whether a completion writes no more than what is there. */
const isThere = ({ label, apply = label }: Completion, before: string): boolean =>
  apply === label && begunOf(label, before) === label;

/** Whether a completion goes on from what stands before the caret, and not merely has its letters somewhere. */
export const isMeant = ({ label, apply = label }: Completion, before: string): boolean => {
  const begun = begunOf(label, before);
  // nothing is typed: somebody has asked
  if (begun === "") return !OF_A_WORD.test(before.at(-1) ?? "");
  return begun.length < label.length || apply !== label;
};

/**
 * Entries that go on from what is typed are chosen as they are offered; before others, Enter makes a line until one is chosen. What would only
 * write what is there is no offer.
 */
export const firstIfMeant: Extension = EditorView.updateListener.of(({ view, state, startState }) => {
  const offered = currentCompletions(state);
  // once for each offer: what a person chooses of it stays chosen
  if (offered.length === 0 || offered === currentCompletions(startState) || selectedCompletionIndex(state) !== 0)
    return;
  const { head } = state.selection.main;
  const before = state.sliceDoc(Math.max(0, head - MOST_BEFORE), head);
  if (offered.every((one) => isThere(one, before))) closeCompletion(view);
  else if (!isMeant(selectedCompletion(state)!, before)) view.dispatch({ effects: setSelectedCompletion(-1) });
});
