// How much of the same a log takes.
import { describe, expect, it } from "@jest/globals";
import { boundedLogger } from "./boundedLogger.ts";
import { TestLog } from "./test/harness.ts";

describe("a bounded log", () => {
  it("[O8] takes ten lines of a sentence a minute at each level, and says with the next how many more there were", () => {
    const log = new TestLog();
    let now = 1_000;
    const bounded = boundedLogger(log, () => now);
    for (let count = 0; count < 1_000; count++) {
      bounded.warn({ count }, "again");
      bounded.error({ count }, "again");
      now++;
    }
    const ten = Array.from({ length: 10 }, (_, count) => ({ details: { count }, sentence: "again" }));
    expect(log.warnings).toEqual(ten);
    expect(log.errors).toEqual(ten);
    bounded.warn({}, "something else");
    now = 61_000;
    bounded.warn({ count: 1_000 }, "again");
    bounded.warn({ count: 1_001 }, "again");
    expect(log.warnings.slice(10)).toEqual([
      { details: {}, sentence: "something else" },
      { details: { count: 1_000, leftOut: 990 }, sentence: "again" },
      { details: { count: 1_001 }, sentence: "again" },
    ]);
  });
});
