// Which edits Vim's insert mode makes one step of undo, beside another person's.
import { history, undo, undoDepth } from "@codemirror/commands";
import { EditorState, Transaction, type TransactionSpec } from "@codemirror/state";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { oneStep, vimStep } from "./oneStep.ts";

let state: EditorState;
let isInserting: boolean;
let time: number;

const step = () => state.field(vimStep);
const apply = (spec: TransactionSpec): void => {
  const annotations = [spec.annotations ?? []].flat() as [];
  // slower than what the editor would join by itself
  state = state.update({ ...spec, annotations: [...annotations, Transaction.time.of((time += 10_000))] }).state;
};
const insert = (from: number, text: string, userEvent = "input.type"): void =>
  apply({ changes: { from, insert: text }, selection: { anchor: from + text.length }, userEvent });
const remote = (from: number, to: number, text: string): void =>
  apply({
    changes: { from, to, insert: text },
    annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
  });
const undone = (): string => {
  undo({ state, dispatch: (transaction) => (state = transaction.state) });
  return state.doc.toString();
};
/** A key in normal mode. */
const press = (): void => void (step().depth = undefined);

beforeEach(() => {
  state = EditorState.create({ doc: "one", extensions: [history(), oneStep] });
  [isInserting, time] = [false, 0];
  step().isInserting = () => isInserting;
});

describe("Vim's insert mode", () => {
  it("[B91] is one step with the line that its key opened, and the caret that moved, however slowly", () => {
    press();
    insert(3, "\n", "input.type.compose.start");
    apply({ selection: { anchor: 0 }, userEvent: "select" });
    isInserting = true;
    insert(4, "ab");
    apply({ changes: { from: 5, to: 6 }, userEvent: "delete.backward" });
    insert(5, "c");
    expect([state.doc.toString(), undoDepth(state)]).toEqual(["one\nac", 1]);
    expect(undone()).toBe("one");
  });

  it("[B91] is a step of its own after what was there before, and so is each key of normal mode", () => {
    insert(3, "!");
    press();
    isInserting = true;
    insert(4, "a");
    insert(5, "b");
    isInserting = false;
    press();
    apply({ changes: { from: 0, to: 1 }, userEvent: "input.type.compose.start" });
    press();
    isInserting = true;
    insert(0, "x");
    expect([undone(), undone(), undone(), undone()]).toEqual(["ne!ab", "one!ab", "one!", "one"]);
  });

  it("[B91] is mine alone, whatever others write between, and where they delete it what I had before stays", () => {
    insert(3, "!");
    press();
    isInserting = true;
    insert(4, "a");
    remote(0, 0, "bo ");
    insert(8, "b");
    expect(state.doc.toString()).toBe("bo one!ab");
    expect(undone()).toBe("bo one!");
    press();
    insert(7, "c");
    remote(7, 8, "");
    insert(7, "d");
    expect([undone(), undone()]).toEqual(["bo one!", "bo one"]);
  });

  it("[B91] ends with what the page does to the text, which is a step of its own", () => {
    press();
    isInserting = true;
    insert(3, "a");
    insert(0, "  ", "format");
    insert(6, "b");
    expect([undone(), undone(), undone()]).toEqual(["  onea", "onea", "one"]);
  });
});
