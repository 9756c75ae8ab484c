// This server's life among the others: a record with an end that is put off for as long as the server can. Knows no room.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { mongo } from "mongoose";
import type { Logger } from "../rooms/ports.ts";
import type { Seal } from "./seal.ts";

/** A server. Rooms that it holds are its own until `until`, by the database's clock. */
export interface NodeRecord {
  /** its name; another one after every time that others may have taken it for dead */
  _id: string;
  /** the process, which is the same under all its names */
  server: string;
  /** where others reach it */
  url: string;
  /** made with the secret: who has not got it can lead nobody anywhere */
  seal: string;
  /** when the process first took part */
  since: Date;
  until: Date;
}

/** So long after its last sign a server's rooms are free for others … */
const LEASE_MS = 5_000;
/** … by the database's clock; by its own it gives them up this much sooner. */
const MARGIN_MS = 500;
const SIGN_EVERY_MS = 1_000;
/** An end that is further away no server has written, whatever the clocks of two primaries are apart. */
const END_AT_MOST_MS = 30_000;
/** Records of servers that ended are removed after so long. */
const FORGET_AFTER_MS = 3_600_000;
/** A server that stops does not wait for a database that is away: its record ends by itself. */
const STOP_WITHIN_MS = 2_000;

const fromNow = (ms: number) => ({ $add: ["$$NOW", ms] });
const UNTIL = fromNow(LEASE_MS);
const ALIVE = { $expr: { $and: [{ $gt: ["$until", "$$NOW"] }, { $lt: ["$until", fromNow(END_AT_MOST_MS)] }] } };
const FORGOTTEN = {
  $expr: { $or: [{ $lt: ["$until", fromNow(-FORGET_AFTER_MS)] }, { $gt: ["$until", fromNow(END_AT_MOST_MS)] }] },
};

interface MembershipListener {
  /** Others may have all that was this server's. */
  lost(): void;
  /** The database has heard of this server, which happens about every second. */
  signed(): void;
}

export interface MembershipOptions {
  readonly nodes: mongo.Collection<NodeRecord>;
  /** this process; no other has the same */
  readonly server: string;
  readonly url: string;
  readonly seal: Seal;
  readonly logger: Logger;
  readonly listener: MembershipListener;
}

export class Membership {
  readonly #options: MembershipOptions;
  #id = randomUUID();
  /** when this process first took part, by the database's clock */
  #since: Date | undefined;
  /** until when this server may act, by its own clock that nobody sets, in ms; 0: the others do not know its name */
  #validUntil = 0;
  /** it is about to take part */
  #isEntering = false;
  /** why it may not, in a sentence */
  #objection: string | undefined;
  #signing: NodeJS.Timeout | undefined;
  #lapsing: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** This server's name; another one after every time that others may have taken it for dead. */
  get id(): string {
    return this.#id;
  }

  /** Whether the rooms that this server holds under its present name are surely its own. */
  get isValid(): boolean {
    return performance.now() < this.#validUntil;
  }

  /** Why this server takes no part just now, in a sentence; undefined while it does. */
  get trouble(): string | undefined {
    if (this.isValid) return undefined;
    return this.#objection ?? "the others do not know of this server: the database has not heard from it in time";
  }

  /**
   * Resolves when the others can know of this server, or when it is clear that it does not fit among them: it goes on trying. A
   * server that died at this address a moment ago is waited for until its rooms are free. Rejects when the database does not answer.
   */
  async start(): Promise<void> {
    await this.#options.nodes.deleteMany(FORGOTTEN);
    await this.#sign();
    for (let waited = 0; !this.isValid && waited <= LEASE_MS; waited += SIGN_EVERY_MS) {
      await sleep(SIGN_EVERY_MS);
      await this.#sign();
    }
    if (!this.#stopped) this.#signing = setInterval(() => this.#signNow(), SIGN_EVERY_MS);
  }

  /** One that takes long does not keep the next one waiting. */
  #signNow(): void {
    this.#sign().catch((error: unknown) =>
      this.#options.logger.warn({ err: error }, "the database did not hear from this server"),
    );
  }

  /** Puts the end off, or takes part under a new name. */
  async #sign(): Promise<void> {
    const asked = performance.now();
    const id = this.#id;
    // It may have taken longer than there was time.
    const isOver = (): boolean => this.#stopped || this.#id !== id;
    if (this.#validUntil > 0) {
      if (!this.isValid) return this.#lapse();
      const renewed = await this.#options.nodes.updateOne({ _id: id, ...ALIVE }, [{ $set: { until: UNTIL } }]);
      if (isOver()) return;
      if (renewed.matchedCount === 0) return this.#lapse();
      this.#holdsFrom(asked);
      const objection = await this.#findObjection();
      if (isOver()) return;
      if (objection === undefined) this.#options.listener.signed();
      else await this.#stayOut(objection);
    } else if (!this.#isEntering) {
      this.#isEntering = true;
      try {
        await this.#enter(id);
        const objection = isOver() ? undefined : await this.#findObjection();
        if (isOver()) return;
        if (objection !== undefined) return await this.#stayOut(objection);
        this.#holdsFrom(asked);
        this.#options.listener.signed();
        // It may have waited long for a primary, and then there is little left of its time.
        this.#signNow();
      } finally {
        this.#isEntering = false;
      }
    }
  }

  /** What was held under former names is free at once: a sign that was still under way may have put an end off again. */
  async #enter(id: string): Promise<void> {
    const { nodes, server, url, seal } = this.#options;
    await nodes.deleteMany({ server, _id: { $ne: id } });
    const since = this.#since ?? { $ifNull: ["$since", "$$NOW"] };
    const record = { server, url, seal: seal.of("server", id, url), since, until: UNTIL };
    await nodes.updateOne({ _id: id }, [{ $set: record }], { upsert: true });
  }

  #holdsFrom(asked: number): void {
    this.#objection = undefined;
    this.#validUntil = Math.max(this.#validUntil, asked + LEASE_MS - MARGIN_MS);
    clearTimeout(this.#lapsing);
    this.#lapsing = setTimeout(() => this.#lapse(), Math.max(0, this.#validUntil - performance.now()));
  }

  /** Of two servers that do not fit together the one that came first goes on; what its settings should have been nobody here knows. */
  async #findObjection(): Promise<string | undefined> {
    const { nodes, server, url } = this.#options;
    const living = await nodes.find(ALIVE).toArray();
    const own = living.find(({ _id }) => _id === this.#id);
    const first = (other: NodeRecord): boolean =>
      !own || other.since < own.since || (Number(other.since) === Number(own.since) && other._id < own._id);
    for (const other of living) {
      // What no server has written is none.
      if (other.server === server || typeof other.seal !== "string" || !(other.since instanceof Date) || !first(other))
        continue;
      if (!this.#isSealed(other))
        return `the server at ${other.url} on the same database has another CLUSTER_SECRET: it must be the same for all`;
      if (other.url === url)
        return `NODE_URL ${url} is that of another server too, which was there before: each needs its own`;
    }
    this.#since ??= own?.since;
    return undefined;
  }

  #isSealed({ _id, url, seal }: NodeRecord): boolean {
    return this.#options.seal.holds(seal, "server", _id, url);
  }

  async #stayOut(objection: string): Promise<void> {
    const { nodes, server, logger } = this.#options;
    if (this.#objection !== objection) logger.warn({ node: this.#id }, `this server takes no part: ${objection}`);
    this.#objection = objection;
    if (this.#validUntil > 0) this.#leaveAll();
    await nodes.deleteMany({ server });
  }

  /** What was this server's is left at once, and it takes part anew as soon as the database hears from it. */
  #lapse(): void {
    this.#leaveAll();
    this.#options.logger.warn(
      { node: this.#id },
      "others may take this server for dead: it leaves its rooms and starts anew",
    );
    this.#signNow();
  }

  /** A new name makes sure that nothing of the old one counts. */
  #leaveAll(): void {
    clearTimeout(this.#lapsing);
    this.#validUntil = 0;
    this.#id = randomUUID();
    this.#options.listener.lost();
  }

  /** The server that has this name, while it is alive. */
  async find(id: string): Promise<NodeRecord | undefined> {
    const found = await this.#options.nodes.findOne({ _id: id, ...ALIVE });
    return found && this.#isSealed(found) ? found : undefined;
  }

  /** Which of these names are of servers that are not alive. */
  async dead(ids: readonly string[]): Promise<string[]> {
    const found = await this.#options.nodes.find({ _id: { $in: [...ids] }, ...ALIVE }).toArray();
    const alive = new Set(found.filter((record) => this.#isSealed(record)).map(({ _id }) => _id));
    return ids.filter((id) => !alive.has(id));
  }

  /** What this server held is free at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#signing);
    clearTimeout(this.#lapsing);
    this.#validUntil = 0;
    const removed = this.#options.nodes
      .deleteMany({ server: this.#options.server })
      .catch((error: unknown) =>
        this.#options.logger.warn({ err: error }, "this server's rooms stay its own for some seconds"),
      );
    await Promise.race([removed, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  }
}
