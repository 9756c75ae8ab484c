// When a stream is packed and when it waits, by a clock that is moved by hand.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { commitOf } from "../samples.ts";
import { Compaction } from "./compaction.ts";
import { Database, type Write } from "./database.ts";
import { readCommit, readSegment, writeCommit } from "./records.ts";

const STREAM = { roomId: "a", file: 1 };

describe("Compaction", () => {
  let path: string;
  let database: Database;
  let compaction: Compaction;
  let now: number;
  let version: number;

  beforeEach(async () => {
    now = 1_000;
    version = 0;
    jest.spyOn(performance, "now").mockImplementation(() => now);
    path = await mkdtemp(join(tmpdir(), "compaction-"));
    database = await Database.open(path);
    compaction = new Compaction(database);
    await write([[database.times, STREAM.roomId, "Infinity"]]);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await database.close();
    await rm(path, { recursive: true });
  });

  const write = (writes: readonly Write[]): Promise<void> => database.write(() => ({ writes, result: undefined }));

  /** So many entries come, a hundred a commit, and then a snapshot. */
  async function grow(entries: number): Promise<void> {
    const commits = Array.from({ length: entries / 100 }, (_, index) => commitOf(STREAM, version + index * 100, 100));
    await write(commits.map((one): Write => [database.commits, ["a", 1, one.from], writeCommit(one)]));
    version += entries;
    compaction.grown(STREAM, version);
  }

  /** How many entries each segment has, and how many are in none; all together they are what came. */
  function packed(): { segments: number[]; loose: number } {
    const segments = [...database.segments.getRange({})].map(({ key, value }) => readSegment(key, value));
    const loose = [...database.commits.getRange({})].map(({ key, value }) => readCommit(key, value));
    const all = [...segments, ...loose].flatMap(({ entries }) => JSON.parse(entries) as unknown[]);
    expect(all).toEqual(JSON.parse(commitOf(STREAM, 0, version).entries));
    return { segments: segments.map(({ count }) => count), loose: loose.reduce((sum, { count }) => sum + count, 0) };
  }

  it("[S49] packs what fills a segment at once, and the rest once it has waited for half a minute", async () => {
    await grow(1_000);
    await compaction.run();
    expect(packed()).toEqual({ segments: [], loose: 1_000 });
    await grow(1_500);
    await compaction.run();
    expect(packed()).toEqual({ segments: [2_000], loose: 500 });
    now += 29_999;
    await compaction.run();
    expect(packed()).toEqual({ segments: [2_000], loose: 500 });
    expect(compaction.isWanted).toBe(true);
    now += 1;
    await compaction.run();
    expect(packed()).toEqual({ segments: [2_000, 500], loose: 0 });
    expect(compaction.isWanted).toBe(false);
    await grow(1_700);
    await compaction.run();
    expect(packed()).toEqual({ segments: [2_000, 500], loose: 1_700 });
    await grow(800);
    await compaction.run();
    expect(packed()).toEqual({ segments: [2_000, 2_000], loose: 1_000 });
  });

  it("[S54] does not pack what is still to be removed of a deleted stream", async () => {
    await grow(2_500);
    const mark = ["a", 1, 0];
    await write([[database.doomedStreams, mark, ""]]);
    await compaction.run();
    expect(packed()).toEqual({ segments: [], loose: 2_500 });
    await write([[database.doomedStreams, mark]]);
    compaction.grown(STREAM, version);
    await compaction.run();
    expect(packed()).toEqual({ segments: [2_000], loose: 500 });
  });

  it("[S49] leaves nothing to wait when the store is closed, as far as there is time", async () => {
    await grow(300);
    compaction.endWithin(1_000);
    now += 1_000;
    await compaction.run();
    expect(packed()).toEqual({ segments: [], loose: 300 });
    compaction.grown(STREAM, version);
    compaction.endWithin(1_000);
    await compaction.run();
    expect(packed()).toEqual({ segments: [300], loose: 0 });
  });
});
