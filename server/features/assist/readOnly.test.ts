// The assistant while nothing may be written: what is read and stopped then, and what becomes of an answer that is under way.
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import { AssistServer } from "./test/assistServer.ts";
import type { Asker } from "./test/asker.ts";

let one: AssistServer;
let operator: Operator;
let olga: Asker;
/** what is appended from the moment on that nothing may be written */
let appended: number;

beforeEach(async () => {
  one = await AssistServer.start({ ADMIN_TOKEN });
  operator = await Operator.signedIn(one.server.url);
  olga = await one.owner();
});
afterEach(() => one.stop());

async function setReadOnly(isOn: boolean): Promise<void> {
  await operator.say("PUT", "read-only", { isOn, reason: "" });
  appended = 0;
  const { store } = one;
  const append = store.append.bind(store);
  store.append = (appends) => {
    appended += appends.length;
    return append(appends);
  };
}

/** Somebody asks, and is being answered; then nothing may be written. */
async function underWay(): Promise<string> {
  one.fake.behaviour = { way: "stall", count: 2, text: "One two three four five." };
  const id = olga.ask("chat", "Why?");
  await olga.next("part");
  await setReadOnly(true);
  return id;
}

/** Resolves when what was under way has ended here, be it stored or not. */
async function ended(): Promise<void> {
  while ((await operator.events("?what=assist.answered")).length === 0);
}

it("[O52] is read, and an answer is stopped, where nothing may be written; its end is stored once something may", async () => {
  const id = await underWay();
  const tab = await one.enter({ key: one.key });
  expect(await tab.log()).toMatchObject([{ type: "asked", id, question: "Why?" }]);
  olga.send({ type: "stop", id });
  const [asked] = one.fake.asked;
  await asked!.closed;
  expect(asked!.wasCut).toBe(true);
  await ended();
  // who presses it once more has what they want
  olga.send({ type: "stop", id });
  expect((await olga.wire.answers()).filter(({ type }) => type === "feature" || type === "error")).toEqual([]);
  expect(appended).toBe(0);
  await operator.say("PUT", "read-only", { isOn: false, reason: "" });
  expect(await olga.entry("answered", id)).toMatchObject({ ended: "stopped", text: expect.stringMatching(/^One/) });
});

it("[O52] asks nothing and accepts nothing meanwhile", async () => {
  await setReadOnly(true);
  olga.ask("chat", "Why?");
  expect(await olga.wire.next("error")).toMatchObject({ code: "server_read_only" });
  for (const message of [
    { type: "accept", block: 0, version: 1, isChangeSeen: true },
    { type: "refuse", block: 0 },
  ]) {
    olga.send({ ...message, id: "a".repeat(16) });
    expect(await olga.wire.next("error")).toMatchObject({ code: "server_read_only" });
  }
  olga.send({ type: "look", id: "a".repeat(16), block: 0 });
  expect(await olga.next("refused")).toMatchObject({ why: "unknownAnswer" });
  expect([one.fake.asked, appended]).toEqual([[], 0]);
});

it("[O52] an answer whose end could not be stored before the server ended is said to have none", async () => {
  const id = await underWay();
  olga.send({ type: "stop", id });
  await ended();
  await one.restart({ ADMIN_TOKEN });
  operator = await Operator.signedIn(one.server.url);
  await setReadOnly(true);
  // nor is that said before it may be stored
  olga = await one.owner();
  expect(await olga.log()).toMatchObject([{ type: "asked", id }]);
  expect(appended).toBe(0);
  await operator.say("PUT", "read-only", { isOn: false, reason: "" });
  expect(await olga.entry("answered", id)).toMatchObject({ ended: "failed", code: "serverStopped" });
});
