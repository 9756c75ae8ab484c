// What is kept of a name: what spells, and nothing that deceives; whatever it was, and however it is cut.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { cleanName, withoutJoiners } from "./names.ts";

const ENGLAND = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";

/** Names as people have them, in all that spells. */
const SPELLED = [
  "می\u200cروم",
  "ه\u200d",
  "شَ\u200cم",
  "क\u094d\u200cष",
  "र\u094d\u200dय",
  "ശ്രീകുമാര\u0d4d\u200d",
  "\u1820\u180e\u1820",
  "\u1828\u180b\u1820",
  "\u{1f469}\u200d\u{1f4bb}",
  "\u{1f469}\u{1f3fd}\u200d\u{1f4bb}",
  "\u{1f3f3}\ufe0f\u200d\u{1f308}",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  ENGLAND,
  "\u{1f1e8}\u{1f1ed}",
  "1\ufe0f\u20e3",
  "\u2764\ufe0f \u2764\ufe0e",
  "\u845b\u{e0100}",
  "שלום",
  "\u0600\u0661",
  "Zoë O’Brien-Ng, Jr.",
];

describe("a name", () => {
  it.each([
    ["  Ana  ", "Ana"],
    ["Ana\n\tMaria\r\nLuz", "Ana Maria Luz"],
    ["\0\u0007x", "x"],
    ["\u2028\u2029", ""],
    ["\ud83d", ""],
    ["a\ud83d", "a"],
    ["\u{1f600}", "\u{1f600}"],
    ["e\u0301", "\u00e9"],
    ['<img src=x onerror="alert(1)">', '<img src=x onerror="alert(1)">'],
    ["</script><script>", "</script><script>"],
    ["", ""],
  ])("[P12] %j is kept as %j", (name, kept) => {
    expect(cleanName(name, 40)).toBe(kept);
  });

  it.each(SPELLED)("[P12] %s keeps all that it is spelled with", (name) => {
    expect(cleanName(name, 40)).toBe(name.normalize("NFC"));
  });

  it.each([
    ["overrides", "\u202eevil\u202c", "evil"],
    ["isolates", "\u2066a\u2067b\u2069", "ab"],
    ["marks of direction", "\u200ea\u200f\u061cb", "ab"],
    ["what is as wide as nothing", "A\u200bn\ufeffa\u2060\u00ad\u034f", "Ana"],
    ["blanks of other widths", "A\u00a0\u2003n\u3000a", "A n a"],
    ["letters that are drawn as nothing", "A\u3164na \u115f\u2800\uffa0", "A na"],
    ["a joiner with nothing to join", "\u200dA\u200dn\u200ca \u{1f469}\u200d \u200c", "Ana \u{1f469}"],
    ["a joiner twice", "می\u200c\u200cروم", "می\u200cروم"],
    ["a joiner beside a mark of direction", "می\u200c\u200eروم", "می\u200cروم"],
    ["shapes of nothing", "\ufe0f \ufe0fA\ufe0f\ufe0f\ufe0e", "A\ufe0f"],
    ["tags outside a flag", "A\u{e0067}\u{e0062}\u{e007f}\u{1f3f4}\u{e0067}", "A\u{1f3f4}"],
    ["notes between lines", "a\ufff9b\ufffac\ufffb", "abc"],
    ["nothing else", "\u200b\u200d\ufe0f\u3164\u{e0061}", ""],
  ])("[P12] loses what deceives: %s", (_what, name, kept) => {
    expect(cleanName(name, 40)).toBe(kept);
  });

  const piece = fc.oneof(
    fc.constantFrom(...SPELLED),
    fc.constantFrom(
      "\u200c",
      "\u200d",
      "\u180e",
      "\ufe0f",
      "\u{e0100}",
      "\u{e0067}",
      "\u{e007f}",
      "\u{1f3f4}",
      "\u{1f3fd}",
    ),
    fc.constantFrom("\u202e", "\u2066", "\u200e", "\u3164", "\u2800", "\u034f", "\ufeff", "\ufff9", "\ud83d", "\udc69"),
    fc.constantFrom(" ", "\n", "\u0301", "\u064e", "e", "ی", "\u094d", "\u{1f4bb}", "\u1100", "\u1161"),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const anything = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

  it("[P12] is one line of at most so many characters, whatever it was; cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 60 }), (name, most) => {
        const kept = cleanName(name, most);
        expect([...kept].length).toBeLessThanOrEqual(most);
        expect(kept).toBe(kept.normalize("NFC"));
        expect(kept).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|^ | $| {2}|[^\P{Z} ]/u);
        expect(cleanName(kept, most)).toBe(kept);
      }),
      { numRuns: 1_000 },
    );
  });

  it("[P12] has nothing that is not seen but where it spells", () => {
    fc.assert(
      fc.property(anything, (name) => {
        const kept = cleanName(name, 1_000).replaceAll(/\u{1f3f4}[\u{e0030}-\u{e007a}]+\u{e007f}/gu, "");
        const unseen = [...kept.matchAll(/[\p{DI}\u2800\ufff9-\ufffb\u202a-\u202e\u2066-\u2069]/gu)].map(
          ([one]) => one,
        );
        expect(unseen.filter((one) => withoutJoiners(one) !== "")).toEqual([]);
        // each has something beside it that is seen, so there are never more of them than of that
        expect(kept).not.toMatch(/(?:^|[ \u200c\u200d])[\u180e\u200c\u200d\p{VS}]|\p{VS}{2}/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it("[P12] keeps every name in which something spells, alone and beside another", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SPELLED), { minLength: 1, maxLength: 4 }), (names) => {
        const name = names.join(" ").normalize("NFC");
        expect(cleanName(name, 1_000)).toBe(name);
      }),
    );
  });

  it("[P12] 10,000 characters cost next to nothing and leave 40", () => {
    const least = (run: () => unknown): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const before = performance.now();
          run();
          return performance.now() - before;
        }),
      );
    for (const name of ["\u{1f600}\u200d", "ب\u200c", "\u{1f3f4}\u{e0061}\u{e0061}\u{e0061}", " \u200b"].map((some) =>
      some.repeat(10_000),
    )) {
      expect([...cleanName(name, 40)].length).toBeLessThanOrEqual(40);
      expect(least(() => cleanName(name, 40))).toBeLessThan(50);
    }
    expect(cleanName("\u{1f600}\u200d".repeat(10_000), 40)).toBe(`${"\u{1f600}\u200d".repeat(19)}\u{1f600}`);
  });

  it("[P12] is told from others by more than its joiners and the shapes that are chosen", () => {
    expect(withoutJoiners("می\u200cروم")).toBe("میروم");
    expect(withoutJoiners("\u2764\ufe0f\u845b\u{e0100}\u1828\u180b\u180e")).toBe("\u2764\u845b\u1828");
  });
});
