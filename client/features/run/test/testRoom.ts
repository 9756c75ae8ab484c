// A room's runs and the tabs of its people, for tests: what is appended is told to all tabs, and they run nothing. Knows no server.
import { computed, signal } from "@preact/signals";
import type { Participant, Role } from "#protocol/events.ts";
import type { ClientRunMessage, ServerRunMessage, ShownEntry } from "../../../../server/features/run/messages.ts";
import { MapStorage } from "../../../../server/test/mapStorage.ts";
import { SafeStorage } from "../../../stored.ts";
import { RoomPeople } from "../../../ui/room/people/roomPeople.ts";
import type { BrowserJob, BrowserRunListener, BrowserRunner, RunningProgram } from "../browser/index.ts";
import { HereRuns } from "../hereRuns.ts";
import type { RunControls } from "../runControls.ts";
import { RunMemory } from "../runMemory.ts";
import { RunModel, type RunRoom } from "../runModel.ts";

const PATHS: Readonly<Record<number, string>> = { 1: "main.js", 2: "main.cpp", 3: "page.html", 4: "style.css" };

const person = (participant: number, name: string): Participant => ({
  participant,
  name,
  role: "editor",
  colour: participant,
  dateJoined: 1,
});

/** The log of a room; what is appended is told to all tabs. */
export class TestRoom {
  readonly entries: (ShownEntry | null)[] = [];
  readonly tabs: Tab[] = [];
  readonly participants = signal(["Ada", "Bo", "Cy"].map((name, at) => person(at + 1, name)));
  start = 0;
  /** entries of one answer */
  most = 100;
  /** why it starts nothing */
  refusal: "unknownFile" | undefined;
  /** ids that its tabs have made */
  made = 0;

  /** A tab of somebody who is not there yet; `kept` is what their browser keeps. */
  tab(participant: number, role: Role, kept = new MapStorage()): Tab {
    return new Tab(this, participant, role, kept);
  }

  /** A run on the server, of participant 1, with so many pieces of output. */
  keep(pieces: number, isOver = true): number {
    const run = this.entries.length;
    this.append({
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
      this.append({ type: "output", run, stream: "stdout", text: `${piece} ` });
    if (isOver) this.append({ type: "ended", run, time: 2, outcome: "ok" });
    return run;
  }

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
      case "phase":
        for (const one of this.tabs) one.hear(message);
        return;
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

class TestRun implements RunningProgram {
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
      if (this.startsAtOnce) queueMicrotask(() => listener.started());
      return run;
    },
  } as unknown as BrowserRunner;
  readonly model: RunModel;
  readonly controls: RunControls;
  later: (() => void)[] = [];
  /** what its programs run on is loaded */
  startsAtOnce = true;
  /** paths of files that are not open in it */
  missing: string[] = [];
  /** what there is for a program to read */
  texts = new Map([["main.js", "console.log(1)"]]);
  /** what follows the runs of this browser can be had */
  loads = true;
  opened = 0;
  readonly offered: string[] = [];
  /** an earlier text lies over the code */
  isPast = false;
  /** the file to stay in, when that went */
  stayed: number | undefined;
  isConnected = true;
  /** what it says arrives */
  isDeaf = false;

  readonly #room: TestRoom;
  readonly #people: RoomPeople;
  readonly #toNow = (stay?: number): void => {
    this.isPast = false;
    this.stayed = stay;
  };

  constructor(room: TestRoom, participant: number, role: Role, kept: MapStorage) {
    this.#room = room;
    this.participant = participant;
    const { participants } = room;
    participants.value = participants.peek().map((one) => (one.participant === participant ? { ...one, role } : one));
    const files = Object.entries(PATHS).map(([file, name]) => ({ file: Number(file), name }));
    const details = computed(() => ({ participants: participants.value, files, programmingLanguage: "JavaScript" }));
    const people = new RoomPeople({ room: details, robot: () => undefined, go: () => {} });
    people.you.value = { client: participant, participant, role };
    this.#people = people;
    const view = {
      roomId: "a-room",
      room: details,
      status: this.status,
      people,
      tabs: { shown: this.file },
      view: { goToLine() {} },
      send: (message: ClientRunMessage) => {
        this.sent.push(message);
        if (this.isConnected) this.#room.take(this, message);
      },
    };
    const memory = new RunMemory(new SafeStorage(() => new MapStorage()), new SafeStorage(() => kept));
    this.model = new RunModel(view as unknown as RunRoom, {
      memory,
      newId: () => `id-of-a-run-${++room.made}`,
      after: (_ms, run) => {
        this.later.push(run);
        return () => void (this.later = this.later.filter((one) => one !== run));
      },
      open: () => void this.opened++,
      offer: (sentence) => void this.offered.push(sentence),
      uncover() {},
      toNow: () => (this.isPast ? this.#toNow : undefined),
      next: (run) => run(),
      show: (sentence) => void this.shown.push(sentence),
      say: (sentence) => void this.said.push(sentence),
      asked: (sentence, _about, go) => void this.asked.push({ sentence, go }),
      now: () => 7,
      texts: async (which) => ({
        files: this.texts,
        missing: which === "all" ? [] : this.missing,
      }),
      hereRuns: async () => {
        if (!this.loads) throw new Error("no network");
        return { HereRuns };
      },
      runner: async () => this.runner,
    });
    this.controls = this.model.controls;
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
    if (!this.#room.tabs.includes(this)) this.#room.tabs.push(this);
    for (const tab of this.#room.tabs) tab.#hearWhoIsHere();
    this.hear({ type: "mayRun", who: "editors" });
    this.hear({ type: "head", start: this.#room.start, head: this.#room.entries.length });
    for (const [run, entry] of this.#room.entries.entries())
      if (entry?.type === "started" && entry.client === this.participant && this.#room.isLive(run))
        this.hear({ type: "taken", run, characters: this.#room.printed(run) });
    return this;
  }

  #hearWhoIsHere(): void {
    this.#people.clients.value = new Map(
      this.#room.tabs.map(({ participant }) => [participant, { client: participant, participant }]),
    );
  }

  /** What was put off happens, and what waits for something that is there. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    for (const run of this.later.splice(0)) run();
  }

  get printed(): string[] {
    return this.model.reading.value.runs.map(({ parts }) =>
      parts.map((part) => (part.type === "cut" ? "…" : part.text)).join(""),
    );
  }
}
