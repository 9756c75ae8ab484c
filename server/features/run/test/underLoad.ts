// People who type on a server while something computes beside it: runs that wait for it, or the same processes that no server started. Knows no test.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { Wire } from "../../../test/hostile/wire.ts";
import type { ServerProcess } from "../../../test/process/serverProcess.ts";
import type { ServerRunMessage } from "../messages.ts";
import { RUN_LIMITS } from "../sandbox/bounds.ts";
import { Cgroups } from "../sandbox/cgroups.ts";
import { Coder } from "./runners.ts";

/** Of the server: a run goes on for longer than anybody types. */
export const SETTINGS = {
  RUNNER: "sandbox",
  RUN_SECONDS: "3600",
  RUN_CPU_SECONDS: "3600",
  LIMIT_PUSHES_PER_SECOND: "0",
};

const LOOP = "while True: pass";
const ROOMS_WITH_RUNS = 4;
const RUNS_OF_A_ROOM = 5;

/** How often it is looked whether the server has said something. */
const LOOK_MS = 5;

type Entered = Awaited<ReturnType<typeof Wire.enter>>;

const enter = (server: ServerProcess, roomId: string, by: object): Promise<Entered> =>
  Wire.enter(`ws://127.0.0.1:${server.port}/${roomId}`, by);

export const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * part))]!;

/** Each in a room of their own, with somebody who reads. */
export class Typists {
  readonly #pairs: readonly (readonly [typist: Entered, reader: Entered])[];
  #typed = 0;

  static async enter(server: ServerProcess, people: number): Promise<Typists> {
    const pairs: [Entered, Entered][] = [];
    for (let count = 0; count < people; count++) {
      const { roomId, key } = await server.createRoom();
      pairs.push([await enter(server, roomId, { key }), await enter(server, roomId, { name: "Ben" })]);
    }
    return new Typists(pairs);
  }

  private constructor(pairs: readonly (readonly [typist: Entered, reader: Entered])[]) {
    this.#pairs = pairs;
  }

  /** How long each of so many letters of everybody took to be seen, in ms; `everyMs`: as often everybody types one. */
  async type(letters: number, everyMs: number): Promise<number[]> {
    const from = this.#typed;
    this.#typed += letters;
    const times = await Promise.all(
      this.#pairs.map(async ([typist, reader], index) => {
        const times: number[] = [];
        // not all at the same moment
        await wait((everyMs * index) / this.#pairs.length);
        for (let typed = from; typed < from + letters; typed++) {
          const started = performance.now();
          typist.push([typed === 0 ? [[0, "x"]] : [typed, [0, "x"]]], { version: typed, seq: typed + 1 });
          await reader.next("updates");
          times.push(performance.now() - started);
          await wait(Math.max(0, everyMs - times.at(-1)!));
        }
        return times;
      }),
    );
    return times.flat();
  }

  leave(): void {
    for (const one of this.#pairs.flat()) one.leave();
  }
}

/** Resolves when it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(LOOK_MS);
}

/** Rooms whose runs compute one after the other, each without end. */
export class QueuedRuns {
  readonly #coders: readonly Coder[];

  /** Resolves when the server has tried all languages. */
  static async open(server: ServerProcess): Promise<QueuedRuns> {
    const coders: Coder[] = [];
    for (let room = 0; room < ROOMS_WITH_RUNS; room++) {
      const { roomId, key } = await server.createRoom();
      const coder = new Coder(await enter(server, roomId, { key }));
      coder.wire.push([[[0, LOOP]]]);
      await coder.wire.next("updates");
      coders.push(coder);
    }
    const runs = new QueuedRuns(coders);
    // the last that is tried
    const isLast = ({ language }: { readonly language: string }): boolean => language === "Shell";
    await until(() => runs.#heard(0).some((one) => one.type === "server" && one.languages.some(isLast)));
    return runs;
  }

  private constructor(coders: readonly Coder[]) {
    this.#coders = coders;
  }

  /** Does something while one of 20 runs computes and the others wait. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const rooms = this.#coders.map((coder, index) => ({ coder, index, from: this.#heard(index).length }));
    const versions = (index: number, from: number, type: "started" | "ended"): number[] =>
      this.#heard(index, from).flatMap((one) =>
        one.type === "entries" ? one.entries.flatMap((entry, at) => (entry?.type === type ? [one.from + at] : [])) : [],
      );
    const all = (type: "started" | "ended"): Promise<void> =>
      until(() => rooms.every(({ index, from }) => versions(index, from, type).length === RUNS_OF_A_ROOM));
    for (const { coder } of rooms) for (let run = 0; run < RUNS_OF_A_ROOM; run++) coder.start({ language: "Python" });
    await all("started");
    await until(() =>
      rooms.some(({ index, from }) =>
        this.#heard(index, from).some((one) => one.type === "phase" && one.phase === "running"),
      ),
    );
    try {
      return await work();
    } finally {
      for (const { coder, index, from } of rooms)
        for (const run of versions(index, from, "started")) coder.send({ type: "stop", run });
      await all("ended");
    }
  }

  leave(): void {
    for (const coder of this.#coders) coder.wire.leave();
  }

  #heard(index: number, from = 0): ServerRunMessage[] {
    const all = this.#coders[index]!.wire.heard.flatMap((message) =>
      message.type === "feature" ? [message.data as ServerRunMessage] : [],
    );
    return all.slice(from);
  }
}

/** Does something while the same program computes in a group with as much weight as runs have, by no server's doing. */
export async function duringControl<T>(work: () => Promise<T>): Promise<T> {
  const [mounts, own] = await Promise.all(["mounts", "cgroup"].map((name) => readFile(`/proc/self/${name}`, "utf8")));
  const groups = await Cgroups.open(mounts!, own!);
  const group = await groups.make(RUN_LIMITS);
  const join = 'for door; do echo 0 > "$door"; done; exec /usr/bin/python3 -c "$0"';
  const child: ChildProcess = spawn("bash", ["-c", join, LOOP, ...group.doors], { stdio: "ignore" });
  try {
    await once(child, "spawn");
    return await work();
  } finally {
    await group.end();
    await groups.close();
  }
}
