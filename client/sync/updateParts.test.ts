// A change as several: the same text in the end, each part within the bounds, and nothing split that is small or sent already.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, type ChangeSpec, Text } from "@codemirror/state";
import fc from "fast-check";
import { checkChange } from "#protocol/changes.ts";
import { DEFAULT_LIMITS, type Limits } from "#protocol/limits.ts";
import { fileSync, restore, unconfirmedChanges } from "./fileSync.ts";
import { HeadlessEditor } from "./headlessEditor.ts";
import { insertedCharacters, updateParts } from "./updateParts.ts";

const LENGTH = 60;
const START = Text.of(Array.from({ length: LENGTH / 5 }, () => "abcd"));

/** Any changes to START, in any order, some next to each other. */
const changes = fc
  .array(
    fc.record({
      from: fc.nat(START.length),
      length: fc.nat(6),
      lines: fc.array(
        fc.string({ maxLength: 12 }).map((line) => line.replaceAll(/[\r\n]/g, "")),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 12 },
  )
  .map((specs) => {
    const sorted = specs.toSorted((one, other) => one.from - other.from);
    let free = 0;
    return ChangeSet.of(
      sorted.flatMap(({ from, length, lines }): ChangeSpec[] => {
        if (from < free) return [];
        free = Math.min(START.length, from + length);
        return [{ from, to: free, insert: lines.join("\n") }];
      }),
      START.length,
    );
  });

const bounds = fc.record({
  pushSections: fc.integer({ min: 3, max: 9 }),
  pushCharacters: fc.integer({ min: 1, max: 20 }),
  lineCharacters: fc.integer({ min: 1, max: 20 }),
  frameBytes: fc.integer({ min: 300, max: 1_000 }),
});

describe("one change as several updates", () => {
  it("[K21] the parts do what the whole does, and the server takes each of them", () => {
    fc.assert(
      fc.property(changes, bounds, (change, some) => {
        const limits: Limits = { ...DEFAULT_LIMITS, ...some };
        const parts = updateParts(change, limits);
        let text: Text = START;
        for (const part of parts) {
          const json = part.toJSON() as unknown[];
          expect(checkChange(json, text.length, limits)).toBe(part.newLength);
          expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThan(limits.frameBytes);
          text = part.apply(text);
        }
        expect(text.eq(change.apply(START))).toBe(true);
        expect(parts.reduce((whole, part) => whole.compose(part)).newLength).toBe(change.newLength);
        expect(parts.reduce((sum, part) => sum + insertedCharacters(part), 0)).toBe(insertedCharacters(change));
      }),
    );
  });

  it("[K21] what is small stays as it is", () => {
    const change = ChangeSet.of([{ from: 1, to: 3, insert: "x" }], START.length);
    expect(updateParts(change, DEFAULT_LIMITS)).toEqual([change]);
    expect(updateParts(change, DEFAULT_LIMITS)[0]).toBe(change);
  });

  it("[K21] a long text goes in parts that follow each other, and the longest line fits", () => {
    const long = "x".repeat(DEFAULT_LIMITS.lineCharacters + 50_000);
    const change = ChangeSet.of({ from: 0, to: START.length, insert: `${long}\nend` }, START.length);
    const parts = updateParts(change, DEFAULT_LIMITS);
    expect(parts.map((part) => part.toJSON() as unknown[]).map((json) => json.length)).toEqual([1, 2]);
    expect(parts.map(insertedCharacters)).toEqual([100_000, 50_004]);
  });

  it("[K21] what comes back from storage keeps the one place that it had, however large it is and when it is empty", () => {
    const editor = new HeadlessEditor(
      START,
      fileSync(0, () => ({ ...DEFAULT_LIMITS, pushCharacters: 2 })),
    );
    editor.dispatch([restore(editor.state, ChangeSet.of({ from: 0, insert: "abcdef" }, START.length))]);
    editor.dispatch([restore(editor.state, ChangeSet.empty(editor.state.doc.length))]);
    expect(unconfirmedChanges(editor.state)).toHaveLength(2);
    editor.update({ changes: { from: 0, insert: "abcdef" } });
    expect(unconfirmedChanges(editor.state)).toHaveLength(5);
    editor.update({ selection: { anchor: 3 } });
    expect(unconfirmedChanges(editor.state)).toHaveLength(5);
  });
});
