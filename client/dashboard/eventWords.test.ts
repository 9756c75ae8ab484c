// Events in words.
import { describe, expect, it } from "@jest/globals";
import { eventDetail } from "./eventWords.ts";

describe("an event in words", () => {
  it.each([
    [{ kind: "feature", what: "run.run_ok" }, "Runs that succeeded · run.run_ok"],
    [{ kind: "feature", what: "run.run_cpu_limit", times: 3 }, "Run: Computed too long · run.run_cpu_limit · 3 times"],
    [{ kind: "feature", what: "assist.accepted" }, "Proposals accepted · assist.accepted"],
    [{ kind: "action", what: "read-only-end" }, "Let people write again"],
    [{ kind: "action", what: "block", group: "203.0.113.7" }, "Blocked an address · 203.0.113.7"],
    [{ kind: "action", what: "new-one" }, "new-one"],
    [{ kind: "refused", what: "room_not_found" }, expect.stringMatching(/^[A-Z].* .*\. · room_not_found$/)],
    [{ kind: "refused", what: "unauthorized" }, expect.stringMatching(/a wrong token, .*\. · unauthorized$/)],
    [{ kind: "refused", what: "removed" }, expect.stringMatching(/^Somebody wanted to come back .*\. · removed$/)],
    [{ kind: "feature", what: "another.thing" }, "another.thing"],
    [{ kind: "trouble", what: "the dashboard could not measure" }, "the dashboard could not measure"],
    [{ kind: "joined", name: "Ada" }, "Ada"],
    [{ kind: "made" }, ""],
  ] as const)("[O84] %j is said as %s", (event, said) => {
    expect(eventDetail(event)).toEqual(said);
  });
});
