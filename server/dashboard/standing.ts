// What the operator has said that holds on all servers: a notice, read-only, blocked addresses; and what is to be done with rooms. Knows no room.
import { Refusal } from "../protocol/errors.ts";
import type { Clock, Logger } from "../rooms/ports.ts";
import type { SharedValues } from "../sharedValues.ts";
import {
  LOOK_EVERY_MS,
  MINUTE_MS,
  MOST_BLOCKS,
  MOST_ORDERS,
  ORDER_MS,
  READ_ONLY_RETRY_MS,
  WATCHED_MS,
} from "./bounds.ts";
import type { Block, OperatorNotice, ReadOnly, RoomAction, Standing } from "./messages.ts";
import { refusal } from "./refusals.ts";

const NAME = "standing";

/** Something that whichever server has the room is to do with it. */
export interface StandingOrder {
  readonly id: string;
  readonly at: number;
  readonly action: RoomAction;
  readonly roomId: string;
  /** told to whoever is in it before it is closed */
  readonly reason: string;
}

interface StoredStanding extends Standing {
  readonly orders: readonly StandingOrder[];
  /** somebody looks at the dashboard until then, ms since 1970 */
  readonly watchedUntil: number;
}

const NOTHING: StoredStanding = { blocks: [], orders: [], watchedUntil: 0 };

/** Told of what this server has to do. */
interface StandingListener {
  /** What everybody is told is another. */
  readonly changed: () => void;
  readonly blocked: (group: string) => void;
  readonly order: (order: StandingOrder) => void;
}

export class StandingWord {
  readonly #shared: SharedValues;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #on: StandingListener;
  /** other servers may change it */
  readonly #isShared: boolean;
  #kept = NOTHING;
  #blocked = new Map<string, Block>();
  /** the orders that this server has been given */
  #given = new Set<string>();
  #told = "";
  #stop = (): void => {};
  #isClosed = false;

  constructor(services: {
    shared: SharedValues;
    clock: Clock;
    logger: Logger;
    isShared: boolean;
    listener: StandingListener;
  }) {
    this.#shared = services.shared;
    this.#clock = services.clock;
    this.#logger = services.logger;
    this.#isShared = services.isShared;
    this.#on = services.listener;
  }

  /** Reads what holds, and looks again from then on. */
  async start(): Promise<void> {
    this.#take(await this.#shared.read(NAME));
    this.#lookLater();
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  #lookLater(): void {
    if (this.#isClosed) return;
    this.#stop = this.#clock.after(LOOK_EVERY_MS, () => {
      void this.#look().then(() => this.#lookLater());
    });
  }

  /** Never rejects: what was known holds on. */
  async #look(): Promise<void> {
    try {
      this.#take(this.#isShared ? await this.#shared.read(NAME) : this.#kept);
    } catch (error) {
      if (!this.#isClosed) this.#logger.warn({ err: error }, "what the operator has said could not be read");
    }
  }

  #take(kept: unknown): void {
    const now = this.#clock.now();
    const before = this.#blocked;
    this.#kept = (kept as StoredStanding | undefined) ?? NOTHING;
    const { blocks, orders } = this.#kept;
    this.#blocked = new Map(blocks.filter(({ until }) => until > now).map((block) => [block.group, block]));
    for (const group of this.#blocked.keys()) if (!before.has(group)) this.#on.blocked(group);
    const { notice, readOnly } = this.said;
    const told = JSON.stringify([notice, readOnly]);
    if (told !== this.#told) {
      this.#told = told;
      this.#on.changed();
    }
    const fresh = orders.filter(({ id }) => !this.#given.has(id));
    this.#given = new Set(orders.map(({ id }) => id));
    for (const order of fresh) if (order.at > now - ORDER_MS) this.#on.order(order);
  }

  /** What holds now. */
  get said(): Standing {
    const { notice, readOnly } = this.#kept;
    return {
      ...(notice && notice.until > this.#clock.now() && { notice }),
      ...(readOnly && { readOnly }),
      blocks: [...this.#blocked.values()],
    };
  }

  get isWatched(): boolean {
    return this.#kept.watchedUntil > this.#clock.now();
  }

  /** Refusal server_read_only while nothing may be written. */
  readonly writeRefusal = (): Refusal | undefined => {
    const { readOnly } = this.#kept;
    return readOnly && new Refusal("server_read_only", readOnly.reason || undefined, READ_ONLY_RETRY_MS);
  };

  /** Throws it. */
  readonly checkWrite = (): void => {
    const refusal = this.writeRefusal();
    if (refusal) throw refusal;
  };

  /** Throws Refusal address_blocked for whoever comes from such a group. */
  checkGroup(group: string): void {
    if (this.#blocked.size === 0) return;
    const block = this.#blocked.get(group);
    const left = (block?.until ?? 0) - this.#clock.now();
    if (block && left > 0) throw new Refusal("address_blocked", block.reason || undefined, left);
  }

  // ---- what the operator says

  /** Somebody looks: the servers tell each other more. */
  async watch(): Promise<void> {
    const now = this.#clock.now();
    if (this.#kept.watchedUntil > now + WATCHED_MS / 2) return;
    await this.#change((kept) => ({ ...kept, watchedUntil: now + WATCHED_MS }));
  }

  async block(group: string, minutes: number, reason: string): Promise<void> {
    const since = this.#clock.now();
    await this.#change((kept) => {
      const others = kept.blocks.filter((block) => block.group !== group && block.until > since);
      if (minutes === 0) return { ...kept, blocks: others };
      if (others.length >= MOST_BLOCKS) throw refusal("too_many_blocks");
      return { ...kept, blocks: [...others, { group, since, until: since + minutes * MINUTE_MS, reason }] };
    });
  }

  async notice(text: string, minutes: number): Promise<void> {
    const since = this.#clock.now();
    const notice: OperatorNotice = { text, since, until: since + minutes * MINUTE_MS };
    await this.#change((kept) => {
      const { notice: _, ...others } = kept;
      return text === "" ? others : { ...others, notice };
    });
  }

  async readOnly(isOn: boolean, reason: string): Promise<void> {
    const readOnly: ReadOnly = { since: this.#clock.now(), reason };
    await this.#change((kept) => {
      const { readOnly: _, ...others } = kept;
      return isOn ? { ...others, readOnly } : others;
    });
  }

  /** Has the room closed on whichever server has it: here at once, elsewhere within LOOK_EVERY_MS. */
  async order(order: StandingOrder): Promise<void> {
    await this.#change((kept) => {
      const others = kept.orders.filter(({ at }) => at > order.at - ORDER_MS);
      return { ...kept, orders: [...others, order].slice(-MOST_ORDERS) };
    });
  }

  async #change(change: (kept: StoredStanding) => StoredStanding): Promise<void> {
    this.#take(await this.#shared.change(NAME, (before) => change((before as StoredStanding | undefined) ?? NOTHING)));
  }
}
