// What is typed from the key that begins Vim's insert mode until Escape is taken back at once, as in Vim. Knows no key.
import { history, isolateHistory, undoDepth } from "@codemirror/commands";
import { Annotation, EditorState, type Extension, StateField, Transaction } from "@codemirror/state";

/** How far Vim is, which is no part of a text: that only leads there. */
export class VimStep {
  isInserting: () => boolean = () => false;
  /** the undo depth at which the last of what belongs together is; undefined: what is typed next begins a step */
  depth: number | undefined;
}

export const vimStep = StateField.define<VimStep>({ create: () => new VimStep(), update: (step) => step });

const joins = Annotation.define<true>();
/** The history joins what comes within a moment of the last and lies beside it: this is both, whenever and wherever it comes. */
const joined = [joins.of(true), Transaction.time.of(0)];
const joinWherever = history({
  joinToEvent: (transaction, isAdjacent) => isAdjacent || transaction.annotation(joins) === true,
});

const userEvent = (transaction: Transaction): string | undefined => transaction.annotation(Transaction.userEvent);

/** By Enter, which moves the caret as nothing does that the page itself puts in, or by Tab; the history joins what is so called to nothing. */
const isOfLine = (transaction: Transaction): boolean =>
  (userEvent(transaction) === "input" && transaction.selection !== undefined) ||
  transaction.isUserEvent("input.indent");

/** The names stay, as far as they can: by them the list of completions and others know what was typed and what deleted. */
function named(transaction: Transaction, isOn: boolean): Annotation<string>[] {
  if (isOfLine(transaction)) return [Transaction.userEvent.of("")];
  // Vim calls so what it overwrites, and the history joins that to whatever was before
  const isBegun = !isOn && userEvent(transaction) === "input.type.compose";
  return isBegun ? [Transaction.userEvent.of("input.type.compose.start")] : [];
}

/** A step that others have deleted meanwhile is none any more: what was typed before it is not joined. */
const join = EditorState.transactionFilter.of((transaction) => {
  const { startState } = transaction;
  if (transaction.annotation(Transaction.remote) === true) return transaction;
  const step = startState.field(vimStep);
  const depth = undoDepth(startState);
  const isOn = step.depth === depth;
  if (!transaction.docChanged)
    // the history joins nothing to what a caret that moved is kept with
    return isOn && transaction.selection
      ? [{ annotations: Transaction.addToHistory.of(false) }, transaction]
      : transaction;
  const isInserting = step.isInserting();
  const isTyped =
    transaction.isUserEvent("input.type") ||
    transaction.isUserEvent("delete") ||
    (isInserting && isOfLine(transaction));
  const isOther = !isTyped && !transaction.isUserEvent("input");
  step.depth = isOther ? undefined : isOn && isTyped ? depth : depth + 1;
  if (!isTyped || (isOn && !isInserting)) return transaction;
  const how = isOn ? joined : [isolateHistory.of("before")];
  return [{ annotations: [...how, ...named(transaction, isOn)] }, transaction];
});

export const oneStep: Extension = [vimStep, joinWherever, join];
