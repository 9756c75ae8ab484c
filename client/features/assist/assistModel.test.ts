// One tab's assistant against what the other half says: who may ask what, what is sent along, what is shown of answers, what becomes of proposals.
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Block } from "../../../server/features/assist/messages.ts";
import { STATE, TestRoom, TOKENS } from "./test/testRoom.ts";

let room: TestRoom;
beforeEach(() => {
  room = new TestRoom();
});

const BLOCKS: readonly Block[] = [
  { block: 0, path: "main.py", from: 0, to: 5, file: 1, version: 4, changes: [5], lines: [1, 1] },
];

describe("the assistant of a tab", () => {
  it("[A210] shows the same to everybody, as it comes, to who comes later and to who was away", () => {
    const [ada, bo] = [room.tab(1), room.tab(2)];
    const id = ada.ask("why?");
    for (const tab of room.tabs) tab.hear({ type: "part", id, at: 0, text: "Be" });
    for (const tab of room.tabs) tab.hear({ type: "part", id, at: 2, text: "cause" });
    const late = room.tab(3, "viewer");
    late.hear({ type: "part", id, at: 9, text: "is not to be put anywhere" });
    expect(late.texts).toEqual(["why?: undefined"]);
    late.hear({ type: "part", id, at: 0, text: "Because" });
    expect([ada.texts, bo.texts, late.texts]).toEqual([["why?: Because"], ["why?: Because"], ["why?: Because"]]);
    bo.isConnected = false;
    room.answer(id, "Because it is so.");
    bo.isConnected = true;
    room.come(bo);
    expect([ada.texts, bo.texts, late.texts]).toEqual(Array.from({ length: 3 }, () => ["why?: Because it is so."]));
    expect([ada.said, bo.said, late.said]).toEqual([["The assistant has answered."], [], []]);
  });

  it("[A210] counts the answers that this person has not seen, their own too where they asked from elsewhere", () => {
    const [ada, bo] = [room.tab(1), room.tab(2)];
    ada.model.setOpen(true);
    room.answer(ada.ask("why?"), "So.");
    expect([ada.model.unseen.value, bo.model.unseen.value]).toEqual([0, 1]);
    bo.model.setOpen(true);
    expect(bo.model.unseen.value).toBe(0);
    bo.model.setOpen(false);
    bo.model.asking.ask("chat", { question: "and you?", isInPanel: false });
    room.answer(bo.lastId, "So.");
    expect([bo.opened, bo.model.unseen.value, bo.said]).toEqual([0, 1, ["The assistant has answered."]]);
  });

  it("[A211] what is private is this person's in all their tabs, and for others that it was asked alone", () => {
    const [ada, again, bo] = [room.tab(1), room.tab(1), room.tab(2)];
    ada.model.asking.isShared.value = false;
    const id = ada.ask("why?");
    room.answer(id, "So.");
    expect([ada.texts, again.texts]).toEqual([["why?: So."], ["why?: So."]]);
    expect(ada.said).toEqual(["The assistant has answered."]);
    expect(bo.texts).toEqual(["undefined: undefined"]);
    expect(bo.model.unseen.value).toBe(0);
  });

  it("[A211] what was private and is forgotten by the server is said to be lost", () => {
    const ada = room.tab(1);
    ada.model.asking.isShared.value = false;
    ada.ask("why?");
    room.own.clear();
    room.come(ada);
    expect(ada.model.questions.value.map(({ isLost }) => isLost)).toEqual([true]);
    const late = room.tab(1);
    room.append({ type: "answered", id: ada.lastId, time: 2, ended: "failed", tokens: TOKENS, ms: 1 });
    expect(late.model.questions.value.map(({ isLost }) => isLost)).toEqual([true]);
  });

  it("[A212] may be asked by who the owners say, in the modes of the guardrail, while there is a connection", () => {
    const tabs = [room.tab(1, "owner"), room.tab(2, "editor"), room.tab(3, "viewer")];
    const may = (): readonly boolean[] => tabs.map(({ model }) => model.mayAsk.value);
    expect(may()).toEqual([true, true, false]);
    room.state = { ...STATE, mayAsk: "owners", guardrail: "hints", modes: ["chat", "explain"] };
    for (const tab of tabs) tab.hear(room.state);
    expect(may()).toEqual([true, false, false]);
    expect(tabs[0]?.model.modes.value).toEqual(["chat", "explain"]);
    tabs[0]?.model.asking.ask("refactor");
    expect(tabs[0]?.asks).toEqual([]);
    expect(tabs[0]?.shown).toEqual(["The assistant cannot be asked that here just now."]);
    for (const tab of tabs) tab.status.value = { state: "offline", pending: 0, retryAt: 0 };
    expect(may()).toEqual([false, false, false]);
  });

  it("[A212] a mode that the guardrail takes away is not the one that is asked in", () => {
    const ada = room.tab(1, "owner");
    ada.model.asking.mode.value = "refactor";
    ada.hear({ ...STATE, guardrail: "hints", modes: ["chat", "explain"] });
    ada.ask("why?");
    expect(ada.asks[0]).toMatchObject({ mode: "chat", question: "why?" });
  });

  it("[A216] a proposal goes into the file by a press, at the version at which the server has placed it", () => {
    const [ada, bo] = [room.tab(1), room.tab(2)];
    const id = ada.ask("mend it");
    room.answer(id, "…", BLOCKS);
    expect(bo.sent.filter(({ type }) => type !== "read")).toEqual([]);
    bo.model.accept(id, 0);
    expect(bo.sent.at(-1)).toEqual({ type: "accept", id, block: 0, version: 9, isChangeSeen: false });
    for (const tab of [ada, bo])
      expect(tab.model.questions.value[0]?.verdicts.get(0)).toEqual({ isAccepted: true, participant: 2, time: 3 });
    expect([ada.said, bo.said]).toEqual([["The assistant has answered."], ["Accepted, no proposal left"]]);
  });

  it("[A216] what was proposed before the guardrail became stricter is not offered to be taken in, nor looked at any more", () => {
    const ada = room.tab(1);
    room.answer(ada.ask("mend it"), "…", BLOCKS);
    ada.model.look(ada.lastId, 0);
    expect([ada.model.takesProposals.value, ada.model.placed.value?.block]).toEqual([true, 0]);
    ada.hear({ ...STATE, guardrail: "hints", modes: ["chat"] });
    expect([ada.model.takesProposals.value, ada.model.placed.value]).toEqual([false, undefined]);
  });

  it("[A228] owners turn it off for everybody, and on again as it was", () => {
    room.state = { ...STATE, guardrail: "hints", mayAsk: "owners", modes: ["chat"] };
    const [ada, bo] = [room.tab(1, "owner"), room.tab(2, "editor")];
    bo.model.turn(false);
    expect(bo.sent.filter(({ type }) => type === "setting")).toEqual([]);
    ada.model.turn(false);
    expect(bo.model.guardrail.value).toBe("off");
    ada.model.turn(true);
    expect([bo.model.guardrail.value, bo.model.state.value?.mayAsk]).toEqual(["hints", "owners"]);
    ada.model.turn(false);
    const cy = room.tab(3, "owner");
    cy.model.turn(true);
    expect(bo.model.guardrail.value).toBe("all");
  });

  it("[A225] an owner says one of both, the other stays, and nobody else says any", () => {
    room.state = { ...STATE, mostGuardrail: "explain", guardrail: "hints", mayAsk: "owners" };
    const [ada, bo] = [room.tab(1, "owner"), room.tab(2, "editor")];
    expect(ada.model.guardrails.value).toEqual(["off", "hints", "explain"]);
    bo.model.set({ mayAsk: "editors" });
    expect(bo.sent.filter(({ type }) => type === "setting")).toEqual([]);
    ada.model.set({ mayAsk: "editors" });
    ada.model.set({ guardrail: "explain" });
    expect(ada.sent.filter(({ type }) => type === "setting")).toEqual([
      { type: "setting", guardrail: "hints", mayAsk: "editors" },
      { type: "setting", guardrail: "explain", mayAsk: "editors" },
    ]);
  });

  it("[A240] owners without a key set no guardrail before somebody has asked with one of their own", () => {
    const { provider: _, model: _model, ...without } = STATE;
    room.state = without;
    const [ada, bo] = [room.tab(1, "owner"), room.tab(2)];
    expect([ada.model.isAround.value, ada.model.maySetGuardrail.value]).toEqual([false, false]);
    ada.model.turn(false);
    expect(ada.sent.filter(({ type }) => type === "setting")).toEqual([]);
    bo.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
    expect([ada.model.isAround.value, bo.model.isAround.value]).toEqual([false, true]);
    bo.ask("why?");
    expect([ada.model.isAround.value, ada.model.maySetGuardrail.value]).toEqual([true, true]);
  });

  it("[A216] where somebody has edited meanwhile it is shown first, and goes in by another press", () => {
    const ada = room.tab(1);
    const id = ada.ask("mend it");
    room.answer(id, "…", BLOCKS);
    room.isChanged = true;
    ada.model.accept(id, 0);
    expect(ada.sent.filter(({ type }) => type === "accept")).toEqual([]);
    expect(ada.model.placed.value).toMatchObject({ id, block: 0, isChanged: true });
    ada.model.acceptPlaced();
    expect(ada.sent.at(-1)).toEqual({ type: "accept", id, block: 0, version: 9, isChangeSeen: true });
    expect(ada.model.placed.value).toBeUndefined();
  });

  it("[A216] what is looked at closes when somebody else decides, and is shown anew when it changed in the same moment", () => {
    const [ada, bo] = [room.tab(1), room.tab(2)];
    const id = ada.ask("mend it");
    room.answer(id, "…", BLOCKS);
    ada.model.look(id, 0);
    expect(ada.model.placed.value).toMatchObject({ isChanged: false });
    room.isChanged = true;
    ada.model.acceptPlaced();
    expect(ada.model.placed.value).toMatchObject({ isChanged: true });
    bo.model.refuse(id, 0);
    expect(ada.model.placed.value).toBeUndefined();
    expect(ada.model.questions.value[0]?.verdicts.get(0)).toMatchObject({ isAccepted: false, participant: 2 });
    expect(ada.shown).toEqual([]);
  });

  it("[A239] why nothing came of what was wanted of a proposal is said at it, until something else is wanted of it", () => {
    const ada = room.tab(1);
    const id = ada.ask("mend it");
    room.answer(id, "…", BLOCKS);
    room.decline = { why: "notTaken", sentence: "The text would be too long.", retryAfterMs: 60_000 };
    ada.model.accept(id, 0);
    expect(ada.model.problemOf(id, 0)).toBe("The text would be too long. Try again in 1 minute.");
    expect([ada.model.problemOf(id, 1), ada.shown.length]).toEqual([undefined, 1]);
    room.decline = undefined;
    ada.model.setOpen(true);
    ada.model.accept(id, 0);
    expect([ada.model.problemOf(id, 0), ada.shown.length]).toEqual([undefined, 1]);
    expect(ada.model.questions.value[0]?.verdicts.has(0)).toBe(true);
  });

  it("[A239] what the room takes from nobody, and what a broken connection took along, is said at it, and not accepted by a look later", () => {
    const ada = room.tab(1);
    const id = ada.ask("mend it");
    room.answer(id, "…", BLOCKS);
    const ends = [() => ada.model.notTaken("This room has reached its limit."), () => room.come(ada)];
    for (const [index, end] of ends.entries()) {
      ada.isConnected = false;
      ada.model.accept(id, 0);
      ada.isConnected = true;
      end();
      expect(ada.model.problemOf(id, 0)).toMatch(["This room has reached", "The connection broke"][index]!);
      ada.model.look(id, 0);
      expect(ada.sent.filter(({ type }) => type === "accept")).toEqual([]);
      expect([ada.model.placed.value?.block, ada.model.problemOf(id, 0)]).toEqual([0, undefined]);
      ada.model.lookNoMore();
    }
    // nothing was wanted any more
    ada.model.notTaken("This room has reached its limit.");
    expect(ada.model.problemOf(id, 0)).toBeUndefined();
  });

  it("[A239] why nothing came of it stays where others type, and it is looked anew where it goes", () => {
    const ada = room.tab(1);
    const id = ada.ask("mend it");
    room.answer(id, "…", BLOCKS);
    ada.model.look(id, 0);
    ada.isConnected = false;
    ada.model.refuse(id, 0);
    ada.isConnected = true;
    ada.model.notTaken("This room has reached its limit.");
    ada.model.lookAnew(id, 0);
    expect([ada.model.placed.value?.block, ada.model.problemOf(id, 0)]).toEqual([
      0,
      "This room has reached its limit.",
    ]);
  });

  it("[A217] is stopped by who asked and by owners", () => {
    const tabs = [room.tab(1, "owner"), room.tab(2), room.tab(3)];
    const id = tabs[1]?.ask("why?") ?? "";
    const may = (): readonly (boolean | undefined)[] =>
      tabs.map(({ model }) => model.questions.value[0] && model.mayStop(model.questions.value[0]));
    expect(may()).toEqual([true, true, false]);
    room.answer(id, "Be", undefined, "cut");
    expect(may()).toEqual([false, false, false]);
  });

  it("[A189] what was read without its words is read anew when this person may read more, and shown until then", () => {
    const bo = room.tab(2);
    room.answer(bo.ask("why?"), "So.");
    room.mayReadWords = false;
    const ada = room.tab(1);
    expect(ada.texts).toEqual(["undefined: undefined"]);
    room.mayReadWords = true;
    ada.isConnected = false;
    ada.model.message({ type: "head", head: 2, isAnew: true });
    expect(ada.texts).toEqual(["undefined: undefined"]);
    expect(ada.sent.at(-1)).toEqual({ type: "read", from: 0, to: 2 });
    ada.isConnected = true;
    ada.hear({ type: "head", head: 2, isAnew: true });
    expect(ada.texts).toEqual(["why?: So."]);
    expect([ada.said, ada.model.unseen.value]).toEqual([[], 0]);
  });

  it("[A192] what was streamed of an answer that has no words any more is shown no longer", () => {
    const bo = room.tab(2);
    const id = room.tab(1).ask("why?");
    bo.model.message({ type: "part", id, at: 0, text: "A secret" });
    expect(bo.texts).toEqual(["why?: A secret"]);
    const ended = { time: 2, ended: "stopped", tokens: { in: 1, out: 0 }, ms: 1 } as const;
    bo.hear({ type: "entries", from: 1, entries: [{ type: "answered", id, ...ended }] });
    expect(bo.texts).toEqual(["why?: undefined"]);
  });

  it("[A210] older questions are read when they are wanted", () => {
    const ada = room.tab(1);
    for (let one = 0; one < 90; one++) room.answer(ada.ask(`${one}`), "So.");
    const late = room.tab(2);
    expect(late.model.questions.value).toHaveLength(20);
    late.model.setOpen(true);
    while (late.model.hasOlder.value) late.model.readOlder();
    expect(late.texts).toEqual(ada.texts);
    expect(late.model.unseen.value).toBe(0);
  });
});
