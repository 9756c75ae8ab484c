// The thread in which old texts are put together: what it answers, what it reads again, and that it gives way.
import { afterEach, describe, expect, it } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { ChangeSet, Text } from "@codemirror/state";
import { type UpdateJSON, withJSON, writeUpdates } from "../../protocol/updates.ts";
import type { PackedCommit } from "../../rooms/roomStore.ts";
import { packedOf } from "../../store/packing.ts";
import { WeaveThread } from "./weaveThread.ts";

const threads: WeaveThread[] = [];
afterEach(() => Promise.all(threads.splice(0).map((thread) => thread.end())));

function start(mostBytes = 1_000_000): WeaveThread {
  const thread = new WeaveThread();
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
  return { read, log: (from: number) => pieces(updates, from, read) };
}

/** As a store gives them: pieces of four, from the one on that holds the version. */
async function* pieces(
  updates: readonly UpdateJSON[],
  from: number,
  read: number[] = [],
): AsyncGenerator<PackedCommit> {
  read.push(from);
  for (let at = from - (from % 4); at < updates.length; at += 4) {
    const { count, entries } = writeUpdates(updates.slice(at, at + 4).map(withJSON));
    yield await packedOf([{ from: at, count, entries }]);
  }
}

describe("the thread of old texts", () => {
  it("[I16] refuses who waits for a text of a log that is gone for good, or of a room that goes, and answers others on", async () => {
    for (const [end, code] of [
      [(thread: WeaveThread) => thread.forget("a"), "unknown_file"],
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
    expect(await thread.text("b", { time: 65 }, letters(10).log)).toBe("fedcba");
    const until = (time: number) => thread.text("a", { time }, log);
    expect([await until(0), await until(39), await until(40), await until(1_000)]).toEqual([
      "",
      "cba",
      "dcba",
      "jihgfedcba",
    ]);
  });

  it("[I9] reads of a log what it has not woven, and nothing twice while it stays with it", async () => {
    const thread = start();
    const [one, other] = [letters(10), letters(10, "A".charCodeAt(0))];
    expect(await thread.text("a", { version: 2 }, one.log)).toBe("ba");
    expect(await thread.text("a", { version: 1 }, one.log)).toBe("a");
    expect(await thread.text("a", { version: 6 }, one.log)).toBe("fedcba");
    expect(one.read).toEqual([0, 4]);
    expect(await thread.text("b", { version: 2 }, other.log)).toBe("BA");
    expect(await thread.text("a", { version: 2 }, one.log)).toBe("ba");
    expect(one.read).toEqual([0, 4, 0]);
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
    const misfit = (from: number) => pieces([[1, 1, 1, [5]]], from);
    await expect(thread.text("b", { version: 1 }, misfit)).rejects.toThrow("does not fit");
    expect(await thread.text("a", { version: 9 }, log)).toBe("ihgfedcba");
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
        expect(await thread.text(`${run++}`, { version }, (from) => pieces(updates, from))).toBe(texts[version]);
      }),
      { numRuns: 100 },
    );
  });
});
