// What the dashboard calls whatever the assistant counts, in each language.
import { describe, expect, it } from "@jest/globals";
import { AssistFigures } from "../../../server/features/assist/assistFigures.ts";
import { type AnswerCode, MODES } from "../../../server/features/assist/messages.ts";
import { SENTENCES } from "../../../server/features/assist/outcomes.ts";
import german from "../../dashboard/words.de.ts";
import { words } from "../../dashboard/words.ts";
import germanPanel from "./words.later.de.ts";
import { words as panel } from "./words.later.ts";

/** In a room's log alone: it was counted as roomClosed, if by this process. */
const UNCOUNTED: ReadonlySet<AnswerCode> = new Set(["serverStopped"]);

/** Everything that can be counted, once. */
function counted(): readonly string[] {
  const figures = new AssistFigures();
  for (const mode of MODES) figures.asked(mode);
  const codes = (Object.keys(SENTENCES) as AnswerCode[]).filter((code) => !UNCOUNTED.has(code));
  for (const code of [undefined, ...codes]) figures.ended("chat", code, 5);
  const names = figures
    .figures(0, 1)
    .flatMap(({ name, label }) => [name, ...(label ? [label[0], label.join(".")] : [])]);
  // by the minute
  return [...new Set([...names, "answered", "answer_ms", "tokens_in", "tokens_out", "accepted", "refused"])];
}

describe("the dashboard's words for the assistant", () => {
  it.each([
    ["English", words.value.measured],
    ["German", german.words.measured],
  ])("[O82] are there for each figure, mode and ending, and for nothing else, in %s", (_, measured) => {
    const own = Object.keys(measured).flatMap((name) => (name.startsWith("assist.") ? [name.slice(7)] : []));
    expect(own.toSorted()).toEqual(counted().toSorted());
  });

  it.each([
    ["English", words.value.measured, panel.value.modes],
    ["German", german.words.measured, germanPanel.words.modes],
  ])("[O82] a mode is called as where it is chosen, in %s", (_, measured, modes) => {
    expect(MODES.map((mode) => measured[`assist.mode.${mode}`])).toEqual(MODES.map((mode) => modes[mode]));
  });
});
