// What an answer is shown as: the same proposals as the other half finds, links as they are opened, and no markup.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parsedBlocks } from "../../../server/features/assist/blocks.ts";
import { answerParts, diffLines, pathsFor, pathShown, wordsIn } from "./answerParts.ts";
import { LEFT_OUT } from "./bounds.ts";

const isPath = (path: string): boolean => path === "main.py" || path === "Makefile";
const partsOf = (text: string) => answerParts(text, isPath);
const proposalsIn = (text: string) => partsOf(text).flatMap((part) => (part.type === "proposal" ? [part] : []));
const BLOCK = "<<<<<<< SEARCH\na = 1\n=======\na = 2\n>>>>>>> REPLACE";

describe("an answer", () => {
  it("[A200] is words, code and proposals, in their order", () => {
    expect(partsOf(`One.\n\nTwo\nlines.\n\n\`\`\`py\nx = 1\n\`\`\`\nNow:\n\nmain.py\n${BLOCK}\nDone.`)).toEqual([
      { type: "words", text: "One." },
      { type: "words", text: "Two\nlines." },
      { type: "code", text: "x = 1", language: "py" },
      { type: "words", text: "Now:" },
      { type: "proposal", block: 0, path: "main.py", before: ["a = 1"], after: ["a = 2"], isOpen: false },
      { type: "words", text: "Done." },
    ]);
  });

  it("[A200] a fence around a proposal is not shown, and neither is the path twice", () => {
    expect(partsOf(`### \`src/a.py\`:\n\`\`\`python\n${BLOCK}\n\`\`\``)).toEqual([
      { type: "proposal", block: 0, path: "src/a.py", before: ["a = 1"], after: ["a = 2"], isOpen: false },
    ]);
    expect(partsOf(`\`\`\`\nmain.py\n${BLOCK}\n\`\`\``).map(({ type }) => type)).toEqual(["proposal"]);
  });

  it("[A200] a line that is too long for a path is none, and is not looked through for one", () => {
    const long = `a${"`".repeat(200_000)}a`;
    const started = process.cpuUsage();
    const [words] = partsOf(`src/a.py\n${long}\n\`\`\`\n${BLOCK}\n\`\`\``);
    const { user, system } = process.cpuUsage(started);
    expect(words).toEqual({ type: "words", text: `src/a.py\n${long}` });
    // many seconds where each of its marks is looked on from
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });

  it("[A200] what is still being written is shown as far as it is there", () => {
    expect(partsOf("main.py\n<<<<<<< SEARCH\na = 1\n=======\na")).toEqual([
      { type: "proposal", block: 0, path: "main.py", before: ["a = 1"], after: ["a"], isOpen: true },
    ]);
    expect(partsOf("```js\nlet a")).toEqual([{ type: "code", text: "let a", language: "js" }]);
    expect(partsOf("")).toEqual([]);
  });

  it("[A200] what turns letters round is seen", () => {
    expect(partsOf("a\u202eb")).toEqual([{ type: "words", text: "a\ufffdb" }]);
  });

  it("[A201] has the proposals that the other half finds, whatever it is", async () => {
    const line = fc.oneof(
      fc.constantFrom(
        "<<<<<<< SEARCH",
        "=======",
        ">>>>>>> REPLACE",
        "```",
        "```py",
        "~~~",
        "",
        "main.py",
        "Makefile",
        "`a/b.js`:",
      ),
      fc.constantFrom("<<<<<SEARCH", "======", ">>>>> REPLACE\r", "# main.py", "- x:", "a = 1", "And then:"),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const text = lines.join("\n").replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, "");
        const proposals = proposalsIn(text);
        expect(proposals.map(({ path, before, after, isOpen }) => [path, before, after, isOpen])).toEqual(
          (await parsedBlocks(text, isPath)).map(({ path, search, replace, isOpen }) => [
            path,
            search,
            replace,
            isOpen,
          ]),
        );
        expect(proposals.map(({ block }) => block)).toEqual(proposals.map((_, index) => index));
      }),
    );
  });

  it("[A201] words before a proposal name no file: it is of the one that was named last", () => {
    const text = `main.py\n${BLOCK}\nAnd then the second change, at the end:\n${BLOCK}\nMakefile\n${BLOCK}`;
    expect(partsOf(text).map((part) => (part.type === "proposal" ? part.path : part))).toEqual([
      "main.py",
      { type: "words", text: "And then the second change, at the end:" },
      "main.py",
      "Makefile",
    ]);
  });

  it("[A201] a file that has another name by now, or is gone, is named by the one that it had", () => {
    const sent = { file: 1, path: "Makefile", version: 1, characters: 5 };
    const block = { block: 0, from: 0, to: 1, refused: "notSent" } as const;
    const end = { time: 1, ended: "whole", tokens: { in: 1, out: 1 }, ms: 1 } as const;
    const blocks = [
      { ...block, path: "Rakefile" },
      { ...block, path: "" },
    ];
    const files = [{ name: "GNUmakefile" }, { name: "Procfile", deleted: { participant: 1, time: 1 } }];
    const paths = pathsFor({ context: { files: [sent] }, end: { ...end, blocks } }, files);
    expect([...paths].toSorted()).toEqual(["GNUmakefile", "Makefile", "Rakefile"]);
    const proposed = answerParts(`Makefile\n${BLOCK}`, (path) => paths.has(path));
    expect(proposed).toMatchObject([{ type: "proposal", path: "Makefile" }]);
    expect([...pathsFor({ end: undefined })]).toEqual([]);
  });

  it("[A200] what turns letters round is seen in a path as well, whoever has read it", () => {
    const [part] = proposalsIn(`a\u202eb.py\n${BLOCK}`);
    expect(pathShown(part!, undefined)).toBe("a\ufffdb.py");
    expect(pathShown(part!, { path: "a\u202eb.py" })).toBe("a\ufffdb.py");
    expect(pathShown(part!, { path: "other.py" })).toBe("other.py");
  });

  it("[A202] links are of the web and shown in full; nothing else is more than words", () => {
    expect(wordsIn("see [this](https://a.example/x) or `b`.")).toEqual([
      { type: "text", text: "see [this](" },
      { type: "link", text: "https://a.example/x", shown: "https://a.example/x", href: "https://a.example/x" },
      { type: "text", text: ") or " },
      { type: "code", text: "b" },
      { type: "text", text: "." },
    ]);
    const hostile = "<img src=x onerror=alert(1)> ![x](javascript:alert) data:text/html,a http://a@b.example/";
    expect(wordsIn(hostile)).toEqual([{ type: "text", text: hostile }]);
  });

  it("[A204] what the server has put in the place of code is known as that, wherever it stands", () => {
    for (const [before, after] of [
      ["", ""],
      ["> ", ""],
      ["see https://a.example/x ", " then"],
    ] as const) {
      const words = wordsIn(`${before}${LEFT_OUT}${after}`);
      expect(words.filter(({ type }) => type === "leftOut")).toHaveLength(1);
      expect(words.map((one) => ("text" in one ? one.text : "")).join("")).toBe(before + after);
    }
  });

  it("[A203] of a proposal the lines that differ are marked", () => {
    expect(diffLines({ before: ["a", "b", "c"], after: ["a", "x", "y", "c"] })).toEqual([
      { is: "same", text: "a" },
      { is: "taken", text: "b" },
      { is: "added", text: "x" },
      { is: "added", text: "y" },
      { is: "same", text: "c" },
    ]);
    expect(diffLines({ before: ["a"], after: ["a", "a"] })).toEqual([
      { is: "same", text: "a" },
      { is: "added", text: "a" },
    ]);
    expect(diffLines({ before: [], after: ["a"] })).toEqual([{ is: "added", text: "a" }]);
    expect(diffLines({ before: ["    a", ""], after: ["      a", ""] })).toEqual([
      { is: "taken", text: "a" },
      { is: "added", text: "  a" },
      { is: "same", text: "" },
    ]);
  });
});
