// The check of changes: whatever an editor makes passes, whatever an editor cannot make does not.
import { rebaseUpdates } from "@codemirror/collab";
import { ChangeSet, EditorState, Text } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type ChangeJSON, checkChange, lengthBefore } from "./changes.ts";
import { type ErrorCode, Refusal } from "./errors.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";

const LENGTH = 11;
const RUNS = { numRuns: 500 };

function codeOf(json: unknown, length = LENGTH, limits: Limits = DEFAULT_LIMITS): ErrorCode | "accepted" {
  try {
    checkChange(json, length, limits);
    return "accepted";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** What it costs to read, in ms: the least of three tries, when nothing else runs. */
const timeOf = (json: unknown, length: number): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const begun = performance.now();
      codeOf(json, length);
      return performance.now() - begun;
    }),
  );

describe("a change that no editor makes", () => {
  const long = "x".repeat(DEFAULT_LIMITS.lineCharacters + 1);
  const tiny = Array.from({ length: 200_000 }, () => [0, "a"]);
  it.each<[string, unknown, ErrorCode]>([
    ["a negative kept length", [-5, 16], "bad_change"],
    ["a negative deleted length", [[-3], 14], "bad_change"],
    ["a negative length beside text", [20, [-9, "x"]], "bad_change"],
    ["a deletion that a negative kept length makes good", [[20], -9], "bad_change"],
    ["a fractional length", [[0.5], 10.5], "bad_change"],
    ["a kept length of 0", [0, 11], "bad_change"],
    ["a section that changes nothing", [[0], 11], "bad_change"],
    ["an insertion of nothing", [[0, ""], 11], "bad_change"],
    ["a replacement by nothing", [[3, ""], 8], "bad_change"],
    ["two kept lengths in a row", [5, 6], "bad_change"],
    ["a line break (LF) inside a line", [11, [0, "a\nb"]], "bad_change"],
    ["a line break (CR LF) inside a line", [11, [0, "a\r\nb"]], "bad_change"],
    ["a line break (CR) inside a line", [11, [0, "\r"]], "bad_change"],
    ["a total that is too small", [10], "bad_change"],
    ["a total that is too large", [11, [1]], "bad_change"],
    ["not a list: an object", { length: 1, 0: 11 }, "bad_change"],
    ["not a list: null", null, "bad_change"],
    ["not a list: a string", "11", "bad_change"],
    ["a length that is a string", ["11"], "bad_change"],
    ["a length that is null, as JSON has NaN and Infinity", [[null, "x"], 11], "bad_change"],
    ["a section that is null", [null, 11], "bad_change"],
    ["a section that is an object", [{ 0: 3, length: 1 }, 8], "bad_change"],
    ["a section without a length", [[], 11], "bad_change"],
    ["text that is not a string", [11, [0, 7]], "bad_change"],
    ["a list where a line belongs", [11, [0, ["a"]]], "bad_change"],
    ["a list of lists of lists", [[[[11]]]], "bad_change"],
    ["an unsafe integer", [[2 ** 53], 11], "bad_change"],
    ["a sum past what is safe", [Number.MAX_SAFE_INTEGER, [Number.MAX_SAFE_INTEGER]], "bad_change"],
    ["200,000 tiny sections", tiny, "bad_change"],
    ["nothing at all, of a text that is not empty", [], "bad_change"],
    ["a line that is too long", [11, [0, long]], "line_too_long"],
    ["more text than one push may insert", [11, [0, ...Array(11).fill(long.slice(1))]], "document_too_large"],
  ])("[P25] [C6] is refused: %s", (_, json, code) => {
    expect(codeOf(json)).toBe(code);
  });

  it("[P25] NaN and Infinity, which JSON cannot carry, are refused all the same", () => {
    for (const length of [NaN, Infinity, -Infinity]) {
      expect(codeOf([length])).toBe("bad_change");
      expect(codeOf([[length, "x"], 11])).toBe("bad_change");
    }
  });

  it("[C6] costs next to no time, whatever its size", () => {
    const keepsAndInsertions = Array.from({ length: 200_000 }, (_, index) => (index % 2 ? [0, "a"] : 1));
    const deletions = Array.from({ length: 1_000_000 }, () => [1]);
    for (const bomb of [tiny, keepsAndInsertions, deletions]) expect(timeOf(bomb, 1_000_000)).toBeLessThan(50);
  });

  it("[C6] the largest change that is let through costs no more than an honest one of its size", () => {
    const sections = Array.from({ length: DEFAULT_LIMITS.pushSections }, (_, index) => (index % 2 ? [0, "ab"] : 1));
    expect(timeOf(sections, DEFAULT_LIMITS.pushSections / 2)).toBeLessThan(500);
  });
});

const unit = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("a", "b", " ", "\n", "\u{1f600}", "e\u0301", "\u05d0") },
  { weight: 1, arbitrary: fc.constantFrom("\ud83d", "\ude00", "\0", "\u2028", "\u200d") },
);
const someText = fc.array(unit, { maxLength: 40, size: "max" }).map((units) => units.join(""));
const edit = fc.record({ from: fc.nat(), length: fc.nat(12), insert: someText });
const edits = fc.array(edit, { maxLength: 6, size: "max" });
type Edits = typeof edits extends fc.Arbitrary<infer T> ? T : never;

/** The transaction that a person with several carets makes. */
const transactionOf = (state: EditorState, wished: Edits) => {
  const { length } = state.doc;
  const changes = wished.map(({ from, length: deleted, insert }) => {
    const start = from % (length + 1);
    return { from: start, to: Math.min(length, start + deleted), insert: state.toText(insert) };
  });
  return state.update({ changes });
};

/** Equal as JSON, and the same effect on a text. */
function expectToPass(changes: ChangeSet, text: Text): void {
  const json: unknown = JSON.parse(JSON.stringify(changes));
  expect(checkChange(json, text.length, DEFAULT_LIMITS)).toBe(changes.newLength);
  expect(lengthBefore(json as ChangeJSON)).toBe(changes.length);
  const decoded = ChangeSet.fromJSON(json);
  expect(decoded.toJSON()).toEqual(changes.toJSON());
  expect(decoded.apply(text).eq(changes.apply(text))).toBe(true);
}

describe("a change that an editor makes", () => {
  it("[P25] [C7] passes and comes out as it went in", () => {
    fc.assert(
      fc.property(someText, edits, (doc, wished) => {
        const state = EditorState.create({ doc });
        expectToPass(transactionOf(state, wished).changes, state.doc);
      }),
      RUNS,
    );
  });

  it("[P25] passes when it was composed, inverted, mapped or rebased", () => {
    fc.assert(
      fc.property(someText, edits, edits, edits, (doc, wished, next, others) => {
        const start = EditorState.create({ doc });
        const first = transactionOf(start, wished);
        const second = transactionOf(first.state, next);
        const other = transactionOf(start, others);
        expectToPass(first.changes.compose(second.changes), start.doc);
        expectToPass(first.changes.invert(start.doc), first.state.doc);
        expectToPass(first.changes.map(other.changes), other.state.doc);
        expectToPass(first.changes.map(other.changes, true), other.state.doc);
        let text = other.state.doc;
        const mine = [first, second].map(({ changes }) => ({ changes, clientID: "mine" }));
        for (const { changes } of rebaseUpdates(mine, [{ changes: other.changes, clientID: "other" }])) {
          expectToPass(changes, text);
          text = changes.apply(text);
        }
      }),
      RUNS,
    );
  });

  it("[C3] passes when it has become empty, which keeps its place", () => {
    for (const length of [0, 1, LENGTH]) expectToPass(ChangeSet.empty(length), Text.of(["x".repeat(length)]));
  });
});

const anyLine = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom("", "\n", "a\rb", "\ud83d"), fc.integer());
const anySection = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -1, max: 6 }) },
  { weight: 4, arbitrary: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom("a", "xyz", "\ud83d")) },
  { weight: 2, arbitrary: fc.array(fc.oneof(fc.nat(3), anyLine), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

describe("whatever is accepted", () => {
  it("[C6] applies without an error, to a text of the length that it says, with no line break inside a line", () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(anySection, { maxLength: 12, size: "max" }), fc.nat(24), (json, length) => {
        const text = Text.of("abc\ndefg\n\nhijklmnopqrstuvwxyz".slice(0, length).split("\n"));
        // One length that fits is added, or hardly any would get through.
        const used = json.reduce<number>((sum, section) => {
          const own: unknown = Array.isArray(section) ? section[0] : section;
          return sum + (typeof own === "number" ? own : 0);
        }, 0);
        const fitting = used < length ? [...json, [length - used, "end"]] : json;
        let newLength: number;
        try {
          newLength = checkChange(fitting, length, DEFAULT_LIMITS);
        } catch (error) {
          if (error instanceof Refusal) return;
          throw error;
        }
        accepted++;
        const change = ChangeSet.fromJSON(fitting);
        const after = change.apply(text);
        expect(change.toJSON()).toEqual(fitting);
        expect(after.length).toBe(newLength);
        expect(after.toString()).toHaveLength(newLength);
        for (const line of after.iterLines()) expect(line).not.toMatch(/[\r\n]/);
        expect(Text.of(after.toString().split("\n")).eq(after)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
