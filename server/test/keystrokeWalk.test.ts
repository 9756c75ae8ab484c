// Holds docs/keystroke.md against a trace of a keystroke: it names every file that one passes, and no other.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { filesOf, PAGE, traceKeystroke, withFiles } from "./keystroke/page.ts";
import type { Trace } from "./keystroke/trace.process.ts";

/** It may become fewer. */
const MOST_FILES = 48;

const page = readFileSync(PAGE, "utf8");

describe("the way of a keystroke", () => {
  let trace: Trace;

  beforeAll(() => {
    trace = traceKeystroke();
  });

  it("[A5] passes the files that the page names; `node .scripts/keystroke.mjs` writes them anew", () => {
    expect(trace.client).toContain("client/sync/connection.ts");
    expect(trace.server).toContain("server/store/embedded/journal.ts");
    expect(withFiles(page, trace)).toBe(page);
  });

  it("[A5] passes at most so many files, none of them a feature's", () => {
    expect(filesOf(trace).length).toBeLessThanOrEqual(MOST_FILES);
    expect(filesOf(trace).filter((file) => /features\/.*\//.test(file))).toEqual([]);
  });

  it("[A5] the check notices a file that is missing, and one that is not passed", () => {
    const [, ...fewer] = trace.server;
    expect(withFiles(page, { ...trace, server: fewer })).not.toBe(page);
    expect(withFiles(page, { ...trace, server: [...trace.server, "server/sweep.ts"] })).not.toBe(page);
    expect(() => withFiles("", trace)).toThrow("no place for the files");
  });
});
