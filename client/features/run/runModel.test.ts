// One tab's runs against what the other half says: what is read, what is shown in which order, what is told of others', who may.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { TestRoom } from "./test/testRoom.ts";

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

describe("runs of a room", () => {
  it("[M43] are the same for everybody, for who comes later and who was away too", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    ada.controls.run();
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

  it("[M92] are offered to whoever sees none of them, the first of somebody else, and no older ones", async () => {
    room.keep(2);
    const [ada, bo, cy] = [room.tab(1, "owner").come(), room.tab(2, "editor").come(), room.tab(3, "viewer").come()];
    cy.model.setOpen(true);
    expect(bo.offered).toEqual([]);
    ada.controls.run();
    await ada.settle();
    ada.controls.run();
    await ada.settle();
    expect([ada.offered, bo.offered, cy.offered]).toEqual([[], ["Ada runs main.js."], []]);
  });

  it("[M45] are nobody's where the owners say so", () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([true, true]);
    ada.model.setMayRun("owners");
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([true, false]);
    ada.model.setMayRun("nobody");
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([false, false]);
  });

  it("[M45] are asked for by whom their role keeps from them, while another is here whom it does not", () => {
    const ada = room.tab(1, "viewer").come();
    const may = (): boolean => ada.model.mayAsk.value;
    room.tab(2, "viewer").come();
    expect(may()).toBe(false);
    const cy = room.tab(3, "editor").come();
    expect([may(), cy.model.mayAsk.value]).toEqual([true, false]);
    const people = room.participants.peek();
    room.participants.value = people.map((one) => (one.participant === 3 ? { ...one, robot: "assist" } : one));
    expect(may()).toBe(false);
    room.participants.value = people;
    cy.model.setMayRun("owners");
    expect([may(), cy.model.mayAsk.value]).toEqual([false, false]);
  });

  it("[M45] are asked for by no owner of a room that is closed, where nobody may", () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "owner").come()];
    for (const { status } of [ada, bo]) status.value = { state: "readOnly" };
    expect([ada.model.mayRun.value, ada.model.mayAsk.value, bo.model.mayAsk.value]).toEqual([false, false, false]);
  });

  it("[M48] say once how they ended, and what is read later is no news", async () => {
    const ada = room.tab(1, "owner").come();
    ada.controls.run();
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
    ada.controls.run();
    expect(bo.model.unseen.value).toBe(1);
    bo.model.setOpen(true);
    expect(bo.model.unseen.value).toBe(0);
  });

  it("[M39] that are cleared are gone, and what goes on goes on", async () => {
    room.keep(2);
    const ada = room.tab(1, "owner").come();
    ada.controls.run();
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
