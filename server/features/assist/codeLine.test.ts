// Which lines count as code where none may be shown: of many languages, and of the words that are to stay.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CodeLeftOut, LEFT_OUT } from "./codeLeftOut.ts";
import { isCodeLine, isNoSentence, withoutMarks } from "./codeLine.ts";

const shown = (text: string): string => {
  const leaving = new CodeLeftOut();
  return leaving.add(text) + leaving.end();
};

const CODE = [
  "x = 1",
  "total += price * count",
  "self.items[key] = value",
  "count: int = 0",
  "a, b = b, a + b",
  "def f(n):",
  "async def main() -> None:",
  "class Stack:",
  "class Stack extends Array {",
  "for item in items:",
  "for i, item in enumerate(items)",
  "while left <= right:",
  "if not found and is_valid:",
  "if (n === 0) return 1;",
  "elif n > 2:",
  "else:",
  "} else {",
  "try:",
  "except ValueError as error:",
  "return n * fact(n - 1)",
  "return 2",
  "return result",
  "yield x",
  "raise ValueError(text)",
  "break",
  "pass",
  "import os",
  "import numpy as np",
  "import { useState } from 'react';",
  "from math import sqrt",
  "#include <stdio.h>",
  "using namespace std;",
  "use std::collections::HashMap;",
  "package main",
  "print(f(3))",
  'print "done"',
  "console.log(total);",
  "items.append(x)",
  "System.out.println(sum);",
  "const sum = (a, b) => a + b;",
  "let mut left = 0;",
  "var seen map[string]bool",
  "function add(a, b) {",
  "func (s *Stack) Push(v int) {",
  "fn main() {",
  "public static void main(String[] args) {",
  "int main(void)",
  "int x;",
  "std::vector<int> v;",
  "#define MAX 10",
  "@Override",
  "}",
  "});",
  "end",
  "fi",
  "puts x",
  'echo "$name"',
  "$ npm install express",
  "SELECT name FROM users WHERE id = 3",
  '<div class="box">hello</div>',
  "</ul>",
  '"name": "value"',
  "x <- c(1, 2)",
  "xs |> map(f) -> ys",
  ".then(show)",
  "`x = x + 1`",
  "**return n * 2;**",
  'print("The sum of the first numbers is", total)',
  "console.log('what is left of it', rest); // for the second part of the task",
  "message = 'one of the arguments is not there'",
  "for (const one of all) {",
  "if first is None or second is None:",
  "isOpen: true,",
  "parts[name].append(value)",
  "dict[key] = dict.get(key, 0) + 1",
];

const WORDS = [
  "Look at what happens to the first item.",
  "The loop ends one step too early. Why?",
  "What does `range(n)` count to?",
  "If the list is empty, nothing is returned.",
  "if you look at the second call, you see it:",
  "for example:",
  "return to the first question when you are done",
  "import what you need and nothing else",
  "Try it with n = 0 and look at what is printed.",
  "The variable x = 1 is never read after that.",
  "main.py",
  "src/app/main.ts:",
  "**Where to look**",
  "A hint: think of what the condition says when both are the same.",
  "Compare it with the function above (the one that works).",
  "f()",
  "`parse()`",
  "Use a dictionary; it finds a key at once, whatever its size is.",
  "First step",
  "Hints",
  "Das passiert, wenn die Liste leer ist: dann wird nichts zurückgegeben.",
  "Warum ist das Ergebnis immer eins zu klein?",
  "Pense à ce que la boucle fait quand la liste est vide.",
  "这个循环少跑了一次。",
  "[The documentation of lists](https://docs.python.org/3/tutorial/datastructures.html).",
  "Look at `x = 1` again: is that what you want?",
  "Don't return early, the loop isn't over then.",
  "It is a for loop, and a while loop would do the same.",
  "See https://docs.python.org/3/library/stdtypes.html for the details.",
  "The class of the object decides which of them is called.",
  "else is the part that runs when the condition does not hold",
];

/** What markdown has code stand in. */
const MARKS = [
  "",
  "> ",
  ">",
  "> > ",
  ">> ",
  "- ",
  "* ",
  "• ",
  "1. ",
  "12) ",
  "12: ",
  "12 | ",
  "> - ",
  "## ",
  "  ",
  "\u200b",
];

describe("a line", () => {
  it.each(CODE)("[A163] is code: %s", (line) => {
    expect(isCodeLine(line)).toBe(true);
    for (const marks of MARKS)
      expect([marks, shown(`So:\n\n${marks}${line}\n\nSo.`)]).toEqual([marks, `So:\n\n${LEFT_OUT}\n\nSo.`]);
  });

  it.each(CODE)("[A163] is code also as a whole in quotes or brackets: %s", (line) => {
    for (const enclosed of [`"${line}"`, `'${line}'`, `(${line})`, `“${line}”.`, `„${line}“`])
      expect([enclosed, isCodeLine(enclosed)]).toEqual([enclosed, true]);
  });

  it.each(["\u2028", "\u2029", "\r", "\f"])("[A163] is code where it stands after %j", (end) => {
    for (const code of ["def f(x):", "x = 1", "```py"])
      expect(shown(`So it is:${end}${code}${end}So.\nThat is all.`)).toBe(`${LEFT_OUT}\nThat is all.`);
    const words = `So it is.${end}Look at it:${end}\r\nThat is all.`;
    expect(shown(words)).toBe(words);
  });

  it.each(WORDS)("[A163] is none: %s", (line) => {
    for (const words of [`"${line}"`, `(${line})`]) expect([words, isCodeLine(words)]).toEqual([words, false]);
    for (const marks of MARKS) {
      const text = `So:\n\n${marks}${line}\n\nSo.`;
      expect(shown(text)).toBe(text);
    }
  });

  it("[A163] is looked at once, however long it is and whatever it is made of", () => {
    const made = fc.tuple(
      fc.constantFrom("a ", "a.", "> ", "- ", "(", "=", "`", "a, ", "<a ", "a [", "for ", "'a"),
      fc.constantFrom("", "x", "(", ")"),
    );
    fc.assert(
      fc.property(made, ([piece, end]) => {
        const before = process.cpuUsage().user;
        isCodeLine(withoutMarks(piece.repeat(100_000) + end).rest);
        expect(process.cpuUsage().user - before).toBeLessThan(200_000);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a line that is made to take long", () => {
  const CHARACTERS = [..."abA0 \t`*_~'\"<>-=+(){}[];:,./\\$@#!?&|^%é’•"];
  const WORDS = ["for ", "if ", "import ", "int ", "const ", "is not ", "SELECT ", "a, ", "as a,", "None "];
  const ENDS = [
    ["", ""],
    ["", "x"],
    ["for a in ", ""],
    ["import a", ""],
    ["<a ", "<"],
    ["let ", "{x"],
  ] as const;

  it("[A163] of one piece or of two, over and over, takes no time", () => {
    const pieces = [...CHARACTERS, ...WORDS];
    const all = [...pieces, ...pieces.flatMap((one) => pieces.map((other) => one + other))];
    let longest: readonly [ms: number, line: string] = [0, ""];
    for (const piece of all)
      for (const [begin, end] of ENDS) {
        const room = 400 - begin.length - end.length;
        const line = begin + piece.repeat(Math.ceil(room / piece.length)).slice(0, room) + end;
        /** the least of five: what else the machine does is none of it */
        const took = Math.min(
          ...[1, 2, 3, 4, 5].map(() => {
            const before = performance.now();
            isCodeLine(withoutMarks(line).rest);
            isNoSentence(line);
            return performance.now() - before;
          }),
        );
        if (took > longest[0]) longest = [took, line];
      }
    // forty times what is usual, half of the least that one more power takes
    const MS = 5;
    expect(longest[0] < MS ? "" : longest[1]).toBe("");
  });
});

describe("code in what is quoted or listed", () => {
  it.each(MARKS)("[A163] is left out with what is between its fences, below %j", (marks) => {
    const text = `So:\n${marks}\`\`\`py\n${marks}words of code\n${marks}more of it\n${marks}\`\`\`\nSo.`;
    expect(shown(text)).toBe(`So:\n${LEFT_OUT}\nSo.`);
    const block = ["<<<<<<< SEARCH", "a b", "=======", "c d", ">>>>>>> REPLACE"].map((line) => marks + line);
    expect(shown(`So:\n${block.join("\n")}\nSo.`)).toBe(`So:\n${LEFT_OUT}\nSo.`);
  });

  it("[A163] is left out to its own end: neither what is quoted in it nor one that is shorter is that", () => {
    for (const inside of ["> ```", "``", "~~~", "``` py", "    ```"])
      expect(shown(`\`\`\`\na b\n${inside}\nc d\n\`\`\`\nSo.`)).toBe(`${LEFT_OUT}\nSo.`);
  });

  it("[A163] takes along what stands right below it and is no sentence", () => {
    expect(shown("x = 1\n# one more\nthen again\nThat is all.\nAnd so on")).toBe(
      `${LEFT_OUT}\nThat is all.\nAnd so on`,
    );
    expect(shown("x = 1\n\nA title\n\ny = 2")).toBe(`${LEFT_OUT}\n\nA title\n\n${LEFT_OUT}`);
  });
});
