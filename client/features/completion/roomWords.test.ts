// What is known of the words of a room's files, and when files are read for it.
import { signal } from "@preact/signals";
import { Text } from "@codemirror/state";
import { describe, expect, it } from "@jest/globals";
import { Refused } from "../../sync/document.ts";
import type { Participation } from "../../sync/participation.ts";
import { RoomWords } from "./roomWords.ts";

/** A room with such texts by file; `open`: those that are open in this window. */
function roomOf(texts: Record<number, string>, open: readonly number[] = []) {
  const textOf = (file: number): Text => Text.of((texts[file] ?? "").split("\n"));
  const shown = new Map(open.map((file) => [file, textOf(file)]));
  const inFile = signal<ReadonlyMap<number, number>>(new Map());
  const read: number[] = [];
  const room = { isFull: false, entered: 0, inside: 0, now: 0, pauses: 0 };
  const enter = () => ({
    async enter() {
      room.entered += 1;
      if (room.isFull) throw new Refused("The room is full.");
      room.inside += 1;
    },
    open: (file: number) => ({
      async ready() {
        read.push(file);
        const doc = textOf(file);
        return { state: { doc }, length: doc.length, changed() {} };
      },
    }),
    leave: () => void (room.inside -= Number(!room.isFull)),
  });
  const words = new RoomWords({
    open: (file) => shown.get(file),
    enter: enter as unknown as () => Participation,
    inFile,
    now: () => room.now,
    pause: async () => void (room.pauses += 1),
  });
  return { room, words, read, texts, inFile };
}
const MINUTES = 60_000;

describe("the words of a room's files", () => {
  it("[Q20] are those of open files as they are, and of others once they are read, each once", async () => {
    const { words, room, read } = roomOf({ 1: "alpha delta x1 y", 2: "zeta delta", 3: "größe" }, [1]);
    expect([...words.of([1, 2, 3])]).toEqual(["alpha", "delta"]);
    expect(await words.read([1, 2, 3])).toBe(true);
    expect([...words.of([3, 1, 2])]).toEqual(["größe", "alpha", "delta", "zeta"]);
    expect(read).toEqual([2, 3]);
    expect(room).toMatchObject({ entered: 1, inside: 0 });
  });

  it("[Q20] are read over no connection where all files are open", async () => {
    const { words, room } = roomOf({ 1: "alpha", 2: "beta" }, [1, 2]);
    expect(await words.read([1, 2])).toBe(false);
    expect(room.entered).toBe(0);
  });

  it("[Q20] are read anew after five minutes, of files in which somebody has been and of new ones alone", async () => {
    const { words, room, read, texts, inFile } = roomOf({ 1: "alpha", 2: "beta" });
    await words.read([1, 2]);
    texts[2] = "beta gamma";
    inFile.value = new Map([[7, 2]]);
    inFile.value = new Map([[7, 3]]);
    room.now = 5 * MINUTES - 1;
    expect(await words.read([1, 2])).toBe(false);
    room.now = 5 * MINUTES;
    texts[4] = "delta";
    expect(await words.read([1, 2, 4])).toBe(true);
    expect(read).toEqual([1, 2, 2, 4]);
    expect([...words.of([1, 2, 4])]).toEqual(["alpha", "beta", "gamma", "delta"]);
    room.now = 10 * MINUTES;
    expect(await words.read([1, 2, 4])).toBe(false);
  });

  it("[Q20] of a file in which somebody is are read again", async () => {
    const { words, room, read, inFile } = roomOf({ 1: "alpha" });
    inFile.value = new Map([[7, 1]]);
    await words.read([1]);
    room.now = 5 * MINUTES;
    await words.read([1]);
    expect(read).toEqual([1, 1]);
  });

  it("[Q20] are not had where the room lets nobody else in, and asked for as rarely", async () => {
    const { words, room } = roomOf({ 1: "alpha" });
    room.isFull = true;
    await words.read([1]);
    expect([...words.of([1])]).toEqual([]);
    expect(await words.read([1])).toBe(false);
    room.isFull = false;
    room.now = 5 * MINUTES;
    await words.read([1]);
    expect([...words.of([1])]).toEqual(["alpha"]);
    expect(room).toMatchObject({ entered: 2, inside: 0 });
  });

  it("[Q20] are no more than may be, and looked for in short steps", async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `word${index}`).join("\n");
    const far = `${"    \n".repeat(50_000)}far`;
    const { words, room, read } = roomOf({ 1: many, 2: `other ${many}`, 3: far });
    await words.read([3]);
    expect([...words.of([3])]).toEqual([]);
    expect(room.pauses).toBeGreaterThan(5);
    room.now = 5 * MINUTES;
    await words.read([1, 2]);
    expect(words.of([1, 2]).size).toBe(2_000);
    const files = Array.from({ length: 300 }, (_, index) => index + 10);
    room.now = 10 * MINUTES;
    await words.read(files);
    expect(read).toHaveLength(103);
  });

  it("[Q20] of very long texts are read of so many as fit", async () => {
    const long = "x".repeat(900_000);
    const { words, read } = roomOf({ 1: long, 2: long, 3: long, 4: long });
    await words.read([1, 2, 3, 4]);
    expect(read).toEqual([1, 2, 3]);
  });
});
