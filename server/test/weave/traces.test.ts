// Recorded editing as a file's history: one who programs, and two who type at once.
import { Text } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import type { ChangeJSON } from "../../protocol/changes.ts";
import { blameOf } from "../../weave/blame.ts";
import { Weave } from "../../weave/weave.ts";
import { type ConcurrentTrace, readTrace } from "../traces/trace.ts";
import { expectRecordedTexts } from "./sequential.ts";
import { mergedLogOf } from "./traceLog.ts";

describe("the history of a recording", () => {
  it("[V10] [V11] passes through every text of one who programs", () => {
    expectRecordedTexts("sveltecomponent", 500);
  });

  it("[V12] of two who typed at once has the author of every character as both of them saw it", () => {
    const { log, seen } = mergedLogOf(readTrace<ConcurrentTrace>("friendsforever.concurrent"));
    const weave = new Weave();
    let text = Text.empty;
    for (const { change } of log) {
      weave.append(change.toJSON() as ChangeJSON);
      text = change.apply(text);
    }
    expect(weave.textAt(weave.head)).toBe(text.toString());
    const { ends, put } = blameOf(weave, weave.head);
    let blamed = "";
    ends.forEach((end, row) => {
      blamed += String(log[put[row]! - 1]!.author).repeat(end - blamed.length);
    });
    const wrong = seen.map((authors) => [...authors].filter((author, at) => author !== blamed[at]).length);
    expect(wrong).toEqual([0, 0]);
    expect([...blamed].filter((author) => author === "0").length).toBe(10_625);
    expect(blamed.length).toBe(10_625 + 10_737);
  });
});
