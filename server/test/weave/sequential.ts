// What must hold of the history of somebody who was recorded. Knows no recording by name.
import { Text } from "@codemirror/state";
import { expect } from "@jest/globals";
import type { ChangeJSON } from "../../protocol/changes.ts";
import { between } from "../../weave/between.ts";
import { blameOf } from "../../weave/blame.ts";
import { undo } from "../../weave/undo.ts";
import { Weave } from "../../weave/weave.ts";
import { readTrace, type SequentialTrace } from "../traces/trace.ts";
import { applied } from "./history.ts";
import { logOf } from "./traceLog.ts";

/** The weave passes through the text of every so many versions, forwards and back. */
export function expectRecordedTexts(name: string, every: number): void {
  const trace = readTrace<SequentialTrace>(`${name}.sequential`);
  const weave = new Weave(trace.startContent);
  let text = Text.of(trace.startContent.split("\n"));
  const texts = new Map<number, string>([[0, trace.startContent]]);
  for (const { change } of logOf(trace)) {
    weave.append(change.toJSON() as ChangeJSON);
    text = change.apply(text);
    if (weave.head % every === 0) texts.set(weave.head, text.toString());
  }
  texts.set(weave.head, trace.endContent);
  expect(weave.head).toBe(trace.txns.length);
  let [before, shown] = [weave.head, trace.endContent];
  for (const [version, recorded] of [...texts].toReversed()) {
    expect(weave.textAt(version) === recorded).toBe(true);
    const { change } = between(weave, before, version);
    shown = change.length === 0 ? shown : applied(change, shown);
    expect(shown === recorded).toBe(true);
    before = version;
  }
  expect(blameOf(weave, weave.head).ends.at(-1)).toBe(trace.endContent.length);
  const { edit } = undo(weave, [1, weave.head + 1]);
  expect(applied(edit.change, trace.endContent) === trace.startContent).toBe(true);
}
