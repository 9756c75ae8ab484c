// The fence around what is completed is taken off, whatever a model writes; and what is left out is looked for in each line once.
import { expect, it, jest } from "@jest/globals";
import { CodeLeftOut, LEFT_OUT, withoutFence } from "./codeLeftOut.ts";

it.each([
  ["```ts\n  a();\n```\n", "  a();"],
  ["~~~~\na\n~~~~", "a"],
  ["```\na\n~~~", "```\na\n~~~"],
  ["a();\n", "a();\n"],
])("[A126] of %j is %j", (text, code) => expect(withoutFence(text)).toBe(code));

it("[A126] is looked for once, also in very many of its signs", () => {
  const text = `${"~".repeat(50_000)}\n${"~".repeat(50_000)}x`;
  expect(withoutFence(text)).toBe(text);
});

it("[A163] of a line that comes in very many pieces nothing is read before it is whole", () => {
  const leaving = new CodeLeftOut();
  let read = 0;
  const real = String.prototype.split;
  const split = jest.spyOn(String.prototype, "split").mockImplementation(function (this: string, ...how) {
    read += this.length;
    return Reflect.apply(real, this, how) as string[];
  });
  try {
    for (let piece = 0; piece < 10_000; piece++) expect(leaving.add("word ")).toBe("");
    expect(read).toBe(50_000);
    expect(leaving.add("\n")).toBe(`${"word ".repeat(10_000)}\n`);
  } finally {
    split.mockRestore();
  }
});

it("[A163] a line that is shown as very many is code, and not each of these is read", () => {
  const leaving = new CodeLeftOut();
  const read = jest.spyOn(String.prototype, "replaceAll");
  try {
    expect(leaving.add(`${"it is so\v".repeat(11_000)}and so\n`)).toBe(`${LEFT_OUT}\n`);
    expect(leaving.add(`${"\v ".repeat(200)}x = 1;\n`)).toBe("");
    expect(read.mock.calls.length).toBeLessThan(300);
  } finally {
    read.mockRestore();
  }
  expect(leaving.add(`\n${"it is so\v".repeat(20)}and so\n`)).toContain("it is so");
});
