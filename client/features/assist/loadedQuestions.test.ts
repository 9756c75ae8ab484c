// What is shown of a room's questions: with what owners have set between them. Knows no connection.
import { expect, it } from "@jest/globals";
import type { ShownEntry } from "../../../server/features/assist/messages.ts";
import { LoadedQuestions, OwnEntries } from "./loadedQuestions.ts";

const asked = (id: string, mode: "chat" | "complete" = "chat"): ShownEntry => {
  const of = { isShared: mode === "chat", provider: "openai", model: "small", reserved: 1 };
  return { type: "asked", id, participant: 2, time: 1, mode, ...of };
};
const setting = (time: number): ShownEntry => {
  return { type: "setting", participant: 1, time, guardrail: "hints", mayAsk: "owners" };
};

it("[A225] what owners have set stands behind the question that was asked before, and never behind a completion", () => {
  const log = new LoadedQuestions(0);
  const entries = [setting(1), asked("a"), setting(2), asked("b", "complete"), setting(3), asked("c"), setting(4)];
  log.add({ from: 0, entries });
  const shown = log.questions(new OwnEntries()).map(({ id, settings }) => [id, settings.map(({ time }) => time)]);
  expect(shown).toEqual([
    ["a", [2, 3]],
    ["b", []],
    ["c", [4]],
  ]);
});
