// What somebody at the door is told: for every refusal words of its own, and always something to do next.
import { describe, expect, it } from "@jest/globals";
import { type ErrorCode, ERRORS } from "#protocol/errors.ts";
import { doorWords } from "./doorWords.ts";

const refused = (code: ErrorCode) =>
  doorWords({ state: "ended", code, message: ERRORS[code].sentence, pending: 0 }, "Bo");

describe("the door", () => {
  it("[L63] names who waits, and lets them leave", () => {
    const { step, text } = doorWords({ state: "waiting" }, "Bo");
    expect(step).toBe("wait");
    expect(text).toContain("Bo");
  });

  it.each([
    ["password_needed", "password"],
    ["wrong_password", "password"],
    ["room_locked", "again"],
    ["room_closed", "again"],
    ["not_admitted", "again"],
    ["removed", "leave"],
    ["unauthorized", "join"],
    ["unsupported_protocol", "reload"],
  ] as const)("[L63] for %s has words of its own and the step %s", (code, step) => {
    const words = refused(code);
    expect(words.step).toBe(step);
    expect(words.text).not.toBe(ERRORS[code].sentence);
  });

  it("[L63] says of every other refusal what the server says", () => {
    for (const code of ["client_taken", "bad_hello", "too_large"] as const)
      expect(refused(code)).toMatchObject({ step: "again", text: ERRORS[code].sentence });
    const full = doorWords({ state: "offline", pending: 0, retryAt: 0, reason: ERRORS.room_full.sentence }, "Bo");
    expect(full.step).toBe("again");
    expect(full.text).toContain(ERRORS.room_full.sentence);
  });
});
