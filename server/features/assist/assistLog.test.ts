// What a room's log of questions knows of what was asked long ago. Knows no socket.
import { expect, it } from "@jest/globals";
import type { LogListener } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { AssistLog } from "./assistLog.ts";
import type { ShownEntry } from "./messages.ts";
import { Readers } from "./readers.ts";

/** One that was asked and answered. */
const exchange = (id: string): ShownEntry[] => [
  {
    type: "asked",
    id,
    participant: 1,
    time: 1,
    mode: "chat",
    isShared: true,
    provider: "openai",
    model: "m",
    reserved: 9,
    question: "why?",
  },
  { type: "answered", id, time: 2, ended: "whole", tokens: { in: 1, out: 1 }, ms: 1, text: "So." },
];

it("[A104] knows the newest 5,000 questions when they are said again, also where their texts are gone", async () => {
  let handlers: LogListener<ShownEntry> | undefined;
  const room = {
    clients: [],
    log(_name: string, given: LogListener<ShownEntry>) {
      handlers = given;
      return { whenOpen: () => Promise.resolve() };
    },
  } as unknown as FeatureRoom;
  const log = new AssistLog(room, new Readers(room), { opened() {}, told() {} });
  await log.whenOpen();
  const read = (from: number, to: number): void => {
    const ids = Array.from({ length: to - from }, (_, index) => `question ${from + index}`);
    handlers?.replayed({ from: 2 * from, entries: ids.flatMap(exchange) });
  };
  read(0, 300);
  const known = (...questions: readonly number[]) =>
    Promise.all(questions.map((question) => log.isAsked(`question ${question}`)));
  expect(await known(0, 299, 300)).toEqual([true, true, false]);
  expect(log.get("question 0")).toBeUndefined();
  read(300, 5_001);
  expect(await known(0, 1)).toEqual([false, true]);
});
