// Putting back what an older copy lost: to the letter where nobody has written since, and never over what somebody has.
import { describe, expect, it } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import { changesToPutBack } from "./putBack.ts";

const textOf = (lines: readonly string[]): Text => Text.of(lines.length === 0 ? [""] : lines);
const after = (current: Text, newer: Text, base: Text): Text =>
  ChangeSet.of(changesToPutBack(current, newer, base), current.length).apply(current);
const lines = fc.array(fc.constantFrom("", "a", "b", "c", "d"), { maxLength: 9 }).map(textOf);

describe("what is put back", () => {
  it("[B31] makes the newer text of the older one to the letter", () => {
    fc.assert(
      fc.property(lines, lines, (base, newer) => {
        expect(after(base, newer, base).toString()).toBe(newer.toString());
      }),
    );
  });

  it("[B31] has the whole newer text, and all that was written since", () => {
    const since = fc.array(fc.constantFrom("a", "c", "written", "since"), { maxLength: 9 }).map(textOf);
    fc.assert(
      fc.property(lines, lines, since, (base, newer, current) => {
        const result = after(current, newer, base).toJSON();
        let at = 0;
        for (const line of result) if (line === newer.toJSON()[at]) at++;
        expect(at).toBe(newer.lines);
        const known = new Set(base.toJSON());
        const count = (text: readonly string[], line: string): number => text.filter((one) => one === line).length;
        for (const line of current.toJSON())
          if (!known.has(line)) expect(count(result, line)).toBeGreaterThanOrEqual(count(current.toJSON(), line));
      }),
    );
  });

  it("[B31] touches only the lines that differ, and is nothing where it is there already", () => {
    const [base, newer] = [Text.of(["one", "two", "three"]), Text.of(["one", "2", "three", "four"])];
    expect(changesToPutBack(base, newer, base)).toEqual([
      { from: 4, to: 7, insert: "2" },
      { from: 13, insert: "\nfour" },
    ]);
    expect(changesToPutBack(newer, newer, base)).toEqual([]);
    expect(after(Text.of(["one", "mine", "three"]), newer, base).toString()).toBe("one\nmine\n2\nthree\nfour");
  });

  it("[B31] takes a long stretch of other lines as a whole", () => {
    const many = (word: string): Text =>
      Text.of(["same", ...Array.from({ length: 3_000 }, (_, at) => word + at), "same"]);
    const changes = changesToPutBack(many("old "), many("new "), many("old "));
    expect(changes).toHaveLength(1);
    expect(after(many("old "), many("new "), many("old ")).eq(many("new "))).toBe(true);
  });
});
