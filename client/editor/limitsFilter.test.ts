// An edit that would pass a limit is not made, and a sentence says why.
import { describe, expect, it } from "@jest/globals";
import { history, undo } from "@codemirror/commands";
import { EditorState, Transaction, type TransactionSpec } from "@codemirror/state";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { keepLimits, leaveOutNul, limitReached } from "./limitsFilter.ts";

const limits = { ...DEFAULT_LIMITS, documentCharacters: 30, lineCharacters: 10, pushCharacters: 15 };
const start = (doc: string): EditorState =>
  EditorState.create({ doc, extensions: [keepLimits(() => limits), leaveOutNul, history()] });

function edit(doc: string, changes: TransactionSpec["changes"]): { doc: string; said: string[] } {
  const transaction = start(doc).update({ ...(changes && { changes }) });
  const said = transaction.effects.filter((effect) => effect.is(limitReached));
  return { doc: transaction.newDoc.toString(), said: said.map(({ value }) => value) };
}

describe("limits in the editor", () => {
  it("[B7] what fits is made", () => {
    expect(edit("ab\ncd", { from: 2, insert: "12345678" })).toEqual({ doc: "ab12345678\ncd", said: [] });
  });

  it.each([
    ["at the end of it", "0123456789", { from: 10, insert: "x" }],
    ["in the middle of a paste", "", { from: 0, insert: "a\n0123456789x\nb" }],
    ["where a paste begins", "012345678\n", { from: 9, insert: "xx\n" }],
    ["where a paste ends", "\n012345678", { from: 1, insert: "\nxx" }],
    ["by joining two", "012345\n678901", { from: 6, to: 7, insert: "-" }],
  ])("[B7] a line that becomes too long %s is refused", (_what, doc, change) => {
    const result = edit(doc, change);
    expect(result.doc).toBe(doc);
    expect(result.said).toEqual([expect.stringContaining("line")]);
  });

  it("[B7] a document that becomes too large is refused; one that is too large may shrink", () => {
    const full = "12345678\n".repeat(4).slice(0, 30);
    expect(edit(full, { from: 0, insert: "\n" }).said).toEqual([expect.stringContaining("too large")]);
    const over = "12345678\n".repeat(4);
    expect(edit(over, { from: 0, to: 2 })).toEqual({ doc: over.slice(2), said: [] });
  });

  it("[B7] what others do and what an undo brings back is not looked at", () => {
    const remote = start("").update({
      changes: { from: 0, insert: "x".repeat(40) },
      annotations: Transaction.remote.of(true),
      filter: false,
    });
    expect(remote.newDoc.length).toBe(40);
    let state = start("x\n".repeat(14));
    state = state.update({ changes: { from: 0, to: 28 } }).state;
    undo({ state, dispatch: (transaction) => (state = transaction.state) });
    expect(state.doc.length).toBe(28);
  });

  it.each([
    ["alone", "\0", "ab"],
    ["between lines", "\0x\0\n\0\0y\0", "ax\nyb"],
    ["in many places", "\0".repeat(15), "ab"],
  ])("[B61] NUL is left out of what is put in, %s, and a sentence says so", (_what, insert, doc) => {
    const result = edit("ab", { from: 1, insert });
    expect(result).toEqual({ doc, said: [expect.stringContaining("NUL")] });
    const cursor = start("ab").update({ changes: { from: 1, insert }, selection: { anchor: 1 + insert.length } });
    expect(cursor.state.selection.main.head).toBe(doc.length - 1);
  });

  it("[B61] NUL that stands in a text from before stays, is moved with its line, and comes back by an undo", () => {
    let state = start("a\0\nb");
    expect(state.update({ changes: { from: 4, insert: "c" } }).newDoc.toString()).toBe("a\0\nbc");
    const moved = state.update({
      changes: [
        { from: 0, to: 3 },
        { from: 4, insert: "\na\0" },
      ],
      userEvent: "move.line",
    });
    expect(moved.newDoc.toString()).toBe("b\na\0");
    state = state.update({ changes: { from: 0, to: 2 } }).state;
    undo({ state, dispatch: (transaction) => (state = transaction.state) });
    expect(state.doc.toString()).toBe("a\0\nb");
  });

  it("[C7] half a surrogate pair is legal text, and a pasted CRLF is one line break", () => {
    expect(edit("", { from: 0, insert: "\ud83d" })).toEqual({ doc: "\ud83d", said: [] });
    expect(edit("", { from: 0, insert: "a\r\nb\rc" })).toEqual({ doc: "a\nb\nc", said: [] });
  });
});
