// What `npm test` repeats at its end is what has failed: found in reports as jest, Playwright and the mutants write them.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";

interface Failure {
  readonly title: string;
  readonly lines: readonly string[];
}

interface Failures {
  endOf(title: string, output: string): Failure;
  failuresOfJest(report: unknown): Failure[];
  failuresOfPlaywright(report: unknown): Failure[];
  flakyOfPlaywright(report: unknown): Failure[];
  failuresOfMutants(output: string): Failure[];
  repeated(how: string, failures: readonly Failure[]): string[];
}

const SCRIPTS = fileURLToPath(new URL("../../.scripts", import.meta.url));
const found = (await import(join(SCRIPTS, "failures.mjs"))) as Failures;

describe("the end of a run", () => {
  it("[A11] names the tests that jest failed or left out, and a file that it could not run", () => {
    const testResults = [
      {
        name: "/here/a.test.ts",
        status: "failed",
        message: "  ● all of it",
        assertionResults: [
          {
            fullName: "a thing [X9] fails",
            status: "failed",
            failureMessages: ["Error: expect(1).toBe(2)\n\nExpected: 2\n    at /here/node_modules/jest.js\n    at it"],
          },
          { fullName: "a thing [X9] is left out", status: "pending", failureMessages: [] },
          { fullName: "a thing [X9] passes", status: "passed", failureMessages: [] },
        ],
      },
      {
        name: "/here/b.test.ts",
        status: "failed",
        message: "  ● Test suite failed to run\n\n    no module",
        assertionResults: [],
      },
      { name: "/here/c.test.ts", status: "passed", message: "", assertionResults: [] },
    ];
    expect(found.failuresOfJest({ testResults })).toEqual([
      {
        title: "a thing [X9] fails (/here/a.test.ts)",
        lines: ["Error: expect(1).toBe(2)", "Expected: 2", "    at it"],
      },
      { title: "a thing [X9] is left out (/here/a.test.ts)", lines: ["is pending"] },
      { title: "/here/b.test.ts", lines: ["  ● Test suite failed to run", "    no module"] },
    ]);
  });

  it("[A11] names the tests that browsers failed or left out, and what failed before any; and, apart from them, those that passed the second time", () => {
    const results = [{ errors: [{ message: "Error: why\n\n\u001b[2mexpect(\u001b[22m1).toBe(2)" }] }];
    const suites = [
      {
        title: "e2e/a.test.ts",
        specs: [{ title: "[X9] is left out", tests: [{ status: "skipped", results: [] }] }],
        suites: [
          {
            title: "a page",
            specs: [
              { title: "[X9] fails", tests: [{ status: "unexpected", results }] },
              { title: "[X9] fails once", tests: [{ status: "flaky", results: [...results, { errors: [] }] }] },
              { title: "[X9] passes", tests: [{ status: "expected", results: [{ errors: [] }] }] },
            ],
          },
        ],
      },
    ];
    const lines = ["Error: why", "expect(1).toBe(2)"];
    const report = { suites, errors: [{ message: "not built" }] };
    expect(found.failuresOfPlaywright(report)).toEqual([
      { title: "e2e/a.test.ts › [X9] is left out", lines: ["is skipped"] },
      { title: "e2e/a.test.ts › a page › [X9] fails", lines },
      { title: "outside of the tests", lines: ["not built"] },
    ]);
    expect(found.flakyOfPlaywright(report)).toEqual([{ title: "e2e/a.test.ts › a page › [X9] fails once", lines }]);
  });

  it("[A11] names the mutants that were not caught, and why", () => {
    const output =
      "caught: [C1] one (1 s)\nNOT CAUGHT: [C2] two (2 s)\n  its tests passed\ncaught: [C3] three (1 s)\nNOT CAUGHT: [C4] four (2 s)\n  ● failed\n  to run\nmutants: 2 passed, 2 failed\n";
    expect(found.failuresOfMutants(output)).toEqual([
      { title: "[C2] two (2 s)", lines: ["  its tests passed"] },
      { title: "[C4] four (2 s)", lines: ["  ● failed", "  to run"] },
    ]);
  });

  it("[A11] has the beginning of a long error, and the end of what names no test", () => {
    const text = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
    const [failure] = found.failuresOfJest({
      testResults: [{ name: "a.test.ts", status: "failed", message: text, assertionResults: [] }],
    });
    expect(failure?.lines.at(0)).toBe("line 0");
    expect(failure?.lines).toHaveLength(8);
    const end = found.endOf("all of it", text);
    expect(end.lines).toHaveLength(20);
    expect(end.lines.at(-1)).toBe("line 49");
    expect(found.repeated("FAILED in check", [end]).slice(0, 3)).toEqual([
      "",
      "FAILED in check: all of it",
      "    line 30",
    ]);
  });
});
