// What one person asks of the assistant: what goes along, on its way until it is taken, at a caret, and by whose key.
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { RunOver } from "../../ui/pageFeature.ts";
import { FILES_TOKENS, type Sendable, sendingOf } from "./sending.ts";
import { STATE, TestRoom } from "./test/testRoom.ts";

let room: TestRoom;
beforeEach(() => {
  room = new TestRoom();
});

describe("what is asked in a tab", () => {
  it("[A213] sends along the file that is shown with what is selected, what was chosen by hand, and of others the last run", () => {
    const ada = room.tab(1);
    const output = (most: number): string => "it failed".slice(-most);
    ada.lastRun.value = { file: 2, path: "other.py", hasFailed: true, output };
    ada.open.value = new Map([[1, { version: 4, length: 300, from: 10, to: 40, lines: [2, 3] }]]);
    expect(ada.model.asking.sending.value).toMatchObject({
      files: [{ file: 1, path: "main.py", selected: [2, 3], length: 300 }],
      run: undefined,
      tokens: 710,
    });
    ada.ask("why?");
    expect(ada.asks.at(-1)?.context).toEqual({ files: [{ file: 1, version: 4, from: 10, to: 40 }] });
    ada.model.asking.mode.value = "debug";
    ada.model.asking.choose({ files: new Set([2, 3]) });
    ada.ask("");
    expect(ada.asks.at(-1)?.context).toEqual({ files: [{ file: 2 }], run: "it failed" });
    ada.model.asking.choose({ run: false });
    ada.ask("");
    expect(ada.asks.at(-1)?.context).toEqual({ files: [{ file: 2 }] });
  });

  it("[A213] a review and documentation are about the whole room where it is small and nothing is selected, and anything is where that is chosen", () => {
    const ada = room.tab(1);
    ada.file.value = 2;
    const paths = () => ada.model.asking.sending.value.files.map(({ path }) => path);
    expect(paths()).toEqual(["other.py"]);
    for (const mode of ["review", "docs"] as const) {
      ada.model.asking.mode.value = mode;
      expect(paths()).toEqual(["other.py", "main.py"]);
    }
    ada.file.value = 1;
    ada.open.value = new Map([[1, { version: 4, length: 300, from: 10, to: 40, lines: [2, 3] }]]);
    expect(paths()).toEqual(["main.py"]);
    ada.model.asking.mode.value = "chat";
    ada.model.asking.choose({ files: "all" });
    ada.ask("why?");
    expect(ada.asks.at(-1)?.context.files.map(({ file }) => file)).toEqual([1, 2]);
  });

  it("[A213] names the files for which there is no room, and counts no more than is sent", () => {
    const files = Array.from({ length: 60 }, (_, index) => ({ file: index + 1, path: `${index + 1}.py` }));
    const there = (length: number, count: number): Sendable => ({
      shown: 3,
      files: files.slice(0, count),
      open: () => ({ version: 1, length, from: 0, to: 0, lines: [1, 1] }),
      lastRun: undefined,
      reviewedAt: () => undefined,
    });
    const all = (one: Sendable) => sendingOf("chat", "", { files: "all" }, one);
    expect(all(there(1_000, 50)).leftOut).toEqual([]);
    expect(all(there(1_000, 52)).leftOut).toEqual(["51.py", "52.py"]);
    const { leftOut, tokens, files: sent } = all(there(50_000, 4));
    expect([sent[0]?.path, leftOut]).toEqual(["3.py", ["2.py", "4.py"]]);
    expect(tokens).toBe(600 + FILES_TOKENS);
    expect(sendingOf("review", "", {}, there(1, 6)).files).toHaveLength(1);
  });

  it("[A241] a review is about what has changed since the last one for everybody, where that is chosen", () => {
    const ada = room.tab(1);
    const { asking } = ada.model;
    const review = (isShared: boolean, ended: "whole" | "cut" = "whole"): unknown => {
      asking.isShared.value = isShared;
      asking.mode.value = "review";
      const { canBeChanges } = asking.sending.value;
      room.answer(ada.ask(""), "Fine.", undefined, ended);
      return [canBeChanges, ada.asks.at(-1)?.context.files[0]];
    };
    asking.choose({ files: new Set([1]), changes: true });
    const plain = { file: 1, version: 4 };
    expect([review(false), review(true, "cut"), review(true)]).toEqual(Array.from({ length: 3 }, () => [false, plain]));
    ada.open.value = new Map([[1, { version: 9, length: 300, from: 0, to: 0, lines: [1, 1] }]]);
    const since = { file: 1, version: 9, since: 4 };
    expect(review(false)).toEqual([true, since]);
    expect(review(true)).toEqual([true, since]);
    expect(asking.sending.value.files[0]?.since).toBe(9);
    asking.mode.value = "chat";
    expect([asking.sending.value.canBeChanges, asking.sending.value.files[0]?.since]).toEqual([false, undefined]);
  });

  it("[A213] what is asked by the menu on a selection is about its file alone, whatever is chosen in the panel", () => {
    const ada = room.tab(1);
    const { asking } = ada.model;
    const output = (most: number): string => "it failed".slice(-most);
    ada.lastRun.value = { file: 2, path: "other.py", hasFailed: true, output };
    ada.open.value = new Map([[1, { version: 4, length: 300, from: 10, to: 40, lines: [2, 3] }]]);
    asking.choose({ files: "all", run: true });
    expect(asking.sendingSelected("explain")).toMatchObject({ files: [{ file: 1, selected: [2, 3] }], run: undefined });
    asking.askSelected("explain");
    expect(ada.asks.at(-1)).toMatchObject({ mode: "explain", question: "" });
    expect(ada.asks.at(-1)?.context).toEqual({ files: [{ file: 1, version: 4, from: 10, to: 40 }] });
  });

  it("[A213] asks once what is typed is saved, of the version that has it", () => {
    const ada = room.tab(1);
    ada.open.value = new Map([[1, { version: undefined, length: 300, from: 0, to: 0, lines: [1, 1] }]]);
    ada.ask("why?");
    ada.wait();
    expect(ada.asks).toEqual([]);
    expect(ada.model.asking.onItsWay.value).toBeDefined();
    ada.open.value = new Map([[1, { version: 5, length: 301, from: 0, to: 0, lines: [1, 1] }]]);
    ada.wait();
    expect(ada.asks.map(({ context }) => context)).toEqual([{ files: [{ file: 1, version: 5 }] }]);
    expect(ada.model.asking.onItsWay.value).toBeUndefined();
  });

  it("[A214] what the server has not taken is asked again as the same question, and what it refuses is a draft again", () => {
    const ada = room.tab(1);
    ada.isConnected = false;
    ada.ask("why?");
    ada.isConnected = true;
    ada.wait();
    expect(ada.asks.map(({ id }) => id)).toEqual([ada.lastId, ada.lastId]);
    expect(ada.model.questions.value).toHaveLength(1);
    room.refusal = "spentPerson";
    ada.ask("and now?");
    expect([ada.model.asking.draft.value, ada.model.asking.onItsWay.value]).toEqual(["and now?", undefined]);
    expect(ada.shown).toEqual(["You have spent your tokens of today. Try again in 1 second."]);
    ada.wait();
    expect(ada.asks).toHaveLength(3);
  });

  it("[A214] why the room takes nothing just now is said at the question, which is asked again, until it is taken", () => {
    const ada = room.tab(1);
    const { asking } = ada.model;
    ada.model.notTaken("This room has reached its limit.");
    expect(asking.waitsBecause.value).toBeUndefined();
    ada.isConnected = false;
    ada.ask("why?");
    ada.model.notTaken("The server takes no changes just now.");
    expect(asking.waitsBecause.value).toBe("The server takes no changes just now.");
    ada.isConnected = true;
    ada.wait();
    expect([asking.onItsWay.value, asking.waitsBecause.value]).toEqual([undefined, undefined]);
    expect(ada.model.questions.value).toHaveLength(1);
  });

  it("[A214] the first question of a room is asked once, though its log is begun by it, and again where the connection was away", () => {
    const ada = room.tab(1);
    ada.ask("why?");
    expect(ada.asks).toHaveLength(1);
    ada.isConnected = false;
    ada.ask("and now?");
    ada.isConnected = true;
    room.come(ada);
    expect(ada.asks.map(({ question }) => question)).toEqual(["why?", "and now?", "and now?"]);
    expect(ada.model.questions.value).toHaveLength(2);
  });

  it("[A214] a question that was taken, but not heard to be, is on its way no more once the connection is there again", () => {
    const ada = room.tab(1);
    const { asking } = ada.model;
    ada.isDeaf = true;
    ada.ask("why?");
    const asked = ada.lastId;
    ada.isDeaf = false;
    expect(asking.onItsWay.value?.question).toBe("why?");
    room.come(ada);
    expect([asking.onItsWay.value, ada.texts]).toEqual([undefined, ["why?: undefined"]]);
    // and where the connection is another one without its knowing
    ada.isDeaf = true;
    ada.ask("and now?");
    ada.isDeaf = false;
    ada.wait();
    expect(asking.onItsWay.value).toBeUndefined();
    ada.wait();
    expect(ada.asks.map(({ id }) => id)).toEqual([asked, asked, ada.lastId, ada.lastId]);
  });

  it("[A214] what is refused stands before what was written since, and is not sent where both are too long", () => {
    const ada = room.tab(1);
    ada.isConnected = false;
    ada.ask("why?");
    ada.model.asking.draft.value = "n".repeat(8_000);
    ada.isConnected = true;
    room.refusal = "spentPerson";
    ada.wait();
    expect(ada.model.asking.draft.value).toBe(`why?\n\n${"n".repeat(8_000)}`);
    room.refusal = undefined;
    ada.model.asking.submit();
    expect(ada.shown.at(-1)).toBe("That is 6 characters more than can be asked at once. Shorten it first.");
    expect([ada.asks.length, ada.model.asking.draft.value.length]).toEqual([2, 8_006]);
  });

  it("[A214] what is asked from elsewhere takes nothing of what is on its way", () => {
    const ada = room.tab(1);
    ada.isConnected = false;
    ada.ask("why?");
    ada.model.asking.ask("chat", { question: "and in the chat?", isInPanel: false });
    ada.model.asking.askSelected("explain");
    ada.isConnected = true;
    room.come(ada);
    expect(ada.texts).toEqual(["why?: undefined", "and in the chat?: undefined", ": undefined"]);
    expect(ada.model.asking.onItsWay.value).toBeUndefined();
    expect(ada.later).toEqual([]);
  });

  it("[A214] needs words where the mode alone does not say what is wanted", () => {
    const ada = room.tab(1);
    ada.ask("  ");
    expect(ada.shown).toEqual(["Write what you want to know first."]);
    ada.model.asking.mode.value = "review";
    ada.ask("");
    expect(ada.asks.map(({ mode, question }) => [mode, question])).toEqual([["review", ""]]);
  });

  it("[A215] is asked by a key of one's own where the server takes it, and never by one that it does not", () => {
    const ada = room.tab(1);
    ada.ask("one");
    ada.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
    ada.ask("two");
    ada.ownKey.value = { provider: "google", model: "large", key: "sk-2" };
    ada.ask("three");
    expect(ada.asks.map(({ own }) => own?.key)).toEqual([undefined, "sk-1", undefined]);
    const { provider: _, model: _model, ...without } = STATE;
    ada.hear(without);
    expect(ada.model.mayAsk.value).toBe(false);
    ada.ownKey.value = { provider: "openai", model: "large", key: "sk-1" };
    expect(ada.model.mayAsk.value).toBe(true);
  });

  it("[A218] a completion is this person's alone, is whole, and is given up where nobody waits any more", () => {
    const [ada, bo] = [room.tab(1), room.tab(2)];
    const came: (string | undefined)[] = [];
    const whys: (string | undefined)[] = [];
    const answered = (text: string | undefined, _id: string, why?: string): void => {
      came.push(text);
      whys.push(why);
    };
    ada.model.asking.complete(1, answered);
    expect(ada.asks[0]).toMatchObject({
      mode: "complete",
      isShared: false,
      context: { files: [{ file: 1, version: 4, from: 0, to: 0 }] },
    });
    room.answer(ada.lastId, "x = 1");
    ada.model.asking.complete(1, answered);
    room.answer(ada.lastId, "x =", undefined, "cut");
    expect(came).toEqual(["x = 1", undefined]);
    expect([ada.model.questions.value, bo.model.questions.value]).toEqual([[], []]);
    expect(whys).toEqual(["The assistant knows nothing to go on with here.", "The answer was cut off."]);
    room.refusal = "spentPerson";
    ada.model.asking.complete(1, answered);
    room.refusal = undefined;
    // it is said as the refusal that it is
    expect([whys.at(-1), ada.shown.splice(0), came.pop()]).toEqual([
      undefined,
      ["You have spent your tokens of today. Try again in 1 second."],
      undefined,
    ]);
    const giveUp = ada.model.asking.complete(1, answered);
    giveUp?.();
    room.answer(ada.lastId, "late");
    giveUp?.();
    expect(came).toHaveLength(2);
    expect(ada.sent.filter(({ type }) => type === "stop")).toEqual([{ type: "stop", id: ada.lastId }]);
    expect([ada.said, ada.shown]).toEqual([[], []]);
  });

  it("[A218] what the connection took along at a caret is answered when it is there again, or said to be lost", () => {
    const ada = room.tab(1);
    const came: (string | undefined)[] = [];
    const waits = (): void => void ada.model.asking.complete(1, (text, _id, why) => void came.push(text ?? why));
    ada.isDeaf = true;
    waits();
    room.answer(ada.lastId, "x = 1");
    ada.isDeaf = false;
    room.come(ada);
    expect(came.splice(0)).toEqual(["x = 1"]);
    // it is asked still
    ada.isDeaf = true;
    waits();
    ada.isDeaf = false;
    room.come(ada);
    expect(came).toEqual([]);
    room.answer(ada.lastId, "y = 2");
    expect(came.splice(0)).toEqual(["y = 2"]);
    ada.isConnected = false;
    waits();
    ada.isConnected = true;
    room.come(ada);
    expect(came.splice(0)).toEqual(["The connection broke before anything came. Ask again."]);
    // what the room takes from nobody the page says itself
    ada.isConnected = false;
    waits();
    ada.isConnected = true;
    ada.model.notTaken("This room has reached its limit.");
    expect([came.length, came[0]]).toEqual([1, undefined]);
  });

  it("[A218] nothing is asked at a caret of which the text is not saved, and nothing where the guardrail does not allow it", () => {
    const ada = room.tab(1);
    const came: (string | undefined)[] = [];
    ada.open.value = new Map([[1, { version: undefined, length: 3, from: 3, to: 3, lines: [1, 1] }]]);
    expect(ada.model.asking.complete(1, (text) => void came.push(text))).toBeUndefined();
    ada.hear({ ...STATE, guardrail: "syntax", modes: ["chat"] });
    ada.open.value = new Map([[1, { version: 4, length: 3, from: 3, to: 3, lines: [1, 1] }]]);
    ada.model.asking.complete(1, (_text, _id, why) => void came.push(why));
    expect([came, ada.asks]).toEqual([["The assistant cannot be asked that here just now."], []]);
  });

  it("[A219] a run that has failed is asked about with its file and its output, in a mode that is allowed", () => {
    const ada = room.tab(1);
    const run: RunOver = { file: 2, path: "other.py", hasFailed: true, output: () => "Traceback" };
    ada.lastRun.value = { file: 1, path: "main.py", hasFailed: false, output: () => "fine" };
    ada.model.asking.choose({ files: "all" });
    expect(ada.model.asking.sendingWhy(run)).toMatchObject({ files: [{ file: 2 }], run });
    ada.model.asking.explain(run);
    expect(ada.opened).toBe(1);
    expect(ada.asks[0]).toMatchObject({
      mode: "debug",
      question: "Why did this run of other.py fail?",
      context: { files: [{ file: 2 }], run: "Traceback" },
    });
    ada.hear({ ...STATE, guardrail: "hints", modes: ["chat", "explain"] });
    ada.model.asking.explain(run);
    expect(ada.asks[1]).toMatchObject({ mode: "explain", context: { run: "Traceback" } });
  });
});
