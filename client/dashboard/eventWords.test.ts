// Events in words.
import { describe, expect, it } from "@jest/globals";
import { eventWords } from "./eventWords.ts";

describe("an event in words", () => {
  it.each([
    ["feature", "run.run_ok", "Runs that succeeded"],
    ["feature", "run.run_cpu_limit", "Run: Computed too long"],
    ["feature", "assist.accepted", "Proposals accepted"],
    ["action", "read-only-end", "Let people write again"],
    ["refused", "room_not_found", expect.stringMatching(/^[A-Z].* .*\.$/)],
    ["feature", "another.thing", undefined],
    ["trouble", "the dashboard could not measure", undefined],
    ["made", undefined, undefined],
  ] as const)("[O84] %s %s is said as %s", (kind, what, said) => {
    expect(eventWords({ kind, ...(what !== undefined && { what }) })).toEqual(said);
  });
});
