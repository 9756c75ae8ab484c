// This server's life among the others: a record with an end that is put off for as long as the server can. Knows no room.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { mongo } from "mongoose";
import type { Log } from "../../rooms/ports.ts";

/** A server. Rooms that it holds are its own until `until`, by the database's clock. */
export interface NodeRecord {
  _id: string;
  /** where others reach it */
  url: string;
  until: Date;
}

/** So long after its last sign a server's rooms are free for others … */
const LEASE_MS = 5_000;
/** … by the database's clock; by its own it gives them up this much sooner. */
const MARGIN_MS = 500;
const SIGN_EVERY_MS = 1_000;
/** Records of servers that ended are removed after so long. */
const FORGET_AFTER_MS = 3_600_000;
/** A server that stops does not wait for a database that is away: its record ends by itself. */
const STOP_WITHIN_MS = 2_000;

const UNTIL = { $add: ["$$NOW", LEASE_MS] };
const ALIVE = { $expr: { $gt: ["$until", "$$NOW"] } };

export interface MembershipListener {
  /** Others may have all that was this server's. */
  lost(): void;
  /** The database has heard of this server, which happens about every second. */
  signed(): void;
}

export class Membership {
  readonly #nodes: mongo.Collection<NodeRecord>;
  readonly #url: string;
  readonly #log: Log;
  readonly #listener: MembershipListener;
  #id = randomUUID();
  /** until when this server may act, by its own clock that nobody sets, in ms; 0: the others do not know its name */
  #validUntil = 0;
  #signing: NodeJS.Timeout | undefined;
  #lapsing: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(nodes: mongo.Collection<NodeRecord>, url: string, log: Log, listener: MembershipListener) {
    this.#nodes = nodes;
    this.#url = url;
    this.#log = log;
    this.#listener = listener;
  }

  /** This server's name; another one after every time that others may have taken it for dead. */
  get id(): string {
    return this.#id;
  }

  /** Whether the rooms that this server holds under its present name are surely its own. */
  get isValid(): boolean {
    return performance.now() < this.#validUntil;
  }

  /** Resolves when the others can know of this server. Rejects when the database does not answer. */
  async start(): Promise<void> {
    await this.#nodes.deleteMany({ $expr: { $lt: ["$until", { $subtract: ["$$NOW", FORGET_AFTER_MS] }] } });
    await this.#sign();
    this.#signLater();
  }

  #signLater(): void {
    this.#signing = setTimeout(() => {
      this.#sign()
        .catch((error: unknown) => this.#log.warn({ err: error }, "the database did not hear from this server"))
        .finally(() => {
          if (!this.#stopped) this.#signLater();
        });
    }, SIGN_EVERY_MS);
  }

  /** Puts the end off, or begins under a new name where it has passed. */
  async #sign(): Promise<void> {
    const asked = performance.now();
    if (this.#validUntil > 0 && !this.isValid) this.#lapse();
    const known = this.#validUntil > 0;
    const id = this.#id;
    const { matchedCount } = known
      ? await this.#nodes.updateOne({ _id: id, ...ALIVE }, [{ $set: { until: UNTIL } }])
      : await this.#nodes.updateOne({ _id: id }, [{ $set: { url: this.#url, until: UNTIL } }], { upsert: true });
    // It may have taken longer than there was time.
    if (this.#stopped || this.#id !== id) return;
    if (known && matchedCount === 0) return this.#lapse();
    this.#validUntil = asked + LEASE_MS - MARGIN_MS;
    clearTimeout(this.#lapsing);
    this.#lapsing = setTimeout(() => this.#lapse(), Math.max(0, this.#validUntil - performance.now()));
    this.#listener.signed();
  }

  /** What was this server's is left at once, and a new name makes sure that nothing of the old one counts. */
  #lapse(): void {
    clearTimeout(this.#lapsing);
    this.#validUntil = 0;
    this.#id = randomUUID();
    this.#log.warn({ node: this.#id }, "others may take this server for dead: it leaves its rooms and starts anew");
    this.#listener.lost();
  }

  /** The server that has this name, while it is alive. */
  async find(id: string): Promise<NodeRecord | undefined> {
    return (await this.#nodes.findOne({ _id: id, ...ALIVE })) ?? undefined;
  }

  /** Which of these names are of servers that are not alive. */
  async dead(ids: readonly string[]): Promise<string[]> {
    const alive = await this.#nodes.find({ _id: { $in: [...ids] }, ...ALIVE }, { projection: { _id: 1 } }).toArray();
    return ids.filter((id) => !alive.some(({ _id }) => _id === id));
  }

  /** What this server held is free at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#signing);
    clearTimeout(this.#lapsing);
    this.#validUntil = 0;
    const removed = this.#nodes
      .deleteOne({ _id: this.#id })
      .catch((error: unknown) => this.#log.warn({ err: error }, "this server's rooms stay its own for some seconds"));
    await Promise.race([removed, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }
}
