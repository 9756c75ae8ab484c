// What Enter takes of what is offered, and what it leaves.
import { expect, it } from "@jest/globals";
import { isMeant } from "./firstIfMeant.ts";

it.each([
  ["print", "x = pri", true],
  ["KeyboardInterrupt", "keyb", true],
  ["background-color", "a { background-c", true],
  ["</div>", "<div></d", true],
  ["@media", "\n@me", true],
  ["größer", "grö", true],
  // nothing is typed: somebody has asked
  ["print", "x = ", true],
  ["print", "", true],
  // its letters are somewhere in it
  ["KeyboardInterrupt", "KEPT", false],
  ["tkinter", "KEPT", false],
  ["nameOfAll", "Of", false],
  // it is what stands there, or differs by its case alone
  ["pass", "    pass", false],
  ["else", "Else", false],
])("[B85] %s is meant by %j: %j", (label, before, is) => {
  expect(isMeant({ label }, before)).toBe(is);
});

it("[B85] what writes more than its label is meant by the whole of it", () => {
  expect(isMeant({ label: "sout", apply: "System.out.println()" }, "sout")).toBe(true);
});
