// One tab's runs against what the other half says: what is read, what is shown in which order, what this browser runs, who may.
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "@jest/globals";
import type { ClientRunMessage, ServerRunMessage, ShownEntry } from "../../../server/features/run/messages.ts";
import type { BrowserJob, BrowserRun, BrowserRunListener, BrowserRunner } from "./browser/index.ts";
import { HereRuns } from "./hereRuns.ts";
import { RunMemory } from "./runMemory.ts";
import { RunModel, type RunRoom } from "./runModel.ts";

/** The log of a room; what is appended is told to all tabs. */
class TestRoom {
  readonly entries: (ShownEntry | null)[] = [];
  readonly tabs: Tab[] = [];
  start = 0;
  /** entries of one answer */
  most = 100;
  /** why it starts nothing */
  refusal: "unknownFile" | undefined;

  append(...entries: ShownEntry[]): void {
    const from = this.entries.length;
    this.entries.push(...entries);
    for (const tab of this.tabs) tab.hear({ type: "entries", from, entries });
  }

  isLive(run: number): boolean {
    return this.entries.every((entry) => entry?.type !== "ended" || entry.run !== run);
  }

  /** UTF-16 units that a run has printed. */
  printed(run: number): number {
    return this.entries.reduce(
      (sum, entry) => sum + (entry?.type === "output" && entry.run === run ? entry.text.length : 0),
      0,
    );
  }

  take(tab: Tab, message: ClientRunMessage): void {
    const { participant } = tab;
    switch (message.type) {
      case "read":
        return tab.hear({
          type: "page",
          from: message.from,
          entries: this.entries.slice(message.from, Math.min(message.to, message.from + this.most)),
        });
      case "run": {
        const { type: _, ...rest } = message;
        if (this.refusal) return tab.hear({ type: "refused", id: message.id, why: this.refusal, sentence: "no" });
        if (this.entries.some((entry) => entry?.type === "started" && entry.id === message.id)) return;
        const run = this.entries.length;
        const inBrowser = message.place === "browser" ? { client: participant } : {};
        const path = PATHS[message.file] ?? "";
        this.append({ type: "started", participant, time: 1, path, ...inBrowser, ...rest });
        return tab.hear({ type: "taken", run, characters: 0 });
      }
      case "output":
        return this.append(...message.chunks.map((chunk) => ({ type: "output", run: message.run, ...chunk }) as const));
      case "end":
        return this.append({ ...message, type: "ended", time: 2 });
      case "input":
        for (const one of this.tabs) one.hear({ type: "typed", run: message.run, text: message.text });
        return this.append({ type: "input", run: message.run, participant, text: message.text });
      case "stop":
        for (const one of this.tabs) one.hear({ type: "stop", run: message.run });
        return;
      case "ask":
        return this.append({
          type: "asked",
          id: message.id,
          participant,
          time: 3,
          file: message.file,
          path: "main.js",
        });
      case "clear":
        return this.append({ type: "cleared", participant, time: 4 });
      case "setting":
        for (const one of this.tabs) one.hear({ type: "mayRun", who: message.mayRun });
    }
  }
}

const PATHS: Readonly<Record<number, string>> = { 1: "main.js", 2: "main.cpp", 3: "page.html" };
let room: TestRoom;
let made = 0;

class TestRun implements BrowserRun {
  readonly typed: string[] = [];
  readonly job: BrowserJob;
  readonly listener: BrowserRunListener;
  hasEnded = false;

  constructor(job: BrowserJob, listener: BrowserRunListener) {
    this.job = job;
    this.listener = listener;
  }
  input(text: string): void {
    this.typed.push(text);
  }
  endInput(): void {
    this.typed.push("end");
  }
  stop(): void {
    if (!this.hasEnded) this.end("cancelled");
  }
  end(outcome: "ok" | "cancelled"): void {
    this.hasEnded = true;
    this.listener.ended({ outcome, wallMs: 5.4 });
  }
}

const shelf = (kept: Map<string, string>) => () => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});

class Tab {
  readonly participant: number;
  readonly sent: ClientRunMessage[] = [];
  readonly shown: string[] = [];
  readonly said: string[] = [];
  readonly asked: { sentence: string; go: () => void }[] = [];
  readonly runs: TestRun[] = [];
  readonly status = signal<{ state: "saved" | "saving" | "readOnly" | "offline" }>({ state: "saved" });
  readonly file = signal(1);
  readonly runner = {
    run: (job: BrowserJob, listener: BrowserRunListener) => {
      const run = new TestRun(job, listener);
      this.runs.push(run);
      return run;
    },
  } as unknown as BrowserRunner;
  readonly model: RunModel;
  later: (() => void)[] = [];
  /** paths of files that are not open in it */
  missing: string[] = [];
  /** what follows the runs of this browser can be had */
  loads = true;
  opened = 0;
  isConnected = true;
  /** what it says arrives */
  isDeaf = false;

  constructor(participant: number, role: "owner" | "editor" | "viewer", kept = new Map<string, string>()) {
    this.participant = participant;
    const people = [1, 2, 3].map((one) => ({ participant: one, name: ["", "Ada", "Bo", "Cy"][one] }));
    const files = Object.entries(PATHS).map(([file, name]) => ({ file: Number(file), name }));
    const view = {
      roomId: "a-room",
      room: signal({ participants: people, files, programmingLanguage: "JavaScript" }),
      status: this.status,
      people: { you: signal({ client: participant, participant, role }) },
      tabs: { shown: this.file },
      view: { goToLine() {} },
      send: (message: ClientRunMessage) => {
        this.sent.push(message);
        if (this.isConnected) room.take(this, message);
      },
    };
    const memory = new RunMemory(shelf(new Map()), shelf(kept));
    this.model = new RunModel(view as unknown as RunRoom, {
      memory,
      newId: () => `id-of-a-run-${++made}`,
      after: (_ms, run) => {
        this.later.push(run);
        return () => void (this.later = this.later.filter((one) => one !== run));
      },
      open: () => void this.opened++,
      uncover() {},
      next: (run) => run(),
      show: (sentence) => void this.shown.push(sentence),
      say: (sentence) => void this.said.push(sentence),
      asked: (sentence, _about, go) => void this.asked.push({ sentence, go }),
      now: () => 7,
      texts: async (which) => ({
        files: new Map([["main.js", "console.log(1)"]]),
        missing: which === "all" ? [] : this.missing,
      }),
      hereRuns: async () => {
        if (!this.loads) throw new Error("no network");
        return { HereRuns };
      },
      runner: async () => this.runner,
    });
  }

  hear(message: ServerRunMessage): void {
    if (this.isConnected && !this.isDeaf) this.model.message(message);
  }

  /** It is known that the connection is not there. */
  goAway(): void {
    this.isConnected = false;
    this.status.value = { state: "offline" };
  }

  /** What is shown of each run, how it ended, and what the others have not. */
  get seen(): unknown[] {
    return this.model.runs.value.map(({ parts, ended, apart }) => [
      parts.map((part) => ("text" in part ? part.text : "…")).join(""),
      ended?.outcome,
      apart,
    ]);
  }

  /** The connection is there. */
  come(): this {
    this.isConnected = true;
    this.status.value = { state: "saved" };
    this.isDeaf = false;
    if (!room.tabs.includes(this)) room.tabs.push(this);
    this.hear({ type: "mayRun", who: "editors" });
    this.hear({ type: "head", start: room.start, head: room.entries.length });
    for (const [run, entry] of room.entries.entries())
      if (entry?.type === "started" && entry.client === this.participant && room.isLive(run))
        this.hear({ type: "taken", run, characters: room.printed(run) });
    return this;
  }

  /** What was put off happens, and what waits for something that is there. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    for (const run of this.later.splice(0)) run();
  }

  get texts(): string[] {
    return this.model.reading.value.runs.map(({ parts }) =>
      parts.map((part) => (part.type === "cut" ? "…" : part.text)).join(""),
    );
  }
}

beforeEach(() => {
  room = new TestRoom();
});

/** A run on the server, of Ada, with so many pieces of output. */
function keep(pieces: number, isOver = true): number {
  const run = room.entries.length;
  room.append({
    type: "started",
    id: `kept-${run}`,
    participant: 1,
    time: 1,
    place: "server",
    language: "C++",
    file: 2,
    path: "main.cpp",
  });
  for (let piece = 0; piece < pieces; piece++)
    room.append({ type: "output", run, stream: "stdout", text: `${piece} ` });
  if (isOver) room.append({ type: "ended", run, time: 2, outcome: "ok" });
  return run;
}

describe("runs of a room", () => {
  it("[M43] are the same for everybody, for who comes later and who was away too", async () => {
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "one\n");
    ada.runs[0]?.listener.output("stderr", "two\n");
    await ada.settle();
    bo.isConnected = false;
    ada.runs[0]?.listener.output("stdout", "three\n");
    ada.runs[0]?.end("ok");
    const late = new Tab(3, "viewer").come();
    bo.come();
    expect(ada.texts).toEqual(["one\ntwo\nthree\n"]);
    expect([bo.texts, late.texts]).toEqual([ada.texts, ada.texts]);
    expect(bo.model.reading.value.runs[0]?.ended).toMatchObject({ outcome: "ok", wallMs: 5 });
  });

  it("[M43] are read from their beginning, in as many answers as it takes", () => {
    keep(3);
    keep(150);
    const run = keep(400, false);
    room.most = 40;
    const ada = new Tab(1, "owner").come();
    expect(ada.model.reading.value.runs.map((one) => [one.run, one.parts.length])).toEqual([[run, 400]]);
    expect(ada.model.own.value?.run).toBe(run);
    ada.model.setOpen(true);
    while (ada.model.hasOlder.value) ada.model.readOlder();
    expect(ada.model.reading.value.runs.map((one) => one.parts.length)).toEqual([3, 150, 400]);
  });

  it("[M43] of which nothing goes on are read when the output is opened", () => {
    keep(400);
    const ada = new Tab(1, "owner").come();
    expect(ada.sent).toHaveLength(1);
    ada.model.setOpen(true);
    expect(ada.model.reading.value.runs.map((one) => one.parts.length)).toEqual([400]);
  });

  it("[M73] are told to others once they are over, the newest first", () => {
    const ada = new Tab(1, "owner").come();
    expect(ada.model.lastOver.value).toBeUndefined();
    keep(3);
    const run = keep(12, false);
    expect(ada.model.lastOver.value).toMatchObject({ file: 2, path: "main.cpp", hasFailed: false });
    room.append({ type: "ended", run, time: 3, outcome: "runtime_error" });
    expect(ada.model.lastOver.value?.hasFailed).toBe(true);
    expect(ada.model.lastOver.value?.output(39)).toBe("10 11 \nThe program ended with an error.");
    expect(ada.model.lastOver.value?.output(20)).toBe("ended with an error.");
    room.append({ type: "ended", run: keep(1, false), time: 4, outcome: "cancelled" });
    expect(ada.model.lastOver.value?.hasFailed).toBe(false);
  });

  it("[M44] are told once the room knows of them, and their output together", async () => {
    const ada = new Tab(1, "owner").come();
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

  it("[M45] begin here by a press of this person alone", async () => {
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "viewer").come()];
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
    const other = new Tab(1, "owner").come();
    await other.settle();
    expect(other.runs).toEqual([]);
  });

  it("[M56] of a page begin once this person has said so, which holds for the room in this tab", async () => {
    const kept = new Map<string, string>();
    const ada = new Tab(1, "owner", kept).come();
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

    const reloaded = new Tab(1, "owner", kept).come();
    reloaded.file.value = 3;
    reloaded.model.run();
    expect(reloaded.model.askedToShow.value).toBeUndefined();
    const bo = new Tab(2, "editor").come();
    bo.file.value = 3;
    bo.model.run();
    expect([bo.model.askedToShow.value, bo.sent.filter(({ type }) => type === "run")]).toEqual([3, []]);
  });

  it("[M45] are nobody's where the owners say so", () => {
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([true, true]);
    ada.model.setMayRun("owners");
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([true, false]);
    ada.model.setMayRun("nobody");
    expect([ada.model.mayRun.value, bo.model.mayRun.value]).toEqual([false, false]);
  });

  it("[M46] stop: by oneself, by others, before they have begun, and where they are started again", async () => {
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
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

  it("[M46] that the room says are over end here too", async () => {
    const ada = new Tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    room.append({ type: "ended", run: 0, time: 9, outcome: "runner_left" });
    expect(ada.runs[0]?.hasEnded).toBe(true);
    expect(room.entries.filter((entry) => entry?.type === "ended")).toHaveLength(1);
  });

  it("[M46] [M70] go on while the connection is away, and end with the page", async () => {
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
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
    expect([bo.texts, ada.seen]).toEqual([["before, "], [["before, unheard, meanwhile\n", undefined, "waits"]]]);
    ada.come();
    expect([bo.texts, ada.seen]).toEqual([
      ["before, unheard, meanwhile\n"],
      [["before, unheard, meanwhile\n", undefined, undefined]],
    ]);
    ada.model.leave();
    expect(bo.model.reading.value.runs[0]?.ended?.outcome).toBe("runner_left");
  });

  it("[M70] begin here at once while the connection is away, and are told when it is back, one after the other", async () => {
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
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
    expect(bo.texts).toEqual([]);
    ada.come();
    await ada.settle();
    expect(bo.texts).toEqual([`${without}first? yes\n`, "second"]);
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
    const ada = new Tab(1, "owner").come();
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
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
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
    const ada = new Tab(1, "owner").come();
    ada.hear({ type: "server", state: "ready", languages: [{ language: "C++", version: "1" }] });
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
    const [ada, bo] = [new Tab(1, "owner").come(), new Tab(2, "editor").come()];
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.asks();
    expect([ada.model.here.value?.state.value?.is, ada.said]).toEqual(["asking", ["The program waits for input."]]);
    bo.model.type({ id: "", run: 0 }, "7\n");
    expect([ada.runs[0]?.typed, ada.model.here.value?.state.value?.is]).toEqual([["7\n"], "running"]);
    expect([ada.texts, bo.texts]).toEqual([["7\n"], ["7\n"]]);
  });

  it("[M48] say once how they ended, and what is read later is no news", async () => {
    const ada = new Tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.end("ok");
    expect(ada.said).toEqual(["main.js: The program ended."]);
    const bo = new Tab(2, "editor").come();
    expect([bo.said, bo.model.unseen.value]).toEqual([[], 0]);
    ada.model.run();
    expect(bo.model.unseen.value).toBe(1);
    bo.model.setOpen(true);
    expect(bo.model.unseen.value).toBe(0);
  });

  it("[M49] go where the person wants, where the language runs, and else why not is said", async () => {
    const ada = new Tab(1, "owner").come();
    ada.file.value = 2;
    ada.model.run();
    expect([ada.sent, ada.shown]).toEqual([[], ["Browsers cannot run C++, and this server runs no code."]]);
    ada.hear({ type: "server", state: "absent", sentence: "bubblewrap is missing.", languages: [] });
    ada.model.run();
    expect(ada.shown.at(-1)).toContain("bubblewrap is missing.");
    const languages = ["C++", "JavaScript"].map((language) => ({ language, version: "1" }));
    ada.hear({ type: "server", state: "ready", languages });
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

  it("[M39] that are cleared are gone, and what goes on goes on", async () => {
    keep(2);
    const ada = new Tab(1, "owner").come();
    ada.model.run();
    await ada.settle();
    ada.runs[0]?.listener.output("stdout", "before\n");
    await ada.settle();
    ada.model.clear();
    ada.runs[0]?.listener.output("stdout", "after\n");
    await ada.settle();
    expect(ada.texts).toEqual(["after\n"]);
    expect(ada.model.reading.value.cleared?.participant).toBe(1);
  });
});
