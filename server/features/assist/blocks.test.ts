// Blocks of answers as models write them, and where they go in files. Knows no room.
import { describe, expect, it, jest } from "@jest/globals";
import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { parsedBlocks } from "./blocks.ts";
import { blocksOf } from "./blocksOf.ts";
import { changesOf, Lines, placed } from "./matching.ts";
import type { BlockProblem } from "./messages.ts";

const anyPath = (): boolean => true;
const isKnown = (path: string): boolean => path === "src/a.py" || path === "b.js";
const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`;
const applied = async (text: string, search: readonly string[], replace: readonly string[]): Promise<string> => {
  const before = Text.of(text.split("\n"));
  const changes = await changesOf(await Lines.of(before, search), { search, replace });
  return typeof changes === "string" ? changes : changes.apply(before).toString();
};
/** Of nothing none. */
const linesOf = (text: string): string[] => (text === "" ? [] : text.split("\n"));

/** How often everything else had its turn meanwhile. */
async function turnsIn<Result>(
  run: () => Result,
): Promise<{ readonly turns: number; readonly result: Awaited<Result> }> {
  let [turns, isOver] = [0, false];
  const others = (): void => {
    turns++;
    if (!isOver) setImmediate(others);
  };
  others();
  const result = await run();
  isOver = true;
  return { turns, result };
}

const word = fc.stringMatching(/^[a-z(){};= "'#]{0,12}$/);
const lines = fc.array(word, { minLength: 1, maxLength: 6 });

describe("blocks of an answer", () => {
  it.each([
    ["a path alone", "src/a.py"],
    ["a heading", "### `src/a.py`:"],
    ["a word before it", "File: src/a.py"],
    ["bold", "**src/a.py**"],
    ["a fence after it", "src/a.py\n```python"],
  ])("[A110] are found after %s", async (_how, head) => {
    const text = `Here it is.\n\n${head}\n${block("x = 1", "x = 2")}\n`;
    const [found, ...more] = await parsedBlocks(text, isKnown);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ path: "src/a.py", search: ["x = 1"], replace: ["x = 2"], isOpen: false });
    expect(text.slice(found!.from, found!.to)).toBe(block("x = 1", "x = 2"));
  });

  it.each(["Done.", "And:", "…", "then/"])(
    "[A110] of the same file follow each other with %s between",
    async (word) => {
      const text = `b.js\n${block("1", "2")}\n${word}\n${block("3", "4")}\n`;
      expect((await parsedBlocks(text, isKnown)).map(({ path }) => path)).toEqual(["b.js", "b.js"]);
    },
  );

  it("[A110] of the same file follow each other with words between; a path that is not known is not taken for the one before", async () => {
    const text = `b.js\n${block("1", "2")}\nAnd then, as it is the same:\n${block("3", "4")}\nnew.py\n${block("", "5")}`;
    expect((await parsedBlocks(text, isKnown)).map(({ path }) => path)).toEqual(["b.js", "b.js", "new.py"]);
  });

  it("[A110] have their lines without carriage returns, and one that the end of the answer leaves open is marked", async () => {
    const text = `b.js\r\n${block("a\nb", "c").replaceAll("\n", "\r\n")}\r\n<<<<<<< SEARCH\r\na\r\n=======\r\nwrong to tak`;
    expect(await parsedBlocks(text, isKnown)).toMatchObject([
      { search: ["a", "b"], replace: ["c"], isOpen: false },
      { search: ["a"], replace: ["wrong to tak"], isOpen: true },
    ]);
    expect(await parsedBlocks("b.js\n<<<<<<< SEARCH\na", isKnown)).toMatchObject([{ isOpen: true }]);
  });

  it("[A110] whatever lines they have, come back as they were written, and never more than fifty", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(lines, lines), { maxLength: 60 }), async (all) => {
        const text = all
          .map(([search, replace]) => `b.js\n${block(search.join("\n"), replace.join("\n"))}`)
          .join("\n\n");
        const found = await parsedBlocks(text, anyPath);
        // a line of the lines themselves can be one of the marks
        fc.pre(all.flat(2).every((line) => !/^[=<>]{5}/.test(line)));
        expect(found.map(({ search, replace }) => [search, replace])).toEqual(all.slice(0, 50));
        for (const { from, to } of found) expect(text.slice(from, to)).toMatch(/^<<<<<<< SEARCH[^]*>>>>>>> REPLACE$/);
      }),
    );
  });

  it.each(["`", ".", "'", "# ", "- ", "file : ", ":", " ", "="])(
    "[A110] are found at once in long lines of %j that name no path",
    async (piece) => {
      const text = `a${piece.repeat(1_020 / piece.length)} a\n`.repeat(970);
      const before = process.cpuUsage().user;
      expect(await parsedBlocks(text, isKnown)).toEqual([]);
      expect(process.cpuUsage().user - before).toBeLessThan(200_000);
    },
  );

  it("[A110] of any text are found without an error, within the text", async () => {
    const piece = fc.oneof(
      fc.constantFrom("<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "b.js\n", "\r\n"),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const text = pieces.join("");
        let end = 0;
        for (const { from, to } of await parsedBlocks(text, isKnown)) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(to).toBeLessThanOrEqual(text.length);
          end = to;
        }
      }),
    );
  });
});

describe("a block goes into a file", () => {
  it.each([
    ["where its lines stand", "a\nb\nc", "b", "B", "a\nB\nc"],
    ["whatever blanks end them", "a  \nb\t\nc", "a\nb", "A\nb", "A\nb\nc"],
    [
      "whatever its indentation, and has that of the file",
      "if x:\n    y()\n    z()",
      "y()\nz()",
      "y()\nif q:\n  w()\nz()",
      "if x:\n    y()\n    if q:\n      w()\n    z()",
    ],
    ["as lines that are not there any more", "a\nb\nc", "b", "", "a\nc"],
    ["as last lines that are not there any more", "a\nb", "b", "", "a"],
    ["as all lines that are not there any more", "a\nb", "a\nb", "", ""],
    ["as lines that come after others", "a\nb", "b", "b\nc", "a\nb\nc"],
    ["as lines that come before others", "a\nb", "b", "x\nb", "a\nx\nb"],
    ["that is empty", "", "", "a\nb", "a\nb"],
    ["where they begin within what is like their beginning", "a\na\na\nb", "a\na\nb", "c", "a\nc"],
    ["that has nothing but blanks", " \n\n", "\n", "a", "a"],
  ])("[A111] %s", async (_how, text, search, replace, expected) => {
    expect(await applied(text, linesOf(search), linesOf(replace))).toBe(expected);
  });

  it.each([
    ["are not there", "a\nb", "c", "d", "notFound"],
    ["are there twice", "a\nb\na", "a", "d", "foundTwice"],
    ["are there twice but for their indentation", "  a\nb\n    a", "a", "d", "foundTwice"],
    ["are none, and the file is not empty", "a", "", "d", "notFound"],
    ["stay what they are", "a\nb", "a", "a", "nothingChanges"],
  ])("[A111] not where its lines %s", async (_how, text, search, replace, problem) => {
    expect(await applied(text, linesOf(search), linesOf(replace))).toBe(problem);
  });

  it("[A129] is looked for with little work and in pieces, in a text that is made to take long as well", async () => {
    const doc = Text.of([...Array.from({ length: 100_000 }, () => "a"), "c"]);
    const block = `b.js\n<<<<<<< SEARCH\n${"a\n".repeat(900)}c\na\n=======\nd\n>>>>>>> REPLACE\n`;
    const files = [{ file: 1, path: "b.js", version: 1, text: doc }];
    const turnsOf = async (text: string, expected: BlockProblem): Promise<number> => {
      const { turns, result } = await turnsIn(() =>
        blocksOf(text, { files, paths: new Set(), limits: DEFAULT_LIMITS }),
      );
      expect(result.map((one) => "refused" in one && one.refused)).toEqual(Array.from({ length: 50 }, () => expected));
      return turns;
    };
    // ten pieces of the text, for each block three times: as its lines are compared
    expect(await turnsOf(block.repeat(50), "notFound")).toBeGreaterThan(50 * 3 * 10);
    // and each block
    expect(await turnsOf(block.replace("b.js", "c.js").repeat(50), "unknownFile")).toBeGreaterThanOrEqual(50);
  });

  it("[A129] is looked for among lines that are numbered where a block has them alone: of many others none is kept", async () => {
    const there = Array.from({ length: 100_000 }, (_, line) => `${line}`);
    const kept = jest.spyOn(Map.prototype, "set");
    try {
      const file = await Lines.of(Text.of(there), ["7", "8"]);
      kept.mockClear();
      expect(await changesOf(file, { search: ["7", "8"], replace: ["x"] })).toBeInstanceOf(ChangeSet);
      // two lines, and their numbers
      expect(kept).toHaveBeenCalledTimes(3);
    } finally {
      kept.mockRestore();
    }
  });

  it.each([
    ["lines", (): unknown => Lines.of(Text.of(Array.from({ length: 100_000 }, () => "a")), [])],
    ["blocks", (): unknown => parsedBlocks("a\n".repeat(100_000), isKnown)],
    ["blocks in long lines", (): unknown => parsedBlocks(`${"a".repeat(1_000)}\n`.repeat(500), isKnown)],
  ])("[A129] is read in pieces of 20,000 characters: %s", async (_what, read) => {
    expect((await turnsIn(read)).turns).toBeGreaterThanOrEqual(500_000 / 20_000);
  });

  it("[A129] is looked for once in a text of blank lines, however many blocks have nothing else", async () => {
    const file = await Lines.of(Text.of(Array.from({ length: 1_900_000 }, () => "")), [""]);
    const before = process.cpuUsage().user;
    for (let block = 0; block < 50; block++)
      expect(await changesOf(file, { search: [""], replace: ["x"] })).toBeInstanceOf(ChangeSet);
    expect(process.cpuUsage().user - before).toBeLessThan(200_000);
  });

  it("[A111] where its lines stand once, as somebody finds it who looks at every line", async () => {
    const few = fc.array(fc.constantFrom("a", "b", " a"), { minLength: 1, maxLength: 12 });
    const found = (there: readonly string[], search: readonly string[]): number =>
      there.filter((_, at) => search.every((line, index) => there[at + index] === line)).length;
    await fc.assert(
      fc.asyncProperty(few, few, async (there, search) => {
        const result = await applied(there.join("\n"), search, ["x"]);
        const without = (lines: readonly string[]): string[] => lines.map((line) => line.trim());
        const count = found(there, search) || found(without(there), without(search));
        expect([count, result === "foundTwice", result === "notFound"]).toEqual([count, count > 1, count === 0]);
      }),
    );
  });

  it("[A111] at the one place where its lines stand, whatever they are, and touches nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(lines, lines, lines, lines, async (before, search, replace, after) => {
        const text = [...before, ...search, ...after].join("\n");
        const result = await applied(text, search, replace);
        const whole = [...before, ...replace, ...after].join("\n");
        if (search.every((line) => line.trim() === "")) return;
        expect(["foundTwice", "nothingChanges", whole]).toContain(result);
      }),
    );
  });

  it.each([
    ["become others", "a\nb\nc\nd", "b\nc", "B\nC", [2, 3]],
    ["go", "a\nb\nc\nd", "b\nc", "", [2, 3]],
    ["go at the end", "a\nb\nc", "b\nc", "", [2, 3]],
    ["go at the end, the last of them empty", "a\nb\n", "b\n", "", [2, 3]],
    ["go, all of them", "a\nb", "a\nb", "", [1, 2]],
    ["are empty and go", "a\n\nb", "a\n", "a", [2, 2]],
    ["are put in before one", "a\nb", "b", "x\nb", [2, 2]],
    ["are put in after all", "a\nb", "b", "b\nx", [2, 2]],
    ["are the first of a file", "", "", "a\nb", [1, 1]],
  ])("[A150] and says at which lines, where they %s", async (_how, text, search, replace, at) => {
    const files = [{ file: 1, path: "b.js", version: 3, text: Text.of(text.split("\n")) }];
    const marked = ["<<<<<<< SEARCH", ...linesOf(search), "=======", ...linesOf(replace), ">>>>>>> REPLACE"];
    const blocks = await blocksOf(["b.js", ...marked].join("\n"), { files, paths: new Set(), limits: DEFAULT_LIMITS });
    expect(blocks).toMatchObject([{ block: 0, lines: at }]);
  });

  it("[A112] with its lines whole after what came since elsewhere, and says so where that came there", async () => {
    const doc = Text.of(["one", "two", "three", "four", "five", "six", "seven"]);
    const changes = (await changesOf(await Lines.of(doc, ["four"]), {
      search: ["four"],
      replace: ["4", "IV"],
    })) as ChangeSet;
    const edit = fc.record({ line: fc.integer({ min: 1, max: 7 }), from: fc.nat(5), length: fc.nat(3), insert: word });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 10 }), (edits) => {
        let over = ChangeSet.empty(doc.length);
        let isThere = false;
        for (const { line, from, length, insert } of edits) {
          const text = over.apply(doc);
          const { from: start, to: end } = text.line(Math.min(line, text.lines));
          const at = Math.min(start + from, end);
          const next = ChangeSet.of({ from: at, to: Math.min(at + length, end), insert }, text.length);
          over = over.compose(next);
        }
        over.iterChangedRanges((from, to) => (isThere ||= from <= doc.line(4).to && to >= doc.line(4).from));
        const { changes: moved, isChanged } = placed(changes, over);
        expect(isChanged).toBe(isThere);
        expect(moved.apply(over.apply(doc)).toString()).toContain("4\nIV");
      }),
    );
  });
});
