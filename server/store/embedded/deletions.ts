// When rooms expire, and how rooms and streams go: marked in one write, their records after it. Knows LMDB's tables, no journal and nobody who appends.
import type { Stream } from "../../rooms/roomStore.ts";
import { isStorableId } from "../anyStore.ts";
import type { Addresses } from "./addresses.ts";
import { type Database, type Plan, type StreamKey, streamRange, type Table, type Write } from "./database.ts";

/** Records that one transaction removes at most, so that a deletion never holds up what else is written for long. */
const PURGE_RECORDS = 500;

export class RoomDeletions {
  readonly #database: Database;
  readonly #addresses: Addresses;

  constructor(database: Database, addresses: Addresses) {
    this.#database = database;
    this.#addresses = addresses;
  }

  /** The writes that set when a room expires. */
  expiry(roomId: string, expiresAt: number): Write[] {
    const writes = this.#neverDue(roomId);
    if (expiresAt < Infinity) writes.push([this.#database.due, [expiresAt, roomId], ""]);
    return [...writes, [this.#database.times, roomId, String(expiresAt)]];
  }

  /** Rooms that have expired by then, at most so many. */
  due(now: number, limit: number): string[] {
    const due = [...this.#database.due.getKeys({ end: [now + 1, ""], limit })].filter(([time]) => time <= now);
    return due.map(([, roomId]) => roomId);
  }

  /** The writes after which nobody finds the room, while the mark remembers that its records are still to be removed. */
  doom(roomId: string): Write[] {
    const { doomed, rooms, times } = this.#database;
    return [[doomed, roomId, ""], [rooms, roomId], ...this.#neverDue(roomId), [times, roomId]];
  }

  /** The same of a stream, whose room stays. */
  doomStream({ roomId, file }: Stream): Write[] {
    return [[this.#database.doomedStreams, [roomId, file, 0], ""]];
  }

  /** Removes the records of a doomed room. */
  async purge(roomId: string): Promise<void> {
    const { doomed, doomedStreams, commits, segments, snapshots } = this.#database;
    if (!isStorableId(roomId) || !doomed.doesExist(roomId)) return;
    await this.#addresses.releaseOf(roomId);
    await this.#removeAll([commits, segments, snapshots, doomedStreams], streamRange(roomId), [doomed, roomId]);
  }

  /** Removes the records of a doomed stream. */
  purgeStream({ roomId, file }: Stream): Promise<void> {
    const { doomedStreams, commits, segments, snapshots } = this.#database;
    const mark: Write = [doomedStreams, [roomId, file, 0]];
    return this.#removeAll([commits, segments, snapshots], streamRange(roomId, file), mark);
  }

  /** Removes what a process that ended in the middle of a deletion left behind, of so many rooms and streams at most. */
  async purgeLeftOver(limit: number): Promise<void> {
    const rooms = [...this.#database.doomed.getKeys({ limit })];
    for (const roomId of rooms) await this.purge(roomId);
    const streams = [...this.#database.doomedStreams.getKeys({ limit })];
    for (const [roomId, file] of streams) await this.purgeStream({ roomId, file });
  }

  #neverDue(roomId: string): Write[] {
    const before = Number(this.#database.times.get(roomId) ?? Infinity);
    return before < Infinity ? [[this.#database.due, [before, roomId]]] : [];
  }

  /** Removes records while the mark stands, and the mark last: killed at any point, or done twice at once, it can be done again. */
  async #removeAll(
    tables: readonly Table<unknown, StreamKey>[],
    range: ReturnType<typeof streamRange>,
    [marks, mark]: Write,
  ): Promise<void> {
    const step = (): Plan<boolean> => {
      if (!marks.doesExist(mark)) return { writes: [], result: false };
      const records = tables.flatMap((table) =>
        [...table.getKeys({ ...range, limit: PURGE_RECORDS })].map((key): Write => [table, key]),
      );
      if (records.length > 0) return { writes: records, result: true };
      return { writes: [[marks, mark], this.#database.removed], result: false };
    };
    while (await this.#database.write(step));
  }
}
