// Which runs a room keeps, and how much of each, as its log is read again. Knows no room.
import { describe, expect, it } from "@jest/globals";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import { EDGE_BYTES, KEPT_ITEMS, KeptRuns, WHOLE_BYTES, WHOLE_MS } from "./keptRuns.ts";
import type { ShownEntry } from "./messages.ts";

const BY = { participant: 1, time: 1_000 };

class Log {
  readonly kept = new KeptRuns();
  readonly entries: ShownEntry[] = [];

  add(entry: ShownEntry): number {
    this.kept.apply(this.entries.push(entry) - 1, entry);
    return this.entries.length - 1;
  }

  /** A run of so many entries of 8 kB, ended at a time. */
  run(count: number, time = BY.time): number {
    const id = `id-${this.entries.length}`.padEnd(16, "-");
    const more = { language: "Python", file: 1, path: "main.py" };
    const run = this.add({ type: "started", id, ...BY, place: "server", ...more });
    for (let at = 0; at < count; at++)
      this.add({ type: "output", run, stream: "stdout", text: `${at}`.padEnd(8_192, "x") });
    this.add({ type: "ended", run, time, outcome: "ok" });
    return run;
  }

  get shown(): (ShownEntry | null)[] {
    return this.entries.map((entry, version) => this.kept.shown(version, entry));
  }

  /** The same log as it is when it was written anew and is read again. */
  rewritten(): Log {
    const log = new Log();
    for (const entry of this.shown)
      if (entry) log.add(entry);
      else log.entries.push(null as unknown as ShownEntry);
    return log;
  }
}

describe("what is kept", () => {
  it("[M20] is whole for an hour, then the first and last 32 kB with a mark, and the same when it is read again", () => {
    const log = new Log();
    const run = log.run(20);
    log.kept.tidy(BY.time + WHOLE_MS - 1);
    expect(log.shown).toEqual(log.entries);
    expect(log.kept.tidyIn(BY.time)).toBe(WHOLE_MS);
    log.kept.tidy(BY.time + WHOLE_MS);
    const left = log.shown.filter((entry) => entry !== null);
    expect(left.map(({ type }) => type)).toEqual([
      "started",
      ...Array.from({ length: 4 }, () => "output"),
      "cut",
      ...Array.from({ length: 4 }, () => "output"),
      "ended",
    ]);
    expect(left[5]).toEqual({ type: "cut", run, bytes: 12 * 8_192 });
    expect(log.kept.hiddenBytes).toBe(12 * 8_192);
    const again = log.rewritten();
    again.kept.tidy(BY.time + 2 * WHOLE_MS);
    expect(again.shown).toEqual(log.shown);
    expect(again.kept.hiddenBytes).toBe(0);
    expect(4 * 8_192).toBe(EDGE_BYTES);
  });

  it("[M20] is cut by what its entries take, however little each says", () => {
    const log = new Log();
    const run = log.run(0);
    for (let at = 0; at < 2_000; at++) log.add({ type: "output", run, stream: "stdout", text: "x" });
    log.kept.tidy(BY.time + WHOLE_MS);
    expect(log.shown).toContainEqual({ type: "cut", run, bytes: 2_000 - 2 * 256 });
  });

  it("[M20] is 50 runs at most, the newest, and none that runs is dropped", () => {
    const log = new Log();
    const more = { language: "Python", file: 1, path: "main.py" };
    log.add({ type: "started", id: "still-running-now", ...BY, place: "server", ...more });
    const runs = Array.from({ length: KEPT_ITEMS }, () => log.run(1));
    log.kept.tidy(BY.time);
    expect(log.kept.start).toBe(0);
    expect(log.shown[runs[0]!]).toBeNull();
    expect(log.shown[runs[0]! + 1]).toBeNull();
    expect(log.shown[runs[1]!]).not.toBeNull();
    expect(log.rewritten().shown).toEqual(log.shown);
  });

  it("[M20] loses no run to those who ask", () => {
    const log = new Log();
    const run = log.run(1);
    for (let at = 0; at <= KEPT_ITEMS; at++)
      log.add({ type: "asked", id: `somebody-asks-${at}`, ...BY, file: 1, path: "main.py" });
    log.kept.tidy(BY.time);
    expect(log.shown[run]).toMatchObject({ type: "started" });
    expect(log.shown.filter((entry) => entry?.type === "asked")).toHaveLength(KEPT_ITEMS);
  });

  it("[M20] is whole within 8 MB alone: the oldest are cut", () => {
    const log = new Log();
    const runs = Array.from({ length: 9 }, () => log.run(128));
    log.kept.tidy(BY.time);
    const cut = log.shown.flatMap((entry) => (entry?.type === "cut" ? [entry.run] : []));
    // the edges of the first are still too much
    expect(cut).toEqual(runs.slice(0, 2));
    expect(WHOLE_BYTES).toBe(8 * 128 * 8_192);
  });

  it("[M93] after a file that it had was deleted for good is how much it printed, and the same when it is read again", () => {
    const purged = new PurgedFiles([{ file: 7, name: "", deleted: { ...BY, time: BY.time + 1 }, purged: true }]);
    for (const isCutBefore of [false, true]) {
      const log = new Log();
      const run = log.run(20);
      if (isCutBefore) log.kept.tidy(BY.time + WHOLE_MS);
      log.add({ ...(log.entries[run] as { type: "started" } & ShownEntry), time: BY.time + 2 });
      const other = log.entries.length - 1;
      log.add({ type: "output", run: other, stream: "stdout", text: "later" });
      log.add({ type: "ended", run: other, time: BY.time + 3, outcome: "ok" });
      let read = isCutBefore ? log.rewritten() : log;
      read.kept.purge(purged);
      read.kept.tidy(BY.time + 3);
      expect(read.kept.hidesPurged).toBe(true);
      for (let again = 0; again < 2; again++) {
        const left = read.shown.filter((entry) => entry !== null);
        expect(left.map(({ type }) => type)).toEqual(["started", "cut", "ended", "started", "output", "ended"]);
        expect(left[1]).toEqual({ type: "cut", run, bytes: 20 * 8_192 });
        read = read.rewritten();
        read.kept.purge(purged);
        read.kept.tidy(BY.time + 3);
        expect(read.kept.hidesPurged).toBe(false);
      }
    }
  });

  it("[M16] after a clearing is what runs, and what comes is not taken for what was", () => {
    const log = new Log();
    log.run(1);
    const cleared = log.add({ type: "cleared", ...BY });
    expect(log.shown.slice(0, cleared)).toEqual([null, null, null]);
    expect(log.kept.start).toBe(cleared);
    // stored, and not told yet
    expect(log.kept.shown(cleared + 1, { type: "output", run: 99, stream: "stdout", text: "a" })).not.toBeNull();
  });
});
