// What queries find in texts, and what takes its place.
import { describe, expect, it } from "@jest/globals";
import { edits, find, patternOf, type Query } from "./matching.ts";

const query = (text: string, more: Partial<Query> = {}): Query => ({
  text,
  isCaseKept: false,
  isWhole: false,
  isPattern: false,
  ...more,
});
const found = (text: string, asked: Query, most = 100): string[] =>
  find(text, asked, most).map((one) => `${one.line}: ${one.before}[${one.found}]${one.after}`);
const replaced = (text: string, asked: Query, replacement: string): string =>
  edits(text, asked, replacement, 100).reduceRight(
    (all, { from, to, insert }) => all.slice(0, from) + insert + all.slice(to),
    text,
  );

describe("a query", () => {
  it("[Q1] finds letters as they are, in any case unless it is kept", () => {
    const text = "  Sum(a.b)\nsum\n\nx = SUM + 1";
    expect(found(text, query("sum"))).toEqual(["1: [Sum](a.b)", "2: [sum]", "4: x = [SUM] + 1"]);
    expect(found(text, query("sum", { isCaseKept: true }))).toEqual(["2: [sum]"]);
    expect(found(text, query("(a.b)"))).toEqual(["1: Sum[(a.b)]"]);
    expect(found("a-b/c {1,2} $", query("-b/c {1,2} $"))).toEqual(["1: a[-b/c {1,2} $]"]);
    expect(found("STRASSE Größe ÄÖ", query("äö"))).toEqual(["1: STRASSE Größe [ÄÖ]"]);
  });

  it("[Q1] finds whole words, of any script", () => {
    expect(found("id idea größe größer _id 字id", query("id", { isWhole: true }))).toHaveLength(1);
    expect(found("größe größer", query("größe", { isWhole: true }))).toEqual(["1: [größe] größer"]);
    expect(found("a|b ab", query("a|b", { isWhole: true, isPattern: true }))).toEqual(["1: [a]|b ab", "1: a|[b] ab"]);
  });

  it("[Q1] is an expression by lines, and finds nothing that is empty", () => {
    const asked = query("^\\s*let (\\w+)$", { isPattern: true });
    expect(found("let a\n  let b\nlet c;", asked).map((one) => one.split(":")[0])).toEqual(["1", "2"]);
    expect(found("abc", query("x*", { isPattern: true }))).toEqual([]);
    expect(() => patternOf(query("(", { isPattern: true }))).toThrow(SyntaxError);
    expect(() => patternOf(query("a)(b", { isPattern: true, isWhole: true }))).toThrow(SyntaxError);
  });

  it("[Q1] has no more than it may", () => {
    expect(found("aaaa", query("a"), 3)).toHaveLength(3);
    expect(edits("aaaa", query("a"), "b", 3)).toHaveLength(3);
  });

  it("[Q1] shows as much of a line as fits", () => {
    const [match] = find(`${"x".repeat(500)}needle${"y".repeat(500)}`, query("needle"), 1);
    expect(match!.before).toBe(`…${"x".repeat(20)}`);
    expect(match!.after).toHaveLength(160);
    expect(found("one\ntwo\n", query("one\\ntwo", { isPattern: true }))).toEqual(["1: [one]"]);
  });

  it("[Q4] is replaced by letters as they are, or by what an expression has found", () => {
    expect(replaced("a.b a.b", query("a.b"), "$1\\n")).toBe("$1\\n $1\\n");
    const swap = query("(\\w+)=(?<value>\\w+)", { isPattern: true });
    expect(replaced("a=1", swap, "$<value>=$1;$$$&\\n\\t\\\\$9")).toBe("1=a;$a=1\n\t\\$9");
  });
});
