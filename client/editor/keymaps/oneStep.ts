// What is typed from the key that begins Vim's insert mode until Escape is taken back at once, as in Vim. Knows no key.
import { isolateHistory, undoDepth } from "@codemirror/commands";
import { EditorState, type Extension, StateField, Transaction } from "@codemirror/state";

/** How far Vim is, which is no part of a text: that only leads there. */
export class VimStep {
  isInserting: () => boolean = () => false;
  /** the undo depth at which the last of what belongs together is; undefined: what is typed next begins a step */
  depth: number | undefined;
}

export const vimStep = StateField.define<VimStep>({ create: () => new VimStep(), update: (step) => step });

/** A step that others have deleted meanwhile is none any more: what was typed before it is not joined. */
const join = EditorState.transactionFilter.of((transaction) => {
  const { startState } = transaction;
  if (!transaction.docChanged || transaction.annotation(Transaction.remote) === true) return transaction;
  const step = startState.field(vimStep);
  const depth = undoDepth(startState);
  const isOn = step.depth === depth;
  const isTyped = transaction.isUserEvent("input.type") || transaction.isUserEvent("delete");
  // of these the list of completions and others ask by their names
  const isOther = !isTyped && !transaction.isUserEvent("input");
  step.depth = isOther ? undefined : isOn && isTyped ? depth : depth + 1;
  if (!isTyped || !step.isInserting()) return transaction;
  // the editor's history joins what is so called to what was before, whenever that was
  const how = isOn ? Transaction.userEvent.of("input.type.compose") : isolateHistory.of("before");
  return [{ annotations: how }, transaction];
});

export const oneStep: Extension = [vimStep, join];
