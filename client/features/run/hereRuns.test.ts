// What one tab's browser runs against what the other half says: what of it is told, and what becomes of it without a connection.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { asks } from "./asks.ts";
import { TestRoom } from "./test/testRoom.ts";

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

describe("runs in this browser", () => {
  it("[M44] are told once the room knows of them, and their output together", async () => {
    const ada = room.tab(1, "owner").come();
    ada.controls.run();
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

  it("[M47] take what anybody types who may run, and say that they wait for it", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.controls.run();
    await ada.settle();
    ada.runs[0]?.listener.asks();
    expect([ada.controls.here.value?.state.value?.is, ada.said]).toEqual(["asking", ["The program waits for input."]]);
    bo.controls.type({ id: "", run: 0 }, "7\n");
    expect([ada.runs[0]?.typed, ada.controls.here.value?.state.value?.is]).toEqual([["7\n"], "running"]);
    expect([ada.printed, bo.printed]).toEqual([["7\n"], ["7\n"]]);
  });

  it("[M47] take what is typed while they are being loaded once they can, in its order", async () => {
    const ada = room.tab(1, "owner").come();
    ada.startsAtOnce = false;
    ada.controls.run();
    await ada.settle();
    ada.controls.type({ id: "", run: 0 }, "7\n");
    ada.controls.type({ id: "", run: 0 }, "8\n");
    expect([ada.runs[0]?.typed, ada.printed]).toEqual([[], ["7\n8\n"]]);
    ada.runs[0]?.listener.started();
    expect(ada.runs[0]?.typed).toEqual(["7\n", "8\n"]);
  });

  it("[M91] tell the room that they wait for a line, that they do not any more, and again when the connection is back", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.controls.run();
    await ada.settle();
    const phases = () => ada.sent.flatMap((message) => (message.type === "phase" ? [message.phase] : []));
    const isAsking = (tab: typeof ada): boolean => tab.model.runs.value.some((run) => asks(tab.model, run));
    ada.runs[0]?.listener.output("stdout", "n? ");
    for (let count = 0; count < 3; count++) ada.runs[0]?.listener.asks();
    // the question comes before it
    expect([ada.sent.slice(-2).map(({ type }) => type), phases()]).toEqual([["output", "phase"], ["asking"]]);
    expect([isAsking(ada), isAsking(bo)]).toEqual([true, true]);
    bo.controls.type({ id: "", run: 0 }, "7\n");
    expect([phases(), isAsking(ada), isAsking(bo)]).toEqual([["asking", "running"], false, false]);
    ada.goAway();
    ada.runs[0]?.listener.asks();
    expect([phases().length, isAsking(ada), isAsking(bo)]).toEqual([2, true, false]);
    ada.come();
    expect([phases(), isAsking(bo)]).toEqual([["asking", "running", "asking"], true]);
    ada.runs[0]?.end("ok");
    expect([phases().length, isAsking(ada), isAsking(bo)]).toEqual([3, false, false]);
  });

  it("[M57] may print as much as the server takes of one", async () => {
    const ada = room.tab(1, "owner").come();
    ada.controls.run();
    await ada.settle();
    ada.hear({ type: "server", state: "off", languages: [], outputBytes: 9 });
    ada.controls.run();
    await ada.settle();
    expect(ada.runs.map(({ job }) => job.outputBytes)).toEqual([1024 * 1024, 9]);
  });

  it("[M46] that the room says are over end here too", async () => {
    const ada = room.tab(1, "owner").come();
    ada.controls.run();
    await ada.settle();
    room.append({ type: "ended", run: 0, time: 9, outcome: "runner_left" });
    expect(ada.runs[0]?.hasEnded).toBe(true);
    expect(room.entries.filter((entry) => entry?.type === "ended")).toHaveLength(1);
  });

  it("[M46] [M70] go on while the connection is away, and end with the page", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.controls.run();
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
    ada.controls.leave();
    expect(bo.model.reading.value.runs[0]?.ended?.outcome).toBe("runner_left");
  });

  it("[M70] begin here at once while the connection is away, and are told when it is back, one after the other", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.goAway();
    ada.missing = ["a.js", "b.js", "c.js", "d.js"];
    ada.controls.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "first? ");
    ada.runs[0]?.listener.asks();
    const [first] = ada.model.runs.value;
    if (first) ada.controls.type(first, "yes\n");
    ada.runs[0]?.end("ok");
    const without =
      "Run without a connection, and so without a.js, b.js, c.js and 1 more: only files with a tab can be read then.\n";
    expect(ada.runs[0]?.typed).toEqual(["yes\n"]);
    expect(ada.seen).toEqual([[`${without}first? yes\n`, "ok", "waits"]]);
    expect(ada.said).toEqual(["The program waits for input.", "main.js: The program ended."]);
    ada.missing = [];
    ada.controls.run();
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
    ada.controls.run();
    await ada.settle();
    ada.runs[0]?.end("ok");
    ada.isDeaf = true;
    ada.controls.run();
    expect([ada.runs.length, ada.controls.starting.value?.place]).toEqual([1, "browser"]);
    ada.goAway();
    await ada.settle();
    expect([ada.runs.length, ada.controls.starting.value]).toEqual([2, undefined]);
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
    ada.controls.run();
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
      ada.controls.run();
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
});
