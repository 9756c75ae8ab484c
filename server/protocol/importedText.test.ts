// How a text leaves that came from outside.
import { expect, it } from "@jest/globals";
import { exportText } from "./importedText.ts";

it.each([
  ["\n", "one\ntwo\n"],
  ["\r\n", "one\r\ntwo\r\n"],
  ["\r", "one\rtwo\r"],
] as const)("[P80] a text leaves with the line breaks %j that it came with, and with its mark", (lineBreak, left) => {
  expect(exportText("one\ntwo\n", { lineBreak })).toBe(left);
  expect(exportText("one\ntwo\n", { lineBreak, byteOrderMark: true })).toBe(`\ufeff${left}`);
  expect(exportText("one\ntwo\n")).toBe("one\ntwo\n");
});
