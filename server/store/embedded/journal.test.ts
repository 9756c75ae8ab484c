// The journal by itself: what a kill, a torn write and a turn of the files leave behind.
import { write } from "node:fs";
import { mkdtemp, open as openFile, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Journal, LARGEST_RECORD_BYTES, readJournal } from "./journal.ts";

const PART_BYTES = 200_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "journal-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** As after a kill: what is in the files. */
const left = async (after = 0): Promise<[number, string][]> =>
  (await readJournal(folder, after)).map(({ sequence, text }) => [sequence, text]);

async function damage(name: string, position: number, bytes: Buffer): Promise<void> {
  const file = await openFile(join(folder, name), "r+");
  await file.write(bytes, 0, bytes.length, position);
  await file.close();
}

describe("the journal", () => {
  it("[S27] a kill leaves all that was kept, in order", async () => {
    expect(await left()).toEqual([]);
    const journal = await Journal.create(folder, 0);
    expect(await left()).toEqual([]);
    for (const text of ["one", "", "three 😀"]) await journal.append(text);
    expect(await left()).toEqual([
      [1, "one"],
      [2, ""],
      [3, "three 😀"],
    ]);
    expect(await left(2)).toEqual([[3, "three 😀"]]);
    await journal.close();
  });

  it("[S27] a record that is torn at any byte is not there, and those before it are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(15 + 5), async (byte) => {
        const journal = await Journal.create(folder, 0);
        await journal.append("whole");
        await journal.append("torn!");
        await damage("journal-0", 16 + 5 + byte, Buffer.of(0xa5));
        expect(await left()).toEqual([[1, "whole"]]);
        await journal.close();
      }),
      { numRuns: 21 },
    );
  });

  it("[S27] the files take turns, and one is not written again before its records were released", async () => {
    const journal = await Journal.create(folder, 0);
    const text = "x".repeat(LARGEST_RECORD_BYTES - 100);
    for (let record = 0; record < 8; record++) await journal.append(text);
    let isKept = false;
    const ninth = journal.append("ninth".repeat(100)).then(() => (isKept = true));
    expect((await left()).length).toBe(8);
    expect(isKept).toBe(false);
    journal.release(3);
    journal.release(4);
    await ninth;
    expect((await left(4)).map(([sequence, { length }]) => [sequence, length])).toEqual([
      ...[5, 6, 7, 8].map((sequence) => [sequence, text.length]),
      [9, 500],
    ]);
    await journal.close();
  });

  it("[S27] one that is made anew holds nothing of the last, and goes on counting", async () => {
    const journal = await Journal.create(folder, 0);
    for (const text of ["a", "b", "c"]) await journal.append(text);
    const next = await Journal.create(folder, 3);
    expect(await left()).toEqual([]);
    await next.append("d");
    expect(await left(3)).toEqual([[4, "d"]]);
    await journal.close();
    await next.close();
  });

  it("[S27] a write that fails, wherever it stops, leaves no record and harms none", async () => {
    // Long ones, so that the files take turns; the number says how many bytes of the record get to the disk.
    const step = fc.record({ length: fc.nat(LARGEST_RECORD_BYTES - 100), failsAfter: fc.option(fc.nat(600_000)) });
    const whole = { length: LARGEST_RECORD_BYTES, failsAfter: null };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let failsAfter: number | null = null;
        const journal = await Journal.create(folder, 0, (fd, buffer, offset, length, position, done) => {
          // A disk may take a part at a time.
          if (failsAfter === null) return write(fd, buffer, offset, Math.min(length, PART_BYTES), position, done);
          const broken = (): void => done(new Error("the disk is broken"), 0);
          write(fd, buffer, offset, Math.min(length, failsAfter), position, broken);
        });
        const kept: [number, number][] = [];
        for (const { length, failsAfter: fails } of steps) {
          failsAfter = fails;
          const text = "x".repeat(length);
          if (fails !== null) await expect(journal.append(text)).rejects.toThrow("broken");
          else kept.push([(await journal.append(text)).sequence, length]);
          if (kept.length > 2) journal.release(kept.at(-3)![0]);
        }
        const after = kept.at(-3)?.[0] ?? 0;
        // What failed as the last thing may be there: nobody was told anything else.
        const there = (await left(after)).map(([sequence, { length }]) => [sequence, length]);
        expect(there.slice(0, kept.slice(-2).length)).toEqual(kept.slice(-2));
        expect(there.length).toBeLessThanOrEqual(
          kept.slice(-2).length + (steps.some(({ failsAfter: fails }) => fails !== null) ? 1 : 0),
        );
        await journal.close();
      }),
      {
        numRuns: 40,
        // Written whole before it failed, and the next goes to the other file.
        examples: [[[whole, whole, whole, { length: LARGEST_RECORD_BYTES - 100, failsAfter: 600_000 }, whole]]],
      },
    );
  });

  it("[S56] erased, its files hold nothing, and what comes then is found, in whichever file it stood", async () => {
    const journal = await Journal.create(folder, 0);
    const text = "x".repeat(LARGEST_RECORD_BYTES - 100);
    let sequence = 0;
    for (const records of [1, 3, 4, 6, 9]) {
      for (let record = 0; record < records; record++) {
        await expect(journal.append(text)).resolves.toMatchObject({ sequence: ++sequence });
        if (record < records - 1) journal.release(sequence);
      }
      await expect(journal.erase()).rejects.toThrow("invariant");
      journal.release(sequence);
      await journal.erase();
      for (const name of ["journal-0", "journal-1"])
        expect((await readFile(join(folder, name))).every((byte) => byte === 0)).toBe(true);
      await journal.append("after");
      expect(await left(sequence)).toEqual([[sequence + 1, "after"]]);
      journal.release(++sequence);
    }
    await journal.close();
  });

  it("[S56] erased, it is overwritten as far as it was written since it was the last time, and when it is closed", async () => {
    const journal = await Journal.create(folder, 0);
    const path = join(folder, "journal-0");
    const bytes = async (): Promise<Uint8Array> => (await readFile(path)).filter((byte) => byte !== 0);
    const record = async (text: string): Promise<void> => journal.release((await journal.append(text)).sequence);
    await record("x".repeat(300_000));
    await damage("journal-0", 300_016, Buffer.of(7));
    await journal.erase();
    expect([...(await bytes())]).toEqual([7]);
    await damage("journal-0", 0, Buffer.of(8));
    await journal.erase();
    expect([...(await bytes())]).toEqual([8, 7]);
    await record("secret");
    const file = await openFile(path);
    try {
      await journal.close();
      expect(await readdir(folder)).toEqual([]);
      expect(Array.from(await file.readFile()).filter((byte) => byte !== 0)).toEqual([7]);
    } finally {
      await file.close();
    }
  });

  it("[S27] leaves no file behind when everything was released, and all files otherwise", async () => {
    const journal = await Journal.create(folder, 0);
    await journal.append("a");
    await journal.close();
    expect(await readdir(folder)).toEqual(["journal-0", "journal-1"]);
    const next = await Journal.create(folder, 1);
    next.release((await next.append("b")).sequence);
    await next.close();
    expect(await readdir(folder)).toEqual([]);
  });
});
