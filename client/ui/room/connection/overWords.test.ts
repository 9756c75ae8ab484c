// What is said of a room that is over: for every code words, something to do, and no promise that does not hold.
import { describe, expect, it } from "@jest/globals";
import { type ErrorCode, ERRORS } from "#protocol/errors.ts";
import { overWords } from "./overWords.ts";

const codes = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => ["stop", "later"].includes(ERRORS[code].remedy));
const words = (code: ErrorCode) => overWords(code, ERRORS[code].sentence);

describe("a room that is over", () => {
  it.each(codes)("[U60] by %s is said in a title, a sentence and a step", (code) => {
    const { title, text, step } = words(code);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(text).toMatch(/\.$/);
    expect(["look", "join", "reload", "keep", "create"]).toContain(step);
  });

  it("[U60] promises to go on by itself only where that is looked for", () => {
    for (const code of codes)
      expect([code, words(code).text.includes("by itself")]).toEqual([code, ERRORS[code].remedy === "later"]);
  });

  it("[U60] says what loading the page anew does for a room that the operator has closed", () => {
    expect(words("closed_by_operator")).toMatchObject({
      step: "reload",
      text: expect.stringMatching(/^.*Reload to come back in/),
    });
  });

  it("[U60] leads away from a room that the operator has deleted only once its text is spoken of, and back into one that expires", () => {
    expect(words("deleted_by_operator")).toMatchObject({ step: "create", text: expect.stringMatching(/save/) });
    expect(words("expired_by_operator")).toMatchObject({ step: "keep", text: expect.stringMatching(/deleted/) });
  });

  it("[U60] says of a room that is gone nothing of owners who could open it", () => {
    expect(words("room_not_found").text).not.toMatch(/again/);
    expect(words("room_not_found").text).toMatch(/operator/);
  });
});
