// The two longest recordings as a file's history: 259,778 keystrokes of a paper, and a program of which much was moved.
import { describe, it } from "@jest/globals";
import { expectRecordedTexts } from "./sequential.ts";

describe("the history of a long recording", () => {
  it.each([
    ["automerge-paper", 10_000],
    ["rustcode", 2_000],
  ])("[V10] [V11] passes through the texts of %s", (name, every) => expectRecordedTexts(name, every));
});
