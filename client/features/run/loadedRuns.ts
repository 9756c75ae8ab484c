// As much of a room's runs as this tab has read, run by run. Pure: knows no connection.
import type { OutputStream, ShownEntry } from "../../../server/features/run/messages.ts";
import { type EntryPage, LoadedEntries } from "../../ui/parts/logs/loadedEntries.ts";

type Entry<Type extends ShownEntry["type"]> = Extract<ShownEntry, { type: Type }>;

/** What is printed, what is typed to it, and where so many bytes are gone. */
export type Part =
  | { readonly type: "output"; readonly stream: OutputStream; readonly text: string }
  | { readonly type: "input"; readonly text: string }
  | { readonly type: "cut"; readonly bytes: number };

/** How it ended, besides when. */
export type RunEnd = Omit<Entry<"ended">, "type" | "run" | "time">;

/** As it is at a moment; `parts` alone goes on growing, and is another one where they are not the same from the beginning. */
export interface Run extends Omit<Entry<"started">, "type" | "client"> {
  /** the version of its "started" */
  readonly run: number;
  readonly parts: readonly Part[];
  readonly ended: RunEnd | undefined;
}

/** Somebody who may not run has asked the others to. */
type Asked = Omit<Entry<"asked">, "type" | "id"> & { readonly version: number };

export interface Reading {
  /** in their order */
  readonly runs: readonly Run[];
  readonly asked: readonly Asked[];
  /** who cleared it, where that is the first thing that was read */
  readonly cleared: { readonly participant: number; readonly time: number } | undefined;
}

interface Growing extends Run {
  readonly parts: Part[];
}

export class LoadedRuns extends LoadedEntries<ShownEntry> {
  #runs = new Map<number, Growing>();
  #asked: Asked[] = [];
  #cleared: Reading["cleared"];

  /** The run that the first entries belong to, where it began before them; and whether it has ended. */
  get cutOff(): { readonly run: number; readonly hasEnded: boolean } | undefined {
    const run = this.entries.map(runOf).find((one) => one !== undefined);
    if (run === undefined || run >= this.from) return undefined;
    return { run, hasEnded: this.entries.some((entry) => entry?.type === "ended" && entry.run === run) };
  }

  override add(page: EntryPage<ShownEntry>): number {
    const { from } = this;
    const head = super.add(page);
    if (this.from < from) this.#readAgain();
    else for (let version = head; version < this.head; version++) this.#take(version);
    return head;
  }

  override dropBefore(version: number): void {
    const { from } = this;
    super.dropBefore(version);
    if (this.from === from) return;
    this.#cleared = undefined;
    for (const run of this.#runs.keys()) if (run < this.from) this.#runs.delete(run);
    this.#asked = this.#asked.filter((one) => one.version >= this.from);
  }

  read(): Reading {
    return { runs: [...this.#runs.values()], asked: [...this.#asked], cleared: this.#cleared };
  }

  #readAgain(): void {
    this.#runs = new Map();
    this.#asked = [];
    this.#cleared = undefined;
    for (let version = this.from; version < this.head; version++) this.#take(version);
  }

  #take(version: number): void {
    const entry = this.at(version);
    const run = entry && "run" in entry ? this.#runs.get(entry.run) : undefined;
    switch (entry?.type) {
      case "started": {
        const { type: _, client: _client, ...rest } = entry;
        this.#runs.set(version, { run: version, ...rest, parts: [], ended: undefined });
        break;
      }
      case "asked": {
        const { type: _, id: _id, ...rest } = entry;
        this.#asked.push({ version, ...rest });
        break;
      }
      case "cleared": {
        this.#cleared = { participant: entry.participant, time: entry.time };
        this.#asked = [];
        // what still runs goes on under it
        for (const [number, { ended }] of this.#runs) if (ended) this.#runs.delete(number);
        for (const [number, one] of this.#runs) this.#runs.set(number, { ...one, parts: [] });
        break;
      }
      case "ended":
        if (run) this.#runs.set(run.run, { ...run, ended: entry });
        break;
      case "output":
      case "input":
      case "cut":
        run?.parts.push(entry);
        if (run) this.#runs.set(run.run, { ...run });
        break;
      case undefined:
    }
  }
}

const runOf = (entry: ShownEntry | null): number | undefined =>
  entry !== null && "run" in entry ? entry.run : undefined;
