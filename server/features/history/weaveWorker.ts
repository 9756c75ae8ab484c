// Weaves the logs that are told piece by piece, and says texts of them and whose these are, in a thread of its own that gives way to all others. Knows no room
// and no store.
import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { gzipSync, inflateRawSync } from "node:zlib";
import { unpacked } from "#protocol/packedEntries.ts";
import { readUpdates } from "#protocol/updates.ts";
import { blameOf } from "#weave/blame.ts";
import type { Note } from "#weave/noted.ts";
import { NotedWeave } from "#weave/notedWeave.ts";
import { sentBlameOf } from "#weave/sentBlame.ts";
import { stretchesOf } from "#weave/stretches.ts";
import { TimeLine, versionThen } from "#weave/timeLine.ts";
import type { BlameAnswer } from "./messages.ts";

/**
 * At a version, or at a moment in ms since 1970, as whoever looks at the past has it: what was typed offline is spread over the time before it, not beyond
 * the `walls`, at which it was noted what there was; ascending.
 */
export type AskedText = { readonly version: number } | { readonly time: number; readonly walls: readonly number[] };

/** An old text, or whose the text is at a version, by all that people have said of its updates. */
export type Asked = { readonly text: AskedText } | { readonly blame: number; readonly notes: readonly Note[] };

export type WeaveMessage =
  /** From now on it is about this log. */
  | { readonly type: "ask"; readonly log: string; readonly asked: Asked; readonly bounds: Bounds }
  /** More of the log, from version `from` on, which is woven; packed as PackedCommit is. */
  | { readonly type: "block"; readonly from: number; readonly packed: Uint8Array }
  /** There is no more. */
  | { readonly type: "end" }
  /** What was asked is answered no more. It has no answer. */
  | { readonly type: "stop" }
  /** Nothing is kept of logs whose names begin so. It has no answer. */
  | { readonly type: "forget"; readonly start: string };

/** Of memory, in bytes: what is kept that was woven, those asked about last, and what one log takes while it is woven, in arrays, which no bound of a heap counts. */
interface Bounds {
  readonly kept: number;
  readonly atWork: number;
}

/** What each other message is answered with: a text, BlameAnswer in JSON and gzipped, up to which version the log is woven, or that this takes more than it may. */
export type WeaveAnswer =
  { readonly answer: string | Uint8Array } | { readonly woven: number } | { readonly isTooMuch: true };

/** While edits are taken back there are three times as many bytes in arrays beside those of the weave. */
const TAKING_BACK = 4;

class Woven {
  readonly #timeLine = new TimeLine();
  readonly #noted: NotedWeave;

  constructor(notes: readonly Note[]) {
    this.#noted = new NotedWeave(notes, (version) => this.#timeLine.authorOf(version));
  }

  get head(): number {
    return this.#noted.weave.head;
  }

  /** Of memory, about: what is not counted is as much as half of what is. */
  get bytes(): number {
    const { pool, deleted, born } = this.#noted.weave;
    const { authors, times } = this.#timeLine;
    const columns = [pool, deleted, born, authors, times];
    return columns.reduce((sum, { values }) => sum + values.byteLength, 0) * 1.5;
  }

  /** Whether it stays as it is by these notes; texts are the same by any. */
  hears(asked: Asked): boolean {
    return "text" in asked || this.#noted.hears(asked.notes);
  }

  get #bytesAtWork(): number {
    return this.bytes * (this.#noted.noted.takesBack ? TAKING_BACK : 1);
  }

  /** False: it takes more than `mostBytes`, and is not woven on. */
  append(from: number, packed: Uint8Array, mostBytes: number): boolean {
    const text = unpacked(packed[0]!, inflateRawSync(packed.subarray(1)), (bytes) => Buffer.from(bytes).toString());
    for (const update of readUpdates(text).slice(this.head - from)) {
      if (this.#bytesAtWork > mostBytes) return false;
      const [client, , time] = update;
      this.#noted.append(update);
      this.#timeLine.append(client, time);
    }
    return true;
  }

  /** Undefined where the log has to go on for it. */
  answer(asked: Asked, isAll: boolean): string | Uint8Array | undefined {
    return "text" in asked ? this.#textAt(asked.text, isAll) : this.#blameAt(asked.blame);
  }

  #textAt(asked: AskedText, isAll: boolean): string | undefined {
    const { weave } = this.#noted;
    if ("version" in asked) return asked.version <= this.head ? weave.textAt(asked.version) : undefined;
    const version = versionThen(this.#timeLine, asked, isAll);
    return version === undefined ? undefined : weave.textAt(version);
  }

  #blameAt(version: number): Uint8Array | undefined {
    if (version > this.head) return undefined;
    const { weave, noted } = this.#noted;
    const stretches = stretchesOf(blameOf(weave, version), (one) => ({
      client: this.#timeLine.authorOf(one),
      time: this.#timeLine.timeOf(one),
    }));
    const answer: BlameAnswer = { version, notes: noted.count, ...sentBlameOf(stretches) };
    return gzipSync(JSON.stringify(answer));
  }
}

/** The lowest of Linux, where a thread has one of its own; elsewhere it has that of the server. Tells its number to who began it. */
function giveWay(): void {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    (workerData as Int32Array)[0] = thread;
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // Without it old texts still keep nobody from their turn.
  }
}

if (!parentPort) throw new Error("invariant: it runs in a thread of its own");
giveWay();
/** by log, those asked about longest ago first */
const kept = new Map<string, Woven>();
let asking: Omit<Extract<WeaveMessage, { type: "ask" }>, "type"> | undefined;

/** It is the one asked about last. */
function wovenOf(log: string, asked: Asked): Woven {
  const before = kept.get(log);
  // something was said of updates that are woven
  const woven = before?.hears(asked) ? before : new Woven("text" in asked ? [] : asked.notes);
  kept.delete(log);
  kept.set(log, woven);
  return woven;
}

function keepWithin(mostBytes: number): void {
  let bytes = [...kept.values()].reduce((sum, woven) => sum + woven.bytes, 0);
  for (const [log, woven] of kept) {
    if (bytes <= mostBytes) break;
    bytes -= woven.bytes;
    kept.delete(log);
  }
}

parentPort.on("message", (message: WeaveMessage) => {
  if (message.type === "forget") {
    for (const log of kept.keys()) if (log.startsWith(message.start)) kept.delete(log);
    return;
  }
  if (message.type === "stop") return keepWithin(asking?.bounds.kept ?? 0);
  if (message.type === "ask") {
    asking = message;
    wovenOf(message.log, message.asked);
  }
  const woven = asking && kept.get(asking.log);
  if (!asking || !woven) throw new Error("invariant: a log is named first");
  const say = (answer: WeaveAnswer): void => parentPort!.postMessage(answer);
  const { kept: mostKept, atWork } = asking.bounds;
  if (message.type === "block" && !woven.append(message.from, message.packed, atWork)) return say({ isTooMuch: true });
  const isAll = message.type === "end";
  const answer = woven.answer(asking.asked, isAll);
  if (isAll || answer !== undefined) keepWithin(mostKept);
  say(answer === undefined ? { woven: woven.head } : { answer });
});
