// The fence around what is completed is taken off, whatever a model writes.
import { expect, it } from "@jest/globals";
import { withoutFence } from "./codeLeftOut.ts";

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
