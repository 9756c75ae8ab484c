// What an answer is shown as: the same proposals as the other half finds, links as they are opened, and no markup.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parsedBlocks } from "../../../server/features/assist/blocks.ts";
import { answerParts, diffLines, wordsIn } from "./answerParts.ts";
import { LEFT_OUT } from "./bounds.ts";

const BLOCK = "<<<<<<< SEARCH\na = 1\n=======\na = 2\n>>>>>>> REPLACE";

describe("an answer", () => {
  it("[A200] is words, code and proposals, in their order", () => {
    expect(answerParts(`One.\n\nTwo\nlines.\n\n\`\`\`py\nx = 1\n\`\`\`\nNow:\n\nmain.py\n${BLOCK}\nDone.`)).toEqual([
      { type: "words", text: "One." },
      { type: "words", text: "Two\nlines." },
      { type: "code", text: "x = 1", language: "py" },
      { type: "words", text: "Now:" },
      { type: "proposal", block: 0, path: "main.py", before: ["a = 1"], after: ["a = 2"], isOpen: false },
      { type: "words", text: "Done." },
    ]);
  });

  it("[A200] a fence around a proposal is not shown, and neither is the path twice", () => {
    expect(answerParts(`### \`src/a.py\`:\n\`\`\`python\n${BLOCK}\n\`\`\``)).toEqual([
      { type: "proposal", block: 0, path: "src/a.py", before: ["a = 1"], after: ["a = 2"], isOpen: false },
    ]);
    expect(answerParts(`\`\`\`\nmain.py\n${BLOCK}\n\`\`\``).map(({ type }) => type)).toEqual(["proposal"]);
  });

  it("[A200] a line that is too long for a path is none, and is not looked through for one", () => {
    const long = `a${"`".repeat(200_000)}a`;
    const started = process.cpuUsage();
    const [words] = answerParts(`src/a.py\n${long}\n\`\`\`\n${BLOCK}\n\`\`\``);
    const { user, system } = process.cpuUsage(started);
    expect(words).toEqual({ type: "words", text: `src/a.py\n${long}` });
    // many seconds where each of its marks is looked on from
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });

  it("[A200] what is still being written is shown as far as it is there", () => {
    expect(answerParts("main.py\n<<<<<<< SEARCH\na = 1\n=======\na")).toEqual([
      { type: "proposal", block: 0, path: "main.py", before: ["a = 1"], after: ["a"], isOpen: true },
    ]);
    expect(answerParts("```js\nlet a")).toEqual([{ type: "code", text: "let a", language: "js" }]);
    expect(answerParts("")).toEqual([]);
  });

  it("[A200] what turns letters round is seen", () => {
    expect(answerParts("a\u202eb")).toEqual([{ type: "words", text: "a\ufffdb" }]);
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
        "`a/b.js`:",
      ),
      fc.constantFrom("<<<<<SEARCH", "======", ">>>>> REPLACE\r", "# main.py", "- x:", "a = 1"),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const text = lines.join("\n").replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, "");
        const proposals = answerParts(text).flatMap((part) => (part.type === "proposal" ? [part] : []));
        expect(proposals.map(({ before, after, isOpen }) => [before, after, isOpen])).toEqual(
          (await parsedBlocks(text, () => true)).map(({ search, replace, isOpen }) => [search, replace, isOpen]),
        );
        expect(proposals.map(({ block }) => block)).toEqual(proposals.map((_, index) => index));
      }),
    );
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
