// What a message is made of: what becomes a link, code, a place or a name, and what does not.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addressedIn, mentions, nameBefore, namesFor, namesOf, type Part, partsOf } from "./parts.ts";

const CONTEXT = { names: namesOf(["Ada", "Ada Lovelace", "Bo", "Émile", "a.b*c"]) };
const parts = (text: string, file = "main"): readonly Part[] =>
  partsOf(text, { ...CONTEXT, files: [{ file: 7, name: file }] });
/** Only what is not plain text. */
const marked = (text: string, file?: string): readonly Part[] =>
  parts(text, file).filter(({ type }) => type !== "text");
/** A part's source, but for the marks of code. */
const shown = (list: readonly Part[]): string => list.map(({ text }) => text).join("");

/** ms of the quickest of a few runs */
const leastTimeOf = (run: () => unknown): number =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );

const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

describe("the parts of a message", () => {
  it.each([
    ["see https://a.org/x?y=1#z.", "https://a.org/x?y=1#z"],
    ["(http://a.org)", "http://a.org"],
    ["https://a.org/ä, and", "https://a.org/ä"],
  ])("[T9] a link: %s", (text, address) => {
    expect(marked(text)).toEqual([{ type: "link", text: address, shown: address, href: new URL(address).href }]);
    expect(shown(parts(text))).toBe(text);
  });

  it.each([
    ["it turns round", "https://a.org/\u202egro.b//:sptth", "https://a.org/%E2%80%AEgro.b//:sptth"],
    ["part of it is apart", "https://a.org/\u2067b\u2069", "https://a.org/%E2%81%A7b%E2%81%A9"],
    ["it reads from right to left", "https://a.org/\u05d0/b", "https://a.org/%D7%90/b"],
    ["something is not seen", "https://a.org\u200b.b.org/\u3164", "https://a.org.b.org/%E3%85%A4"],
    ["a hyphen is not seen", "https://ba\u00add.org/", "https://bad.org/"],
    ["something lies over it", "https://a.org/b\u0338c", "https://a.org/b%CC%B8c"],
    ["a letter only looks like another", "https://\u0430.org/", "https://xn--80a.org/"],
    ["a dot only looks like one", "https://a.org\uff0eb.org", "https://a.org.b.org/"],
    ["a slash is none", "https://a.org\u2215b.org", "https://a.xn--orgb-id9a.org/"],
    ["it leads elsewhere by its steps", "https://a.org/b/../c", "https://a.org/c"],
    ["it is turned into another", "http://2130706433/", "http://127.0.0.1/"],
    ["it has the other slash", "https://a.org\\.b.org", "https://a.org/.b.org"],
  ])("[T15] a link is shown as it is opened where %s", (_, text, seen) => {
    expect(marked(`see ${text} there`)).toEqual([{ type: "link", text, shown: seen, href: seen }]);
  });

  it.each(["https://a.org/caf\u00e9", "https://a.org/\u4e2d\u6587?q=\u3042\u30fc", "https://a.org/\u0434\u0430#1"])(
    "[T15] letters that are seen as they are written are shown so: %s",
    (text) => {
      expect(marked(text)).toEqual([{ type: "link", text, shown: text, href: new URL(text).href }]);
    },
  );

  it("[T15] whatever an address is made of, what is shown of it opens the same, reads from left to right and is seen", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.constantFrom(..."\u202e\u2066\u200f\u00ad\u05d0\u0627./@:\\", "%2f", "..", "b.org"),
    );
    fc.assert(
      fc.property(fc.constantFrom("https://a.org", "http://"), fc.array(piece, { maxLength: 8 }), (start, pieces) => {
        for (const part of parts(start + pieces.join(""))) {
          if (part.type !== "link") continue;
          expect(new URL(part.shown).href).toBe(part.href);
          expect(part.shown).toMatch(/^https?:\/\/[!-~]+?(\/|$)/);
          expect(part.shown).not.toMatch(
            /[\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it("[T15] what turns letters round is in no text, and in an address it is seen", () => {
    const said = "open \u202egnp.exe or `\u2066a\u2069` at https://a.org/\u202eb, \u05d0\u05d1";
    expect(parts(said).map(({ type, text }) => [type, text])).toEqual([
      ["text", "open gnp.exe or "],
      ["code", "a"],
      ["text", " at "],
      ["link", "https://a.org/\u202eb"],
      ["text", ", \u05d0\u05d1"],
    ]);
  });

  it.each([
    ["https://en.wikipedia.org/wiki/Go_(game)", "https://en.wikipedia.org/wiki/Go_(game)"],
    ["(see https://a.org/b_(c)).", "https://a.org/b_(c)"],
    ["(see https://a.org/b).", "https://a.org/b"],
  ])("[T9] a bracket that closes one of the address is of it: %s", (said, address) => {
    expect(marked(said)).toMatchObject([{ type: "link", text: address }]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,<b>x</b>",
    "file:///etc/passwd",
    "vbscript:x",
    "https://",
    "http://[",
    "//a.org",
    "https://a.org@b.org",
    "https://a.org:80@b.org/",
    "<a href=x>",
  ])("[T9] no link: %s", (text) => {
    expect(marked(text)).toEqual([]);
  });

  it.each([
    ["```py\nx = 1\n```", { language: "py", text: "x = 1" }],
    ["```\n<b>\n```", { language: "", text: "<b>" }],
    ["```x = 1```", { language: "", text: "x = 1" }],
    ["```c++\n  a\n\n  b\n```", { language: "c++", text: "  a\n\n  b" }],
  ])("[T9] a block of code: %j", (text, block) => {
    const found = marked(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ type: "block", text: block.text });
  });

  it("[T9] text stands before, between and after blocks; a fence that is not closed is text", () => {
    expect(parts("a\n```js\n1\n```\nb\n```\n2\n```")).toEqual([
      { type: "text", text: "a" },
      { type: "block", language: "js", text: "1" },
      { type: "text", text: "b" },
      { type: "block", language: "", text: "2" },
    ]);
    expect(parts("``` never\nclosed")).toEqual([{ type: "text", text: "``` never\nclosed" }]);
    expect(parts("``````")).toEqual([{ type: "text", text: "``````" }]);
  });

  it("[T9] nothing inside of code is marked", () => {
    expect(marked("`@Ada https://a.org main:1` ```\n@Ada https://a.org\n```").map(({ type }) => type)).toEqual([
      "code",
      "block",
    ]);
  });

  it.each([
    ["main.py:12", "main", "main.py:12", 12],
    ["main:3,", "main", "main:3", 3],
    ["in src/app.ts:7)", "src/app.ts", "src/app.ts:7", 7],
    ["app.ts:7", "src/app.ts", "app.ts:7", 7],
  ])("[T9] a place: %s in %s", (text, file, place, line) => {
    expect(marked(text, file)).toEqual([{ type: "place", text: place, file: 7, line }]);
  });

  it("[T9] a place is in the file of that name, or else in the first that is called so", () => {
    const files = [
      { file: 3, name: "lib/util.py" },
      { file: 1, name: "main" },
      { file: 2, name: "util.py" },
    ];
    const meant = (text: string) =>
      partsOf(text, { ...CONTEXT, files }).flatMap((part) => (part.type === "place" ? [part.file] : []));
    expect(meant("util.py:1 lib/util.py:2 src/util.py:3 main.py:4 nowhere.py:5")).toEqual([2, 3, 3, 1]);
  });

  it.each([
    ["other.py:12", "main"],
    ["at 10:30", "main"],
    ["main.py:12345678", "main"],
    ["main.py:1x", "main"],
    ["xmain:1", "main"],
    ["app.js:7", "src/app.ts"],
  ])("[T9] no place: %s in %s", (text, file) => {
    expect(marked(text, file)).toEqual([]);
  });

  it.each([
    ["hey @Ada Lovelace!", "@Ada Lovelace"],
    ["@ada, look", "@ada"],
    ["(@BO)", "@BO"],
    ["@émile", "@émile"],
    ["@a.b*c?", "@a.b*c"],
  ])("[T9] a mention: %s", (text, mention) => {
    expect(marked(text)).toEqual([{ type: "mention", text: mention }]);
  });

  it.each([
    ["@میروم و", ["می\u200cروم"], "@میروم"],
    ["@می\u200cروم.", ["میروم"], "@می\u200cروم"],
    ["@\u{1f469}\u200d\u{1f4bb}!", ["\u{1f469}", "\u{1f469}\u200d\u{1f4bb}"], "@\u{1f469}\u200d\u{1f4bb}"],
    ["@" + "\u{1f600}".repeat(40), ["\u{1f600}".repeat(40)], "@" + "\u{1f600}".repeat(40)],
  ])("[T9] a mention, whatever joins its letters: %s", (text, names, mention) => {
    const found = partsOf(text, { names: namesOf(names), files: [] }).filter(({ type }) => type === "mention");
    expect(found).toEqual([{ type: "mention", text: mention }]);
  });

  it("[T9] no mention is the beginning of a word or of a picture", () => {
    expect(mentions("@\u{1f469}\u200d\u{1f4bb}", ["\u{1f469}"])).toBe(false);
    expect(mentions("@می\u200cروم", ["می"])).toBe(false);
    expect(namesFor("میر", ["می\u200cروم"], 6)).toEqual(["می\u200cروم"]);
  });

  it.each(["@Adam", "ada@Ada", "@ Ada", "@nobody", "@"])("[T9] no mention: %s", (text) => {
    expect(marked(text)).toEqual([]);
    expect(mentions(text, ["Ada"])).toBe(false);
  });

  it("[T9] no text is lost or made up, and links are of the web, whatever is said", () => {
    const word = fc.constantFrom("@Ada", "`", "```", "\n", " ", "main:1", "https://a.org", "javascript:x", "é", "<b>");
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: "binary" })), { maxLength: 30 }), (words) => {
        const text = words.join("");
        const list = parts(text);
        const bare = (one: string): string => one.replaceAll(/[`\s\w+#.-]/g, "");
        expect(bare(shown(list)).replaceAll(TURNS, "")).toBe(bare(text).replaceAll(TURNS, ""));
        for (const part of list) if (part.type === "link") expect(part.href).toMatch(/^https?:/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    "@".repeat(2_000),
    "`".repeat(2_000),
    "```x".repeat(500),
    "a:".repeat(1_000),
    "./".repeat(1_000),
    "http://".repeat(285),
  ])("[T9] 2,000 characters meant to be slow are not: %.9s…", (text) => {
    expect(leastTimeOf(() => parts(text))).toBeLessThan(50);
  });

  // the first took a second, and twice that for each letter more; the second grew with its square
  it.each([`https://a.org/${"a".repeat(15)}\u202e`, `https://${")".repeat(50_000)}a`])(
    "[T15] an address takes no longer than its length, whatever it ends with: %.12s…",
    (text) => {
      expect(leastTimeOf(() => parts(text))).toBeLessThan(50);
    },
  );

  it("[T9] a name that is being typed is completed from those that begin so", () => {
    expect(nameBefore("hey @Ad", 7)).toEqual({ at: 4, typed: "Ad" });
    expect(nameBefore("hey @Ad and", 5)).toEqual({ at: 4, typed: "" });
    expect(nameBefore("mail@Ad", 7)).toBeUndefined();
    expect(nameBefore("@Ada\n", 5)).toBeUndefined();
    expect(namesFor("ad", ["Bo", "Ada", "adam"], 6)).toEqual(["Ada", "adam"]);
    expect(namesFor("", ["Bo", "Ada", "adam"], 2)).toEqual(["Bo", "Ada"]);
  });

  it("[T16] what follows the name that a text begins with is for whoever has it", () => {
    expect(addressedIn("@assistant, why?", "Assistant")).toBe("why?");
    expect(addressedIn("@Assistant\nwhy?\n", "Assistant")).toBe("why?\n");
    expect(addressedIn("@assistants why?", "Assistant")).toBeUndefined();
    expect(addressedIn("hey @assistant why?", "Assistant")).toBeUndefined();
    expect(addressedIn("assistant why?", "Assistant")).toBeUndefined();
  });
});
