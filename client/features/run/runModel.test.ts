// One tab's runs against what the other half says: what is read, what is shown in which order, what this browser runs, who may.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { MapStorage } from "../../../server/test/mapStorage.ts";
import type { ShownEntry } from "../../../server/features/run/messages.ts";
import { asks } from "./asks.ts";
import { TestRoom } from "./test/testRoom.ts";

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

describe("runs of a room", () => {
  it("[M43] are the same for everybody, for who comes later and who was away too", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "one\n");
    ada.runs[0]?.listener.output("stderr", "two\n");
    await ada.settle();
    bo.isConnected = false;
    ada.runs[0]?.listener.output("stdout", "three\n");
    ada.runs[0]?.end("ok");
    const late = room.tab(3, "viewer").come();
    bo.come();
    expect(ada.printed).toEqual(["one\ntwo\nthree\n"]);
    expect([bo.printed, late.printed]).toEqual([ada.printed, ada.printed]);
    expect(bo.model.reading.value.runs[0]?.ended).toMatchObject({ outcome: "ok", wallMs: 5 });
  });

  it("[M43] are read from their beginning, in as many answers as it takes", () => {
    room.keep(3);
    room.keep(150);
    const run = room.keep(400, false);
    room.most = 40;
    const ada = room.tab(1, "owner").come();
    expect(ada.model.reading.value.runs.map((one) => [one.run, one.parts.length])).toEqual([[run, 400]]);
    expect(ada.model.own.value?.run).toBe(run);
    ada.model.setOpen(true);
    while (ada.model.hasOlder.value) ada.model.readOlder();
    expect(ada.model.reading.value.runs.map((one) => one.parts.length)).toEqual([3, 150, 400]);
  });

  it("[M93] are read anew where there is less of them by now, and shown until then", () => {
    room.keep(3);
    const run = room.keep(3);
    const ada = room.tab(1, "owner").come();
    ada.model.setOpen(true);
    expect(ada.printed).toEqual(["0 1 2 ", "0 1 2 "]);
    room.entries.fill(null, 0, run);
    room.entries.splice(run + 1, 3, { type: "cut", run, bytes: 6 }, null, null);
    ada.isConnected = false;
    const head = { type: "head", start: run, head: room.entries.length, isAnew: true } as const;
    ada.model.message(head);
    expect(ada.printed).toEqual(["0 1 2 ", "0 1 2 "]);
    ada.isConnected = true;
    ada.model.message(head);
    expect(ada.model.reading.value.runs.map(({ parts }) => parts.map(({ type }) => type))).toEqual([["cut"]]);
  });

  it("[M43] of which nothing goes on are read when the output is opened", () => {
    room.keep(400);
    const ada = room.tab(1, "owner").come();
    expect(ada.sent).toHaveLength(1);
    ada.model.setOpen(true);
    expect(ada.model.reading.value.runs.map((one) => one.parts.length)).toEqual([400]);
  });

  it("[M73] are told to others once they are over, the newest first", () => {
    const ada = room.tab(1, "owner").come();
    expect(ada.model.lastOver.value).toBeUndefined();
    room.keep(3);
    const run = room.keep(12, false);
    expect(ada.model.lastOver.value).toMatchObject({ file: 2, path: "main.cpp", hasFailed: false });
    room.append({ type: "ended", run, time: 3, outcome: "runtime_error" });
    expect(ada.model.lastOver.value?.hasFailed).toBe(true);
    expect(ada.model.lastOver.value?.output(39)).toBe("10 11 \nThe program ended with an error.");
    expect(ada.model.lastOver.value?.output(20)).toBe("ended with an error.");
    room.append({ type: "ended", run: room.keep(1, false), time: 4, outcome: "cancelled" });
    expect(ada.model.lastOver.value?.hasFailed).toBe(false);
  });

  it("[M44] are told once the room knows of them, and their output together", async () => {
    const ada = room.tab(1, "owner").come();
    ada.model.run();
    expect(ada.opened).toBe(1);
    await ada.settle();
    const { listener, job } = ada.runs[0] ?? {};
    expect(job).toMatchObject({
      language: "JavaScript",
      main: "main.js",
      files: new Map([["main.js", "console.log(1)"]]),
    });
    for (let line = 0; line < 50; line++) listener?.output("stdout", `${line}\n`);
    await ada.settle();
    expect(ada.sent.filter(({ type }) => type === "output")).toHaveLength(1);
  });

  it("[M45] are of what is there now, which is seen again and said where an earlier text lay over it", async () => {
    const ada = room.tab(1, "owner").come();
    ada.isPast = true;
    ada.model.run();
    await ada.settle();
    expect([ada.isPast, ada.runs.length]).toEqual([false, 1]);
    // in the file that runs, not where the person was before
    expect(ada.stayed).toBe(ada.file.peek());
    expect(ada.shown).toEqual([expect.stringContaining("what is there now runs")]);
    ada.model.run();
    expect(ada.shown).toHaveLength(1);
  });

  it("[M92] are offered to whoever sees none of them, the first of somebody else, and no older ones", async () => {
    room.keep(2);
    const [ada, bo, cy] = [room.tab(1, "owner").come(), room.tab(2, "editor").come(), room.tab(3, "viewer").come()];
    cy.model.setOpen(true);
    expect(bo.offered).toEqual([]);
    ada.model.run();
    await ada.settle();
    ada.model.run();
    await ada.settle();
    expect([ada.offered, bo.offered, cy.offered]).toEqual([[], ["Ada runs main.js."], []]);
  });

  it("[M45] begin here by a press of this person alone", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "viewer").come()];
    bo.model.run();
    bo.model.askOthers();
    await ada.settle();
    bo.status.value = { state: "readOnly" };
    expect([bo.model.mayAsk.value, bo.model.mayRun.value]).toEqual([true, false]);
    expect(bo.sent.map(({ type }) => type)).toEqual(["ask"]);
    expect([ada.runs, bo.runs]).toEqual([[], []]);
    expect(ada.asked.map(({ sentence }) => sentence)).toEqual(["Bo asks to run main.js"]);
    ada.asked[0]?.go();
    await ada.settle();
    expect([ada.runs.length, bo.runs.length]).toEqual([1, 0]);
    // the same person's other tab has not begun it
    const other = room.tab(1, "owner").come();
    await other.settle();
    expect(other.runs).toEqual([]);
  });

  it("[M56] of a page begin once this person has said so, which holds for the room in this tab", async () => {
    const kept = new MapStorage();
    const ada = room.tab(1, "owner", kept).come();
    ada.model.run();
    await ada.settle();
    ada.file.value = 3;
    const startOfPage = () => ada.sent.filter((one) => one.type === "run" && one.file === 3).length;
    ada.model.run();
    await ada.settle();
    // what goes on meanwhile is not ended for what may never begin
    expect([ada.model.askedToShow.value, startOfPage(), ada.runs[0]?.hasEnded]).toEqual([3, 0, false]);
    ada.model.answerToShow(false);
    await ada.settle();
    expect([ada.model.askedToShow.value, startOfPage(), ada.model.here.value?.preview.value]).toEqual([
      undefined,
      0,
      undefined,
    ]);
    // a question that is not seen any more has no answer
    ada.model.run();
    ada.model.setOpen(false);
    ada.model.answerToShow(true);
    expect(startOfPage()).toBe(0);
    ada.model.run();
    ada.model.answerToShow(true);
    expect([startOfPage(), ada.runs[0]?.hasEnded]).toEqual([1, true]);
    expect(ada.model.here.value?.preview.value).toBeDefined();
    ada.model.run();
    expect([startOfPage(), ada.model.askedToShow.value]).toEqual([2, undefined]);

    const reloaded = room.tab(1, "owner", kept).come();
    reloaded.file.value = 3;
    reloaded.model.run();
    expect(reloaded.model.askedToShow.value).toBeUndefined();
    const bo = room.tab(2, "editor").come();
    bo.file.value = 3;
    bo.model.run();
    expect([bo.model.askedToShow.value, bo.sent.filter(({ type }) => type === "run")]).toEqual([3, []]);
  });

  it("[M45] are nobody's where the owners say so", () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([true, true]);
    ada.model.setMayRun("owners");
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([true, false]);
    ada.model.setMayRun("nobody");
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([false, false]);
  });

  it("[M46] stop: by oneself, by others, before they have begun, and where they are started again", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    // before what follows it is there, nobody was told
    ada.model.run();
    ada.model.stop();
    await ada.settle();
    expect([ada.sent.filter(({ type }) => type === "run"), ada.model.starting.value]).toEqual([[], undefined]);
    ada.isConnected = false;
    ada.model.run();
    ada.model.stop();
    ada.isConnected = true;
    room.take(ada, ada.sent.at(-1) ?? { type: "clear" });
    ada.model.run();
    await ada.settle();
    const second = bo.model.reading.value.runs[1];
    bo.model.stop(second?.id);
    ada.model.run();
    await ada.settle();
    ada.model.run();
    await ada.settle();
    const ends = ada.model.reading.value.runs.map(({ ended }) => ended?.outcome);
    expect(ends).toEqual(["cancelled", "cancelled", "cancelled", undefined]);
    // one that has begun, of which nothing was heard before the connection went
    ada.model.stop();
    ada.isDeaf = true;
    ada.model.run();
    ada.model.stop();
    ada.come();
    expect(ada.model.reading.value.runs[4]?.ended?.outcome).toBe("cancelled");
    expect([ada.runs.length, ada.model.own.value]).toEqual([3, undefined]);
  });

  it("[M14] [M46] stop by their owner and by whoever started them where nobody may run any more", async () => {
    const [ada, bo, cy] = [room.tab(1, "owner").come(), room.tab(2, "editor").come(), room.tab(3, "editor").come()];
    const tabs = [ada, bo, cy];
    const kept = room.keep(1, false);
    room.append({ ...(room.entries[kept] as Extract<ShownEntry, { type: "started" }>), id: "of-bo", participant: 2 });
    const ofBo = ada.model.runs.value[1]!;
    const mayStop = () => tabs.map(({ model }) => model.mayStop(ofBo));
    const hasButton = () => tabs.map(({ model }) => model.hasButton.value);
    expect([mayStop(), hasButton()]).toEqual([
      [true, true, true],
      [true, true, true],
    ]);
    ada.model.setMayRun("nobody");
    expect([mayStop(), hasButton()]).toEqual([
      [true, true, false],
      [true, true, false],
    ]);
    bo.model.stop();
    expect(bo.sent.at(-1)).toEqual({ type: "stop", run: ofBo.run });
    room.append({ type: "ended", run: ofBo.run!, time: 9, outcome: "cancelled" });
    expect(hasButton()).toEqual([true, false, false]);
    ada.goAway();
    expect([ada.model.mayStop(ada.model.runs.value[0]!), ada.model.hasButton.value]).toEqual([false, false]);
  });

  it("[M46] that the room says are over end here too", async () => {
    const ada = room.tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    room.append({ type: "ended", run: 0, time: 9, outcome: "runner_left" });
    expect(ada.runs[0]?.hasEnded).toBe(true);
    expect(room.entries.filter((entry) => entry?.type === "ended")).toHaveLength(1);
  });

  it("[M46] [M70] go on while the connection is away, and end with the page", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "before, ");
    await ada.settle();
    // what is said on a line that is cut, and not known to be, is lost
    ada.isConnected = false;
    ada.runs[0]?.listener.output("stdout", "unheard, ");
    await ada.settle();
    ada.goAway();
    ada.runs[0]?.listener.output("stdout", "meanwhile\n");
    await ada.settle();
    expect([bo.printed, ada.seen]).toEqual([["before, "], [["before, unheard, meanwhile\n", undefined, "waits"]]]);
    ada.come();
    expect([bo.printed, ada.seen]).toEqual([
      ["before, unheard, meanwhile\n"],
      [["before, unheard, meanwhile\n", undefined, undefined]],
    ]);
    ada.model.leave();
    expect(bo.model.reading.value.runs[0]?.ended?.outcome).toBe("runner_left");
  });

  it("[M70] begin here at once while the connection is away, and are told when it is back, one after the other", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.goAway();
    ada.missing = ["a.js", "b.js", "c.js", "d.js"];
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "first? ");
    ada.runs[0]?.listener.asks();
    const [first] = ada.model.runs.value;
    if (first) ada.model.type(first, "yes\n");
    ada.runs[0]?.end("ok");
    const without =
      "Run without a connection, and so without a.js, b.js, c.js and 1 more: only files with a tab can be read then.\n";
    expect(ada.runs[0]?.typed).toEqual(["yes\n"]);
    expect(ada.seen).toEqual([[`${without}first? yes\n`, "ok", "waits"]]);
    expect(ada.said).toEqual(["The program waits for input.", "main.js: The program ended."]);
    ada.missing = [];
    ada.model.run();
    await ada.settle();
    ada.runs[1]?.listener.output("stdout", "second");
    await ada.settle();
    expect(bo.printed).toEqual([]);
    ada.come();
    await ada.settle();
    expect(bo.printed).toEqual([`${without}first? yes\n`, "second"]);
    ada.runs[1]?.end("ok");
    expect(ada.seen).toEqual([
      [`${without}first? yes\n`, "ok", undefined],
      ["second", "ok", undefined],
    ]);
    expect(room.entries.filter((entry) => entry?.type === "started")).toHaveLength(2);
    // the end is said once
    expect(ada.said.filter((one) => one.startsWith("main.js"))).toHaveLength(2);
  });

  it("[M70] begin here too where they were asked for on a line that was cut, and are known to the room once", async () => {
    const ada = room.tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.end("ok");
    ada.isDeaf = true;
    ada.model.run();
    expect([ada.runs.length, ada.model.starting.value?.place]).toEqual([1, "browser"]);
    ada.goAway();
    await ada.settle();
    expect([ada.runs.length, ada.model.starting.value]).toEqual([2, undefined]);
    ada.runs[1]?.listener.output("stdout", "told once");
    await ada.settle();
    ada.come();
    expect(ada.seen).toEqual([
      ["", "ok", undefined],
      ["told once", undefined, undefined],
    ]);
  });

  it("[M71] that the room does not take, or gave up, stay here for this person, and of all the newest three", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    ada.goAway();
    room.append({ type: "ended", run: 0, time: 9, outcome: "runner_left" });
    ada.runs[0]?.listener.output("stdout", "given up");
    ada.runs[0]?.end("ok");
    ada.come();
    expect(ada.seen).toEqual([["given up", "ok", "stays"]]);
    expect(bo.seen).toEqual([["", "runner_left", undefined]]);
    for (const text of ["one", "two", "three"]) {
      ada.goAway();
      ada.model.run();
      await ada.settle();
      ada.runs.at(-1)?.listener.output("stdout", text);
      ada.runs.at(-1)?.end("ok");
      room.refusal = "unknownFile";
      ada.come();
    }
    expect(ada.shown.at(-1)).toBe("That file is not there any more.");
    expect(ada.seen).toEqual([
      ["", "runner_left", undefined],
      ["one", "ok", "stays"],
      ["two", "ok", "stays"],
      ["three", "ok", "stays"],
    ]);
    expect(bo.model.runs.value).toHaveLength(1);
    ada.model.clear();
    expect(ada.seen).toEqual([]);
  });

  it("[M70] go nowhere where what runs them is not here, or only the server could, and that is said", async () => {
    const ada = room.tab(1, "owner").come();
    ada.hear({ type: "server", state: "ready", languages: [{ language: "C++", version: "1" }], outputBytes: 9 });
    ada.goAway();
    ada.file.value = 2;
    ada.model.run();
    expect(ada.shown).toEqual(["C++ runs on the server, and the connection is away."]);
    ada.file.value = 1;
    ada.loads = false;
    ada.model.run();
    await ada.settle();
    expect(ada.shown.at(-1)).toContain("could not be loaded. Check your connection");
    expect([ada.model.starting.value, ada.model.runs.value, ada.sent.filter(({ type }) => type === "run")]).toEqual([
      undefined,
      [],
      [],
    ]);
    // what only the room can do is not offered
    expect([ada.model.mayRule.value, ada.model.mayAsk.value, ada.model.mayRun.value]).toEqual([false, false, true]);
  });

  it("[M47] take what anybody types who may run, and say that they wait for it", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.asks();
    expect([ada.model.here.value?.state.value?.is, ada.said]).toEqual(["asking", ["The program waits for input."]]);
    bo.model.type({ id: "", run: 0 }, "7\n");
    expect([ada.runs[0]?.typed, ada.model.here.value?.state.value?.is]).toEqual([["7\n"], "running"]);
    expect([ada.printed, bo.printed]).toEqual([["7\n"], ["7\n"]]);
  });

  it("[M91] tell the room that they wait for a line, that they do not any more, and again when the connection is back", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    const phases = () => ada.sent.flatMap((message) => (message.type === "phase" ? [message.phase] : []));
    const isAsking = (tab: typeof ada): boolean => tab.model.runs.value.some((run) => asks(tab.model, run));
    ada.runs[0]?.listener.output("stdout", "n? ");
    for (let count = 0; count < 3; count++) ada.runs[0]?.listener.asks();
    // the question comes before it
    expect([ada.sent.slice(-2).map(({ type }) => type), phases()]).toEqual([["output", "phase"], ["asking"]]);
    expect([isAsking(ada), isAsking(bo)]).toEqual([true, true]);
    bo.model.type({ id: "", run: 0 }, "7\n");
    expect([phases(), isAsking(ada), isAsking(bo)]).toEqual([["asking", "running"], false, false]);
    ada.goAway();
    ada.runs[0]?.listener.asks();
    expect([phases().length, isAsking(ada), isAsking(bo)]).toEqual([2, true, false]);
    ada.come();
    expect([phases(), isAsking(bo)]).toEqual([["asking", "running", "asking"], true]);
    ada.runs[0]?.end("ok");
    expect([phases().length, isAsking(ada), isAsking(bo)]).toEqual([3, false, false]);
  });

  it("[M47] take what is typed while they are being loaded once they can, in its order", async () => {
    const ada = room.tab(1, "owner").come();
    ada.startsAtOnce = false;
    ada.model.run();
    await ada.settle();
    ada.model.type({ id: "", run: 0 }, "7\n");
    ada.model.type({ id: "", run: 0 }, "8\n");
    expect([ada.runs[0]?.typed, ada.printed]).toEqual([[], ["7\n8\n"]]);
    ada.runs[0]?.listener.started();
    expect(ada.runs[0]?.typed).toEqual(["7\n", "8\n"]);
  });

  it("[M57] may print as much as the server takes of one", async () => {
    const ada = room.tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    ada.hear({ type: "server", state: "off", languages: [], outputBytes: 9 });
    ada.model.run();
    await ada.settle();
    expect(ada.runs.map(({ job }) => job.outputBytes)).toEqual([1024 * 1024, 9]);
  });

  it("[M48] say once how they ended, and what is read later is no news", async () => {
    const ada = room.tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.end("ok");
    expect(ada.said).toEqual(["main.js: The program ended."]);
    // as it stands there to be read
    room.append({ type: "ended", run: room.keep(1, false), time: 3, outcome: "runtime_error", exitCode: 3 });
    const sentence = "This server cannot run C++. Choose another language for the file.";
    room.append({ type: "ended", run: room.keep(1, false), time: 3, outcome: "language_unknown", sentence });
    expect(ada.said.slice(1)).toEqual(["main.cpp: The program ended with exit code 3.", `main.cpp: ${sentence}`]);
    const bo = room.tab(2, "editor").come();
    expect([bo.said, bo.model.unseen.value]).toEqual([[], 0]);
    ada.model.run();
    expect(bo.model.unseen.value).toBe(1);
    bo.model.setOpen(true);
    expect(bo.model.unseen.value).toBe(0);
  });

  it("[M49] go where the person wants, where the language runs, and else why not is said", async () => {
    const ada = room.tab(1, "owner").come();
    ada.file.value = 2;
    ada.model.run();
    expect([ada.sent, ada.shown]).toEqual([[], ["Browsers cannot run C++, and this server runs no code."]]);
    ada.hear({ type: "server", state: "absent", sentence: "bubblewrap is missing.", languages: [], outputBytes: 9 });
    ada.model.run();
    expect(ada.shown.at(-1)).toContain("bubblewrap is missing.");
    expect(ada.model.whyNot("CSS")).toBe("CSS is seen with a page: Run shows an HTML file that links it.");
    const languages = ["C++", "JavaScript"].map((language) => ({ language, version: "1" }));
    ada.hear({ type: "server", state: "ready", languages, outputBytes: 9 });
    expect(ada.model.places.value).toEqual(["server"]);
    ada.file.value = 1;
    expect(ada.model.places.value).toEqual(["browser", "server"]);
    ada.model.choosePlace("server");
    expect(ada.model.places.value).toEqual(["server", "browser"]);
    // what was typed just now is there before the server takes it
    ada.status.value = { state: "saving" };
    ada.model.run();
    expect(ada.sent).toEqual([]);
    ada.status.value = { state: "saved" };
    await ada.settle();
    expect(ada.sent).toMatchObject([{ type: "run", place: "server", file: 1 }]);
  });

  it("[M49] of styles are of the first page that links them; where none does that is said", async () => {
    const ada = room.tab(1, "owner").come();
    ada.model.answerToShow(true);
    ada.file.value = 4;
    ada.model.run();
    await ada.settle();
    expect([ada.shown, ada.model.askedToShow.value]).toEqual([
      ["style.css is seen with a page, and no HTML file here links it."],
      undefined,
    ]);
    ada.texts.set("page.html", '<link rel="stylesheet" href="style.css">');
    ada.model.run();
    await ada.settle();
    // as where the page itself is run
    expect([ada.shown.length, ada.model.askedToShow.value]).toEqual([1, 3]);
    ada.model.answerToShow(true);
    expect(ada.sent.filter(({ type }) => type === "run")).toMatchObject([{ file: 3, language: "HTML" }]);
  });

  it("[M39] that are cleared are gone, and what goes on goes on", async () => {
    room.keep(2);
    const ada = room.tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "before\n");
    await ada.settle();
    ada.model.clear();
    ada.runs[0]?.listener.output("stdout", "after\n");
    await ada.settle();
    expect(ada.printed).toEqual(["after\n"]);
    expect(ada.model.reading.value.cleared?.participant).toBe(1);
  });
});
