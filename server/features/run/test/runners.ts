// What the tests of runs share: somebody's runs on a raw socket, and a runner that does what a test says. Knows no sandbox.
import { randomBytes } from "node:crypto";
import type { Wire } from "../../../test/hostile/wire.ts";
import type { ServerRunMessage, ShownEntry } from "../messages.ts";
import type { Runner, RunnerRun } from "../runner.ts";
import { type End, NOTHING_TAKEN, type SandboxOutcome, sentenceOf } from "../sandbox/outcomes.ts";
import type { Job, RunEvent } from "../sandbox/run.ts";
import { Unread } from "../sandbox/unread.ts";
import { RUN_LIMITS } from "../sandbox/bounds.ts";

type Told<Type extends ServerRunMessage["type"]> = Extract<ServerRunMessage, { type: Type }>;
type Entered = Awaited<ReturnType<typeof Wire.enter>>;

export const newId = (): string => randomBytes(12).toString("base64url");

/** Somebody's share of the runs. */
export class Coder {
  readonly wire: Entered;

  constructor(wire: Entered) {
    this.wire = wire;
  }

  send(data: unknown): void {
    this.wire.say({ type: "feature", feature: "run", data });
  }

  start(more: object = {}, id = newId()): string {
    this.send({ type: "run", id, place: "server", file: 1, language: "Python", ...more });
    return id;
  }

  /** The next of the feature's messages of this type; what lies before it is passed over. */
  async next<Type extends ServerRunMessage["type"]>(type: Type): Promise<Told<Type>> {
    for (;;) {
      const { data } = await this.wire.next("feature");
      if ((data as ServerRunMessage).type === type) return data as Told<Type>;
    }
  }

  /** What comes up to an entry of this type, with its version. */
  async until(type: ShownEntry["type"]): Promise<{ entries: ShownEntry[]; version: number }> {
    const entries: ShownEntry[] = [];
    for (;;) {
      const page = await this.next("entries");
      for (const [index, entry] of page.entries.entries()) {
        if (entry) entries.push(entry);
        if (entry?.type === type) return { entries, version: page.from + index };
      }
    }
  }

  /** The whole log, as somebody who comes reads it. */
  async log(head: number): Promise<(ShownEntry | null)[]> {
    const entries: (ShownEntry | null)[] = [];
    let from = 0;
    while (from < head) {
      this.send({ type: "read", from, to: head });
      const page = await this.next("page");
      for (; from < page.from; from++) entries.push(null);
      entries.push(...page.entries);
      from += page.entries.length;
    }
    return entries;
  }
}

/** A run that says what a test has it say. */
export class FakeRun implements RunnerRun {
  readonly job: Job;
  readonly typed: string[] = [];
  isClosed = false;
  isStopped = false;
  takes = true;
  readonly #events = new Unread<RunEvent>(({ type }) => type === "end");

  constructor(job: Job) {
    this.job = job;
  }

  say(...events: RunEvent[]): void {
    for (const event of events) this.#events.add(event);
  }

  print(text: string): void {
    this.say({ type: "output", stream: "stdout", text });
  }

  end(outcome: SandboxOutcome = "ok", more: Partial<End> = {}): void {
    const step = "run" as const;
    const said = {
      step,
      limits: RUN_LIMITS,
      exitCode: 3,
      language: this.job.language,
      reason: "no box.",
      retryMs: 7_000,
    };
    const none = {
      exitCode: undefined,
      signal: undefined,
      retryMs: outcome === "queue_full" ? said.retryMs : undefined,
    };
    this.say({ type: "end", outcome, step, sentence: sentenceOf(outcome, said), ...none, ...NOTHING_TAKEN, ...more });
  }

  write(text: string): boolean {
    if (this.takes) this.typed.push(text);
    return this.takes;
  }

  closeStdin(): void {
    this.isClosed = true;
  }

  stop(): void {
    if (!this.isStopped) this.end("cancelled");
    this.isStopped = true;
  }

  [Symbol.asyncIterator](): AsyncGenerator<RunEvent> {
    return this.#events[Symbol.asyncIterator]();
  }
}

export class FakeRunner implements Runner {
  absent: string | undefined;
  readonly languages = [{ language: "Python", version: "Python 3" }];
  readonly tried = Promise.resolve();
  readonly underWay = { running: 1, waiting: 2 };
  readonly #runs: FakeRun[] = [];
  #wake = (): void => {};

  run(job: Job): FakeRun {
    const run = new FakeRun(job);
    this.#runs.push(run);
    this.#wake();
    return run;
  }

  /** The next that was started. */
  async next(): Promise<FakeRun> {
    while (this.#runs.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#runs.shift()!;
  }

  async close(): Promise<void> {}
}
