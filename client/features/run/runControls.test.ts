// What one tab does with runs against what the other half says: what begins at a press, where, and what stops.
import { beforeEach, describe, expect, it } from "@jest/globals";
import { MapStorage } from "../../../server/test/mapStorage.ts";
import type { ShownEntry } from "../../../server/features/run/messages.ts";
import { TestRoom } from "./test/testRoom.ts";

let room: TestRoom;

beforeEach(() => {
  room = new TestRoom();
});

describe("runs of a person", () => {
  it("[M45] begin here by a press of this person alone", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "viewer").come()];
    bo.controls.run();
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

  it("[M45] are of what is there now, which is seen again and said where an earlier text lay over it", async () => {
    const ada = room.tab(1, "owner").come();
    ada.isPast = true;
    ada.controls.run();
    await ada.settle();
    expect([ada.isPast, ada.runs.length]).toEqual([false, 1]);
    // in the file that runs, not where the person was before
    expect(ada.stayed).toBe(ada.file.peek());
    expect(ada.shown).toEqual([expect.stringContaining("what is there now runs")]);
    ada.controls.run();
    expect(ada.shown).toHaveLength(1);
  });

  it("[M56] of a page begin once this person has said so, which holds for the room in this tab", async () => {
    const kept = new MapStorage();
    const ada = room.tab(1, "owner", kept).come();
    ada.controls.run();
    await ada.settle();
    ada.file.value = 3;
    const startOfPage = () => ada.sent.filter((one) => one.type === "run" && one.file === 3).length;
    ada.controls.run();
    await ada.settle();
    // what goes on meanwhile is not ended for what may never begin
    expect([ada.controls.askedToShow.value, startOfPage(), ada.runs[0]?.hasEnded]).toEqual([3, 0, false]);
    ada.controls.answerToShow(false);
    await ada.settle();
    expect([ada.controls.askedToShow.value, startOfPage(), ada.controls.here.value?.preview.value]).toEqual([
      undefined,
      0,
      undefined,
    ]);
    // a question that is not seen any more has no answer
    ada.controls.run();
    ada.model.setOpen(false);
    ada.controls.answerToShow(true);
    expect(startOfPage()).toBe(0);
    ada.controls.run();
    ada.controls.answerToShow(true);
    expect([startOfPage(), ada.runs[0]?.hasEnded]).toEqual([1, true]);
    expect(ada.controls.here.value?.preview.value).toBeDefined();
    ada.controls.run();
    expect([startOfPage(), ada.controls.askedToShow.value]).toEqual([2, undefined]);

    const reloaded = room.tab(1, "owner", kept).come();
    reloaded.file.value = 3;
    reloaded.controls.run();
    expect(reloaded.controls.askedToShow.value).toBeUndefined();
    const bo = room.tab(2, "editor").come();
    bo.file.value = 3;
    bo.controls.run();
    expect([bo.controls.askedToShow.value, bo.sent.filter(({ type }) => type === "run")]).toEqual([3, []]);
  });

  it("[M49] go where the person wants, where the language runs, and else why not is said", async () => {
    const ada = room.tab(1, "owner").come();
    ada.file.value = 2;
    ada.controls.run();
    expect([ada.sent, ada.shown]).toEqual([[], ["Browsers cannot run C++, and this server runs no code."]]);
    ada.hear({ type: "server", state: "absent", sentence: "bubblewrap is missing.", languages: [], outputBytes: 9 });
    ada.controls.run();
    expect(ada.shown.at(-1)).toContain("bubblewrap is missing.");
    expect(ada.controls.whyNot("CSS")).toBe("CSS is seen with a page: Run shows an HTML file that links it.");
    const languages = ["C++", "JavaScript"].map((language) => ({ language, version: "1" }));
    ada.hear({ type: "server", state: "ready", languages, outputBytes: 9 });
    expect(ada.controls.places.value).toEqual(["server"]);
    ada.file.value = 1;
    expect(ada.controls.places.value).toEqual(["browser", "server"]);
    ada.controls.choosePlace("server");
    expect(ada.controls.places.value).toEqual(["server", "browser"]);
    // what was typed just now is there before the server takes it
    ada.status.value = { state: "saving" };
    ada.controls.run();
    expect(ada.sent).toEqual([]);
    ada.status.value = { state: "saved" };
    await ada.settle();
    expect(ada.sent).toMatchObject([{ type: "run", place: "server", file: 1 }]);
  });

  it("[M49] of styles are of the first page that links them; where none does that is said", async () => {
    const ada = room.tab(1, "owner").come();
    ada.controls.answerToShow(true);
    ada.file.value = 4;
    ada.controls.run();
    await ada.settle();
    expect([ada.shown, ada.controls.askedToShow.value]).toEqual([
      ["style.css is seen with a page, and no HTML file here links it."],
      undefined,
    ]);
    ada.texts.set("page.html", '<link rel="stylesheet" href="style.css">');
    ada.controls.run();
    await ada.settle();
    // as where the page itself is run
    expect([ada.shown.length, ada.controls.askedToShow.value]).toEqual([1, 3]);
    ada.controls.answerToShow(true);
    expect(ada.sent.filter(({ type }) => type === "run")).toMatchObject([{ file: 3, language: "HTML" }]);
  });

  it("[M70] go nowhere where what runs them is not here, or only the server could, and that is said", async () => {
    const ada = room.tab(1, "owner").come();
    ada.hear({ type: "server", state: "ready", languages: [{ language: "C++", version: "1" }], outputBytes: 9 });
    ada.goAway();
    ada.file.value = 2;
    ada.controls.run();
    expect(ada.shown).toEqual(["C++ runs on the server, and the connection is away."]);
    ada.file.value = 1;
    ada.loads = false;
    ada.controls.run();
    await ada.settle();
    expect(ada.shown.at(-1)).toContain("could not be loaded. Check your connection");
    expect([ada.controls.starting.value, ada.model.runs.value, ada.sent.filter(({ type }) => type === "run")]).toEqual([
      undefined,
      [],
      [],
    ]);
    // what only the room can do is not offered
    expect([ada.model.mayRule.value, ada.model.mayAsk.value, ada.model.mayRun.value]).toEqual([false, false, true]);
  });

  it("[M46] stop: by oneself, by others, before they have begun, and where they are started again", async () => {
    const [ada, bo] = [room.tab(1, "owner").come(), room.tab(2, "editor").come()];
    // before what follows it is there, nobody was told
    ada.controls.run();
    ada.controls.stop();
    await ada.settle();
    expect([ada.sent.filter(({ type }) => type === "run"), ada.controls.starting.value]).toEqual([[], undefined]);
    ada.isConnected = false;
    ada.controls.run();
    ada.controls.stop();
    ada.isConnected = true;
    room.take(ada, ada.sent.at(-1) ?? { type: "clear" });
    ada.controls.run();
    await ada.settle();
    const second = bo.model.reading.value.runs[1];
    bo.controls.stop(second?.id);
    ada.controls.run();
    await ada.settle();
    ada.controls.run();
    await ada.settle();
    const ends = ada.model.reading.value.runs.map(({ ended }) => ended?.outcome);
    expect(ends).toEqual(["cancelled", "cancelled", "cancelled", undefined]);
    // one that has begun, of which nothing was heard before the connection went
    ada.controls.stop();
    ada.isDeaf = true;
    ada.controls.run();
    ada.controls.stop();
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
    const mayStop = () => tabs.map(({ controls }) => controls.mayStop(ofBo));
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
    bo.controls.stop();
    expect(bo.sent.at(-1)).toEqual({ type: "stop", run: ofBo.run });
    room.append({ type: "ended", run: ofBo.run!, time: 9, outcome: "cancelled" });
    expect(hasButton()).toEqual([true, false, false]);
    ada.goAway();
    expect([ada.controls.mayStop(ada.model.runs.value[0]!), ada.model.hasButton.value]).toEqual([false, false]);
  });
});
