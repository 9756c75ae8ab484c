// The cursors of others stay where their owners are, whoever types.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, EditorState, type TransactionSpec } from "@codemirror/state";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { fileSync, receive } from "../sync/fileSync.ts";
import { cursorGone, cursorMoved, headOf, remoteCursors, type RemoteCursor } from "./remoteCursors.ts";

const bo: RemoteCursor = { client: 7, name: "Bo", colour: 1, selections: [[5, 5]] };

const start = (...cursors: RemoteCursor[]): EditorState =>
  EditorState.create({ doc: "hello world", extensions: [remoteCursors, fileSync(0, () => DEFAULT_LIMITS)] }).update({
    effects: cursors.map((cursor) => cursorMoved.of(cursor)),
  }).state;

const after = (state: EditorState, spec: TransactionSpec): EditorState => state.update(spec).state;

/** The client's "!" has come, at 5. */
function typedBy(client: number, state: EditorState): EditorState {
  const change = ChangeSet.of({ from: 5, insert: "!" }, state.doc.length);
  return receive(state, [{ client, change }], 1).at(-1)!.state;
}

const placeOf = (state: EditorState) => state.field(remoteCursors).get(7);

describe("remote cursors", () => {
  it("[B6] are carried along by what I type before them, and stay when I type after them or at them", () => {
    expect(placeOf(after(start(bo), { changes: { from: 0, insert: ">> " } }))?.selections).toEqual([[8, 8]]);
    expect(placeOf(after(start(bo), { changes: { from: 6, insert: "new " } }))?.selections).toEqual([[5, 5]]);
    expect(placeOf(after(start(bo), { changes: { from: 5, insert: "!" } }))?.selections).toEqual([[5, 5]]);
  });

  it("[B6] their owner's own typing moves them to its end and shows the flag anew; somebody else's does not", () => {
    const own = typedBy(7, start(bo));
    expect(placeOf(own)).toMatchObject({ selections: [[6, 6]], moves: 2 });
    const others = typedBy(8, start(bo));
    expect(placeOf(others)).toMatchObject({ selections: [[5, 5]], moves: 1 });
  });

  it("[B6] a selection keeps its direction and shrinks with what is deleted", () => {
    const state = start({ ...bo, selections: [[9, 2]] });
    expect(placeOf(after(state, { changes: { from: 4, to: 8 } }))?.selections).toEqual([[5, 2]]);
    expect(placeOf(after(state, { changes: { from: 0, to: 11 } }))?.selections).toEqual([[0, 0]]);
  });

  it("[B6] a place beyond the text is brought to its end", () => {
    expect(placeOf(start({ ...bo, selections: [[90, 99]] }))?.selections).toEqual([[11, 11]]);
  });

  it("[B6] the same place said again does not show the flag anew", () => {
    const again = after(start(bo), { effects: cursorMoved.of(bo) });
    expect(placeOf(again)?.moves).toBe(1);
    const moved = after(again, { effects: cursorMoved.of({ ...bo, selections: [[1, 1]] }) });
    expect(placeOf(moved)?.moves).toBe(2);
    expect(headOf(moved.field(remoteCursors), 7)).toBe(1);
  });

  it("[B6] go when their owner leaves or has no place", () => {
    expect(placeOf(after(start(bo), { effects: cursorGone.of(7) }))).toBeUndefined();
    expect(placeOf(after(start(bo), { effects: cursorMoved.of({ ...bo, selections: [] }) }))).toBeUndefined();
  });
});
