// What goes, how much and to whom, as it is said before.
import { expect, it } from "@jest/globals";
import type { RunOver } from "../../ui/pageFeature.ts";
import { sendsSays } from "./sendsSays.ts";
import { TestRoom } from "./test/testRoom.ts";

it("[A213] it is said before what goes, how much, at least, and to whom; a long selection goes once", () => {
  const room = new TestRoom();
  const ada = room.tab(1);
  const { asking } = ada.model;
  const says = (): string => sendsSays(asking.sending.value, ada.model.recipient.value);
  expect(says()).toBe("Sends: main.py · about 700 tokens, to small");
  ada.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
  room.answer(ada.ask("?"), "!");
  asking.mode.value = "review";
  asking.choose({ files: new Set([1]) });
  room.answer(ada.ask(""), "Fine.");
  asking.choose({ changes: true });
  expect(says()).toBe(
    "Sends: main.py, whole, asking about what has changed · about 700 tokens, to large (OpenAI, your key)",
  );
  const run: RunOver = { file: 1, path: "main.py", hasFailed: true, output: () => "Traceback" };
  ada.lastRun.value = run;
  asking.choose({ run: true });
  expect(says()).toContain(", the last run · about");
  expect(sendsSays(asking.sendingWhy(run), undefined)).toMatch("Sends: main.py, this run · about");
  asking.choose({ run: false });
  const selecting = (length: number): number => {
    ada.open.value = new Map([[1, { version: 4, length: 9_000, from: 0, to: length, lines: [1, 9] }]]);
    return asking.sending.value.tokens;
  };
  asking.mode.value = "chat";
  asking.choose({ files: "all", changes: false });
  expect(says()).toBe(
    "Sends: main.py, other.py · at least about 700 tokens, to large (OpenAI, your key); the size of 1 file is not known here",
  );
  asking.choose({ files: new Set([1]) });
  expect([selecting(0), selecting(3_000), selecting(6_000)]).toEqual([3_600, 4_600, 3_600]);
});
