// Reads that miss nothing which was acknowledged before they began. Knows no room.
import type { ClientSession, Connection, mongo } from "mongoose";
import { MAJORITY } from "./connection.ts";

const PROBE = "read";

/** What a read is asked with. */
export type ReadOptions = typeof MAJORITY & { readonly session: ClientSession };

/**
 * A read with `majority` may miss what was acknowledged before an election just now, and one with `linearizable` waits for the
 * journal's next turn, 100 ms on an idle database. So something is written first, which a majority has on its disks at once: no
 * deposed primary can, and whatever was acknowledged before stands before it. What is then read, by causal consistency, is not
 * older (https://www.mongodb.com/docs/manual/core/causal-consistency-read-write-concerns/).
 */
export class Newest {
  readonly #connection: Connection;
  #written: Promise<unknown> = Promise.resolve();
  #next: Promise<mongo.Timestamp> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Resolves with what the work reads with these options; each read that begins later in it misses nothing from before it, either. */
  async read<T>(work: (options: ReadOptions) => Promise<T>): Promise<T> {
    const time = await this.#time();
    const session = await this.#connection.startSession();
    try {
      session.advanceOperationTime(time);
      return await work({ ...MAJORITY, session });
    } finally {
      await session.endSession();
    }
  }

  /** The database's time after a write that begins after this call: one for all who ask while the one before is under way. */
  #time(): Promise<mongo.Timestamp> {
    this.#next ??= this.#written.then(() => {
      this.#next = undefined;
      const writing = this.#write();
      this.#written = writing.catch(() => {});
      return writing;
    });
    return this.#next;
  }

  async #write(): Promise<mongo.Timestamp> {
    const session = await this.#connection.startSession();
    try {
      const probes = this.#connection.collection<{ _id: string; times: number }>("probes");
      await probes.updateOne({ _id: PROBE }, { $inc: { times: 1 } }, { upsert: true, session });
      if (!session.operationTime) throw new Error("invariant: a replica set tells the time of a write");
      return session.operationTime;
    } finally {
      await session.endSession();
    }
  }
}
