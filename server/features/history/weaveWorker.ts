// Weaves the log that is told piece by piece, and says texts of it, in a thread of its own that gives way to all others. Knows no room and no store.
import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { inflateRawSync } from "node:zlib";
import { unpacked } from "#protocol/packedEntries.ts";
import { readUpdates } from "#protocol/updates.ts";
import { TimeLine, versionAt } from "#weave/timeLine.ts";
import { Weave } from "#weave/weave.ts";

/** At a version, or of all updates until a moment, in ms since 1970. */
export type AskedText = { readonly version: number } | { readonly time: number };

export type WeaveMessage =
  /** From now on it is about this log, which is woven anew where it is another than before, or took more than so many bytes when it had answered. */
  | { readonly type: "text"; readonly log: string; readonly asked: AskedText; readonly mostBytes: number }
  /** More of the log, from version `from` on, which is woven; packed as PackedCommit is. */
  | { readonly type: "block"; readonly from: number; readonly packed: Uint8Array }
  /** There is no more. */
  | { readonly type: "end" };

/** The answer to each message: the text, or up to which version the log is woven. */
export type WeaveAnswer = { readonly text: string } | { readonly woven: number };

class Woven {
  readonly log: string;
  readonly #weave = new Weave();
  readonly #timeLine = new TimeLine();

  constructor(log: string) {
    this.log = log;
  }

  get head(): number {
    return this.#weave.head;
  }

  /** Of memory, about: what is not counted is as much as half of what is. */
  get bytes(): number {
    const { pool, deleted, born } = this.#weave;
    const { authors, times } = this.#timeLine;
    const columns = [pool, deleted, born, authors, times];
    return columns.reduce((sum, { values }) => sum + values.byteLength, 0) * 1.5;
  }

  append(from: number, packed: Uint8Array): void {
    const text = unpacked(packed[0]!, inflateRawSync(packed.subarray(1)), (bytes) => Buffer.from(bytes).toString());
    for (const [client, , time, change] of readUpdates(text).slice(this.head - from)) {
      this.#weave.append(change);
      this.#timeLine.append(client, time);
    }
  }

  /** Undefined where the log has to go on for it. */
  textAt(asked: AskedText, isAll: boolean): string | undefined {
    if ("version" in asked) return asked.version <= this.head ? this.#weave.textAt(asked.version) : undefined;
    const version = versionAt(this.#timeLine.times.values.subarray(0, this.head), asked.time);
    return version < this.head || isAll ? this.#weave.textAt(version) : undefined;
  }
}

/** The lowest of Linux, where a thread has one of its own; elsewhere it has that of the server. */
function giveWay(): void {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // Without it old texts still keep nobody from their turn.
  }
}

if (!parentPort) throw new Error("invariant: it runs in a thread of its own");
giveWay();
let woven: Woven | undefined;
let asked: AskedText = { version: 0 };
let mostBytes = 0;
parentPort.on("message", (message: WeaveMessage) => {
  if (message.type === "text") {
    ({ asked, mostBytes } = message);
    if (woven?.log !== message.log) woven = new Woven(message.log);
  }
  if (!woven) throw new Error("invariant: a log is named first");
  if (message.type === "block") woven.append(message.from, message.packed);
  const text = woven.textAt(asked, message.type === "end");
  const answer: WeaveAnswer = text === undefined ? { woven: woven.head } : { text };
  if (text !== undefined && woven.bytes > mostBytes) woven = undefined;
  parentPort!.postMessage(answer);
});
