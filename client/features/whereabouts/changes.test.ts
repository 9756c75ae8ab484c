// What others have changed, as an editor keeps it.
import { EditorState } from "@codemirror/state";
import { ChangeSet, type ChangeSpec } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { fileSync, receive } from "../../sync/fileSync.ts";
import { changeAfter, changesOfOthers } from "./changes.ts";

const ME = 1;
const BO = 2;
const CY = 3;

const start = (doc: string): EditorState =>
  EditorState.create({ doc, extensions: [fileSync(0, () => DEFAULT_LIMITS), changesOfOthers] });

const after = (state: EditorState, client: number, changes: ChangeSpec): EditorState =>
  receive(state, [{ client, change: ChangeSet.of(changes, state.doc.length) }], ME).at(-1)!.state;

const placesOf = (state: EditorState): unknown[] =>
  state.field(changesOfOthers).map(({ client, from, to }) => [client, from, to]);

describe("the changes of others", () => {
  it("[V3] are places of the text; letters that follow each other are one, of each client", () => {
    let state = start("one\ntwo\nthree");
    for (const [index, insert] of [..."abc"].entries()) state = after(state, BO, { from: 3 + index, insert });
    expect(placesOf(state)).toEqual([[BO, 3, 6]]);
    state = after(state, CY, { from: 6, insert: "!" });
    state = after(state, BO, { from: 11, to: 12 });
    expect(placesOf(state)).toEqual([
      [BO, 3, 6],
      [CY, 6, 7],
      [BO, 11, 11],
    ]);
  });

  it("[V3] go with the text, and one's own are none", () => {
    let state = after(start("one\ntwo"), BO, { from: 4, to: 7, insert: "2" });
    state = state.update({ changes: { from: 0, insert: "zero\n" } }).state;
    expect(placesOf(state)).toEqual([[BO, 9, 10]]);
    state = state.update({ changes: { from: 5, to: 10 } }).state;
    expect(placesOf(state)).toEqual([[BO, 5, 5]]);
  });

  it("[V3] are the last 100", () => {
    let state = start("\n".repeat(400));
    const many = Array.from({ length: 150 }, (_, index) => ({ from: index * 2, insert: "x" }));
    state = after(state, BO, many);
    expect(placesOf(state)).toHaveLength(100);
    state = after(state, CY, { from: 500, insert: "y" });
    expect(placesOf(state)).toHaveLength(100);
    expect(placesOf(state).at(-1)).toEqual([CY, 500, 501]);
  });

  it("[V3] follow each other in the order of the text, round and round", () => {
    const all = [
      { client: BO, from: 30, to: 31 },
      { client: CY, from: 10, to: 12 },
      { client: BO, from: 20, to: 20 },
    ];
    const round = [0, 10, 20, 30].map((place) => changeAfter(all, place, 1)?.from);
    expect(round).toEqual([10, 20, 30, 10]);
    expect([40, 30, 20, 10].map((place) => changeAfter(all, place, -1)?.from)).toEqual([30, 20, 10, 30]);
    expect(changeAfter([], 3, 1)).toBeUndefined();
  });
});
