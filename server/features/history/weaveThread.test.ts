// The thread in which logs are woven: what it answers, what it reads again, and that it gives way.
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { ChangeSet, Text } from "@codemirror/state";
import type { Note } from "#weave/noted.ts";
import { stretchesIn } from "#weave/sentBlame.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { UpdateJSON } from "../../protocol/updates.ts";
import { File } from "../../test/weave/file.ts";
import { wishes } from "../../test/weave/history.ts";
import type { BlameAnswer } from "./messages.ts";
import { packedLog } from "./test/packedLog.ts";
import { TooMuch, WeaveThread } from "./weaveThread.ts";

const MIB = 1024 * 1024;
const threads: WeaveThread[] = [];
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.end())));

function start(mostBytes = 1_000_000, bounds = { cpuMs: 60_000, clockMs: 60_000, bytes: 256 * MIB }): WeaveThread {
  const thread = new WeaveThread(bounds);
  thread.mostBytes = mostBytes;
  threads.push(thread);
  return thread;
}

/** A log of which each update, made each 10 ms, puts the next letter before all others; `read` are the versions from which it was read. */
function letters(count: number, first = "a".charCodeAt(0)) {
  const updates = Array.from({ length: count }, (_, index): UpdateJSON => {
    const letter = String.fromCharCode(first + index);
    return [1, index + 1, 10 * (index + 1), index === 0 ? [[0, letter]] : [[0, letter], index]];
  });
  const read: number[] = [];
  return { read, log: (from: number) => packedLog(updates, from, read) };
}

describe("the thread of weaves", () => {
  it("[I16] refuses who waits for a text of a log that is gone for good, or of a room that goes, and answers others on", async () => {
    for (const [end, code] of [
      [(thread: WeaveThread) => thread.forget("a", new Refusal("unknown_file")), "unknown_file"],
      [(thread: WeaveThread) => void thread.end(), "room_reset"],
    ] as const) {
      const thread = start();
      const { log } = letters(10);
      const asked = thread.text("a", { version: 10 }, async function* (from) {
        for await (const block of log(from)) {
          yield block;
          end(thread);
        }
      });
      await expect(asked).rejects.toMatchObject({ code });
      expect(await thread.text("b", { version: 2 }, log)).toBe("ba");
    }
  });

  it("[I7] gives a text at a version and at a moment, and says of one that there is not that it is ahead", async () => {
    const thread = start();
    const { log } = letters(10);
    const at = (version: number) => thread.text("a", { version }, log);
    expect([await at(0), await at(3), await at(10), await at(1)]).toEqual(["", "cba", "jihgfedcba", "a"]);
    await expect(at(11)).rejects.toMatchObject({ code: "version_ahead" });
    // of a log that is not woven yet, and of one that is
    expect(await thread.text("b", { time: 65, walls: [] }, letters(10).log)).toBe("fedcba");
    const until = (time: number) => thread.text("a", { time, walls: [] }, log);
    expect([await until(0), await until(39), await until(40), await until(1_000)]).toEqual([
      "",
      "cba",
      "dcba",
      "jihgfedcba",
    ]);
  });

  it("[I34] weaves no further once nobody waits for it, and goes on from there when it is asked about again", async () => {
    const thread = start();
    const { read, log } = letters(12);
    const dropped = new AbortController();
    let pieces = 0;
    const asked = thread.text(
      "a",
      { version: 12 },
      async function* (from) {
        for await (const block of log(from)) {
          if (++pieces === 2) dropped.abort(new Error("dropped"));
          yield block;
        }
      },
      dropped.signal,
    );
    await expect(asked).rejects.toThrow("dropped");
    expect(pieces).toBe(2);
    expect(await thread.text("a", { version: 12 }, log)).toBe("lkjihgfedcba");
    expect(read).toEqual([0, 4]);
  });

  it("[I34] keeps of what is woven no further what it may keep", async () => {
    const thread = start(0);
    const { read, log } = letters(12);
    const broken = thread.text("a", { version: 12 }, async function* (from) {
      for await (const block of log(from)) {
        yield block;
        throw new Error("the store is away");
      }
    });
    await expect(broken).rejects.toThrow("the store is away");
    expect(await thread.text("a", { version: 2 }, log)).toBe("ba");
    expect(read).toEqual([0, 0]);
  });

  it("[I9] reads of a log what it has not woven, and nothing twice while that is kept", async () => {
    const thread = start();
    const [one, other] = [letters(10), letters(10, "A".charCodeAt(0))];
    expect(await thread.text("a", { version: 2 }, one.log)).toBe("ba");
    expect(await thread.text("a", { version: 1 }, one.log)).toBe("a");
    expect(await thread.text("a", { version: 6 }, one.log)).toBe("fedcba");
    expect(one.read).toEqual([0, 4]);
    expect(await thread.text("b", { version: 2 }, other.log)).toBe("BA");
    expect(await thread.text("a", { version: 2 }, one.log)).toBe("ba");
    await thread.blame("a", 6, [], one.log);
    expect(await thread.text("a", { version: 9 }, one.log)).toBe("ihgfedcba");
    expect([one.read, other.read]).toEqual([[0, 4, 8], [0]]);
  });

  it("[I9] keeps what was asked about last, as much as it may", async () => {
    // each takes some 10 kB
    const thread = start(25_000);
    const logs = new Map(["a", "b", "c"].map((name) => [name, letters(10)]));
    const ask = (name: string) => thread.text(name, { version: 2 }, logs.get(name)!.log);
    const reads = () => [...logs.values()].map(({ read }) => read.length);
    for (const name of ["a", "b", "a", "c"]) await ask(name);
    expect(reads()).toEqual([1, 1, 1]);
    await ask("a");
    expect(reads()).toEqual([1, 1, 1]);
    await ask("b");
    expect(reads()).toEqual([1, 2, 1]);
  });

  it("[I16] keeps nothing of a log that is gone for good, and what it has of others", async () => {
    const thread = start();
    const [gone, other] = [letters(10), letters(10)];
    await thread.text("room 1 ", { version: 2 }, gone.log);
    await thread.text("other 1 ", { version: 2 }, other.log);
    thread.forget("room ", new Refusal("unknown_file"));
    await thread.text("room 1 ", { version: 2 }, gone.log);
    await thread.text("other 1 ", { version: 2 }, other.log);
    expect([gone.read, other.read]).toEqual([[0, 0], [0]]);
  });

  it("[I9] keeps nothing that takes more than it may, and nothing once it has ended", async () => {
    const { read, log } = letters(10);
    const bounded = start(1_000);
    for (let times = 0; times < 2; times++) await bounded.text("a", { version: 2 }, log);
    expect(read).toEqual([0, 0]);
    const free = start();
    for (let times = 0; times < 2; times++) await free.text("a", { version: 2 }, log);
    await free.end();
    await free.text("a", { version: 2 }, log);
    expect(read).toEqual([0, 0, 0, 0]);
  });

  it("[I9] fails with what reading fails with, or a log that does not fit, and answers the next one", async () => {
    const thread = start();
    const { log } = letters(10);
    const torn = async function* (from: number) {
      for await (const piece of log(from)) {
        yield piece;
        throw new Error("torn");
      }
    };
    await expect(thread.text("a", { version: 9 }, torn)).rejects.toThrow("torn");
    expect(await thread.text("a", { version: 9 }, log)).toBe("ihgfedcba");
    const misfit = (from: number) => packedLog([[1, 1, 1, [5]]], from);
    await expect(thread.text("b", { version: 1 }, misfit)).rejects.toThrow("does not fit");
    expect(await thread.text("a", { version: 9 }, log)).toBe("ihgfedcba");
  });

  it("[I33] gives up what the thread runs too long for, and does not try that again for ten minutes; others are answered", async () => {
    const bounds = { cpuMs: 0, clockMs: 60_000, bytes: 256 * MIB };
    const thread = start(undefined, bounds);
    const gaveUp: string[] = [];
    thread.gaveUp = (of) => gaveUp.push(of);
    const { read, log } = letters(10);
    await expect(thread.blame("a", 9, [], log)).rejects.toMatchObject({ of: "time" });
    expect(thread.ranMs).toBeGreaterThan(0);
    read.length = 0;
    bounds.cpuMs = 30_000;
    const now = Date.now();
    const date = jest.spyOn(Date, "now").mockReturnValue(now + 599_000);
    await expect(thread.blame("a", 9, [], log)).rejects.toBeInstanceOf(TooMuch);
    expect([read, gaveUp]).toEqual([[], ["time"]]);
    expect(await thread.text("a", { version: 2 }, log)).toBe("ba");
    date.mockReturnValue(now + 660_000);
    await thread.blame("a", 9, [], log);
    date.mockRestore();
  });

  it("[I33] gives up what only others keep from being done, and tries that again after 30 s", async () => {
    const bounds = { cpuMs: 60_000, clockMs: 0, bytes: 256 * MIB };
    const thread = start(undefined, bounds);
    const { log } = letters(10);
    // no thread begins within no time
    await expect(thread.blame("a", 9, [], log)).rejects.toMatchObject({ of: "clock", againMs: 30_000 });
    bounds.clockMs = 60_000;
    const now = Date.now();
    const date = jest.spyOn(Date, "now").mockReturnValue(now + 20_000);
    await expect(thread.blame("a", 9, [], log)).rejects.toBeInstanceOf(TooMuch);
    date.mockReturnValue(now + 40_000);
    await thread.blame("a", 9, [], log);
    date.mockRestore();
  });

  it("[I33] tries what is given up again and again half as often each time, until that is ten minutes or there was an answer", async () => {
    const bounds = { cpuMs: 60_000, clockMs: 0, bytes: 256 * MIB };
    const thread = start(undefined, bounds);
    const { log } = letters(10);
    let now = Date.now();
    const date = jest.spyOn(Date, "now").mockImplementation(() => now);
    const givenUp = async () => {
      const why = (await thread.blame("a", 9, [], log).catch((error: unknown) => error)) as TooMuch;
      now += why.againMs;
      return why.againMs / 1_000;
    };
    const times = [];
    for (let time = 0; time < 7; time++) times.push(await givenUp());
    expect(times).toEqual([30, 60, 120, 240, 480, 600, 600]);
    // what nobody has asked about since
    now += 600_000;
    expect([await givenUp(), await givenUp()]).toEqual([30, 60]);
    bounds.clockMs = 60_000;
    await thread.blame("a", 9, [], log);
    bounds.clockMs = 0;
    await thread.end();
    expect(await givenUp()).toBe(30);
    date.mockRestore();
  });

  it("[I33] gives up what takes too much memory, in its arrays or beside them, and answers the next one", async () => {
    const { log } = letters(10);
    const arrays = start(0, { cpuMs: 60_000, clockMs: 60_000, bytes: 16_000_000 });
    const large = (units: number) => (from: number) =>
      packedLog(
        [
          [1, 1, 1, [[0, "x".repeat(units)]]],
          [1, 2, 2, [units, [0, "y"]]],
        ],
        from,
      );
    expect((await arrays.text("a", { version: 2 }, large(900_000))).length).toBe(900_001);
    const undone: Note = { client: 1, firstSeq: 3, lastSeq: 3, base: 2, undone: { from: 0, to: 2 } };
    const more = arrays.text("b", { version: 2 }, large(2_500_000)).then((text) => text.length);
    await expect(more).rejects.toBeInstanceOf(TooMuch);
    await arrays.blame("c", 2, [], large(900_000));
    await expect(arrays.blame("c", 2, [undone], large(900_000))).rejects.toBeInstanceOf(TooMuch);
    expect(await arrays.text("d", { version: 2 }, log)).toBe("ba");
    // less than beginning takes
    const bounds = { cpuMs: 60_000, clockMs: 60_000, bytes: 4 * MIB };
    const heap = start(0, bounds);
    await expect(heap.text("a", { version: 2 }, log)).rejects.toBeInstanceOf(TooMuch);
    bounds.bytes = 256 * MIB;
    expect(await heap.text("b", { version: 2 }, log)).toBe("ba");
  });

  it("[I9] runs with the lowest priority there is", async () => {
    const niceOf = (id: string): number =>
      Number(
        readFileSync(`/proc/self/task/${id}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ")[16],
      );
    const before = new Map(readdirSync("/proc/self/task").map((id) => [id, niceOf(id)]));
    await start().text("a", { version: 1 }, letters(1).log);
    const after = readdirSync("/proc/self/task").map((id) => [id, niceOf(id)] as const);
    for (const [id, nice] of after) if (before.has(id)) expect([id, nice]).toEqual([id, before.get(id)]);
    expect(after.filter(([id]) => !before.has(id)).map(([, nice]) => nice)).toContain(19);
  });

  it("[I32] says whose a text is as a slow list of single units does, by what people said of their updates", async () => {
    const thread = start();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(wishes(20), wishes(6), fc.nat(), fc.nat(), async (history, later, restored, nat) => {
        const file = new File("", 8);
        const notes: Note[] = [];
        /** Has a person say what they did, in one update. */
        const said = (author: number, did: object, act: () => void): void => {
          const base = file.weave.head;
          const seq = file.authors.filter((one) => one === author).length + 1;
          act();
          if (file.weave.head > base)
            notes.push({ client: author, firstSeq: seq, lastSeq: seq, base, ...did } as unknown as Note);
        };
        for (const wish of history) file.type(wish);
        const version = restored % (file.weave.head + 1);
        said(1, { restored: version }, () => file.restore(version, 1));
        for (const wish of later) file.type(wish);
        const undone = { clients: [2], from: 0, to: file.weave.head };
        said(3, { undone }, () => file.undo(file.by(2), 3));
        const seqs = new Map<number, number>();
        // so far apart that each is a stretch of its own
        const stampOf = (one: number) => ({ client: file.authors[one - 1]!, time: one * 1_000_000 });
        const updates = file.changes.map((change, index): UpdateJSON => {
          const { client, time } = stampOf(index + 1);
          const seq = (seqs.get(client) ?? 0) + 1;
          seqs.set(client, seq);
          return [client, seq, time, change];
        });
        const at = nat % (file.weave.head + 1);
        const log = `${run++}`;
        // what was woven before anything was said of it is woven anew
        await thread.text(log, { version: at }, (from) => packedLog(updates, from));
        const zipped = await thread.blame(log, at, notes, (from) => packedLog(updates, from));
        const answer = JSON.parse(gunzipSync(zipped).toString()) as BlameAnswer;
        expect(answer).toMatchObject({ version: at, notes: notes.length });
        const origins = stretchesIn(answer).flatMap(({ length, origin }) => Array<typeof origin>(length).fill(origin));
        expect(origins).toEqual(
          file.slow.blame(at).map(({ put, written }) => ({ put: stampOf(put), written: stampOf(written) })),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("[I7] gives what the changes make, whatever they are", async () => {
    const thread = start();
    let run = 0;
    const edit = fc.tuple(
      fc.nat(),
      fc.nat(5),
      fc.string({ unit: fc.constantFrom("a", "\n", "\ud83d", "é"), maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 20 }), fc.nat(), async (edits, nat) => {
        let text = Text.of([""]);
        const texts = [""];
        const updates = edits.map(([place, most, insert], index): UpdateJSON => {
          const from = place % (text.length + 1);
          const change = ChangeSet.of({ from, to: Math.min(text.length, from + most), insert }, text.length);
          text = change.apply(text);
          texts.push(text.toString());
          return [1, index + 1, index, change.toJSON() as UpdateJSON[3]];
        });
        const version = nat % texts.length;
        expect(await thread.text(`${run++}`, { version }, (from) => packedLog(updates, from))).toBe(texts[version]);
      }),
      { numRuns: 100 },
    );
  });
});
