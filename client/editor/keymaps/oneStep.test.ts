// Which edits Vim's insert mode makes one step of undo, beside another person's.
import { history, undo, undoDepth } from "@codemirror/commands";
import { EditorState, Transaction, type TransactionSpec } from "@codemirror/state";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { oneStep, vimStep } from "./oneStep.ts";

let state: EditorState;
let isInserting: boolean;
let time: number;
let wait: number;

const step = () => state.field(vimStep);
const apply = (spec: TransactionSpec): Transaction => {
  const annotations = [spec.annotations ?? []].flat() as [];
  // slower than what the editor would join by itself
  const transaction = state.update({ ...spec, annotations: [...annotations, Transaction.time.of((time += wait))] });
  state = transaction.state;
  return transaction;
};
const insert = (from: number, text: string, userEvent = "input.type"): Transaction =>
  apply({ changes: { from, insert: text }, selection: { anchor: from + text.length }, userEvent });
const remote = (from: number, to: number, text: string): Transaction =>
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
  [isInserting, time, wait] = [false, 1_000_000, 10_000];
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
  it("[B91] is a step of its own where it overwrites, which Vim's package calls the going on of a composition", () => {
    insert(3, "KEEP");
    press();
    isInserting = true;
    for (const [at, letter] of ["x", "y"].entries()) {
      apply({ selection: { anchor: at, head: at + 1 }, userEvent: "select" });
      apply({ ...state.replaceSelection(letter), userEvent: "input.type.compose" });
    }
    expect(state.doc.toString()).toBe("xyeKEEP");
    expect([undone(), undone()]).toEqual(["oneKEEP", "one"]);
  });

  it("[B91] goes on over Enter and Tab, and after what is completed or pasted anew", () => {
    press();
    isInserting = true;
    insert(3, "a");
    insert(4, "\n", "input");
    apply({ changes: { from: 5, insert: "  " }, userEvent: "input.indent" });
    insert(7, "b");
    insert(8, "c", "input.paste");
    insert(9, "d", "input.complete");
    expect(state.doc.toString()).toBe("onea\n  bcd");
    expect([undone(), undone(), undone()]).toEqual(["onea\n  bc", "onea\n  b", "one"]);
  });

  it("[B91] leaves to the list of completions what was typed, and what deleted", () => {
    press();
    isInserting = true;
    const done = [insert(3, "ab"), apply({ changes: { from: 4, to: 5 }, userEvent: "delete.backward" })];
    done.push(insert(4, "\n", "input"));
    expect(done.map((one) => one.isUserEvent("input.type"))).toEqual([true, false, false]);
    expect(done[1]?.isUserEvent("delete.backward")).toBe(true);
    expect(undone()).toBe("one");
  });

  it("[B91] is joined by no key of normal mode that comes at once", () => {
    wait = 1;
    press();
    isInserting = true;
    insert(3, "a");
    isInserting = false;
    apply({ selection: { anchor: 3 }, userEvent: "select" });
    press();
    apply({ changes: { from: 3, to: 4 }, userEvent: "input.type.compose.start" });
    press();
    apply({ changes: { from: 2, to: 3 }, userEvent: "input.type.compose.start" });
    expect([undone(), undone(), undone()]).toEqual(["one", "onea", "one"]);
  });
});
