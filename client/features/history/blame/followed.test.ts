// Whose a text is after what its editor does, with a look-up where that alone does not say.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, EditorState, type Transaction } from "@codemirror/state";
import { DEFAULT_LIMITS } from "#protocol/limits.ts";
import { fileSync, receive, receiveComposed } from "../../../sync/fileSync.ts";
import { carriedBy, isUnsure } from "./followed.ts";
import { Runs } from "./runs.ts";

const OWN = 1;
const state = EditorState.create({ doc: "abc", extensions: fileSync(3, () => DEFAULT_LIMITS) });
const putIn = (insert: string): ChangeSet => ChangeSet.of({ from: 3, insert }, 3);
const typed = (insert: string): Transaction => state.update({ changes: putIn(insert) });
const received = (insert: string): Transaction => receive(state, [{ client: 2, change: putIn(insert) }], OWN)[0]!;

describe("whose a text is, as its editor goes on", () => {
  it("[V408] is of whoever made the update, or of this window", () => {
    const own = { client: OWN, time: 5 };
    const first = { client: 9, time: 1 };
    const runs = new Runs([{ length: 3, origin: { put: first, written: first } }]);
    const after = (transaction: Transaction) => carriedBy(runs, transaction, own).at(3)?.put;
    expect(after(typed("d"))).toEqual(own);
    expect(after(received("d"))).toEqual({ client: 2, time: 5 });
    expect(carriedBy(runs, received("d"), own).at(2)?.put).toEqual(first);
  });

  it("[V408] is looked up where it may have been there before, and where several updates came as one", () => {
    expect([typed("1234567"), received("1234567")].map(isUnsure)).toEqual([false, false]);
    expect([typed("12345678"), received("12345678")].map(isUnsure)).toEqual([true, true]);
    expect(isUnsure(receiveComposed(state, putIn("d"), 5))).toBe(true);
    expect(isUnsure(state.update({ selection: { anchor: 1 } }))).toBe(false);
  });
});
