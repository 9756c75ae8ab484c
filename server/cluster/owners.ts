// Which server has a room: a field in the room's document. Knows no request and no room's inside.
import type { mongo } from "mongoose";
import type { Membership, NodeRecord } from "./membership.ts";

/** As much of a room's record as this is about. */
export interface LeasedRoom {
  roomId: string;
  doomedAt?: Date;
  /** who has the room while that server is alive; `epoch` rises with every change */
  lease?: { node: string | null; epoch: number };
}

/** Whose a room is. In `epoch` it is this server's; `nobody`: there is no such room, or nobody has it, or this server may hold none. */
export type Owner =
  | { readonly state: "mine"; readonly epoch: number }
  | { readonly state: "other"; readonly node: NodeRecord }
  | { readonly state: "nobody" };

export const NOBODY: Owner = { state: "nobody" };
/** Servers that want one room at once need as many looks as there are of them, at the most. */
const ATTEMPTS = 5;

const living = (roomId: string) => ({ roomId, doomedAt: { $exists: false } });

export class Owners {
  readonly #rooms: mongo.Collection<LeasedRoom>;
  readonly #membership: Membership;
  /** held under the present name of this server: roomId → epoch */
  #held = new Map<string, number>();
  readonly #taking = new Map<string, Promise<Owner>>();

  constructor(rooms: mongo.Collection<LeasedRoom>, membership: Membership) {
    this.#rooms = rooms;
    this.#membership = membership;
  }

  /** The epoch in which this server surely has the room, or undefined. */
  epochOf(roomId: string): number | undefined {
    return this.#membership.isValid ? this.#held.get(roomId) : undefined;
  }

  /** Whose the room is. Rejects when the database does not say. */
  async look(roomId: string): Promise<Owner> {
    const epoch = this.epochOf(roomId);
    if (epoch !== undefined) return { state: "mine", epoch };
    return (await this.#read(roomId)).owner;
  }

  async #read(roomId: string): Promise<{ room: LeasedRoom | null; owner: Owner }> {
    const room = await this.#rooms.findOne(living(roomId), { projection: { lease: 1 } });
    const id = room?.lease?.node ?? null;
    const node = id === null || id === this.#membership.id ? undefined : await this.#membership.find(id);
    return { room, owner: node ? { state: "other", node } : NOBODY };
  }

  /** The same, once this server has the room if nobody alive had it; however many ask, it is taken once. */
  take(roomId: string): Promise<Owner> {
    const epoch = this.epochOf(roomId);
    if (epoch !== undefined) return Promise.resolve({ state: "mine", epoch });
    let taking = this.#taking.get(roomId);
    if (!taking) {
      taking = this.#take(roomId).finally(() => this.#taking.delete(roomId));
      this.#taking.set(roomId, taking);
    }
    return taking;
  }

  async #take(roomId: string): Promise<Owner> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { id, isValid } = this.#membership;
      const { room, owner } = await this.#read(roomId);
      if (!isValid || !room || owner.state === "other") return owner;
      const epoch = (room.lease?.epoch ?? 0) + 1;
      const unchanged = room.lease ? { "lease.epoch": room.lease.epoch } : { lease: { $exists: false } };
      const { matchedCount } = await this.#rooms.updateOne(
        { ...living(roomId), ...unchanged },
        { $set: { lease: { node: id, epoch } } },
      );
      // The same name from before to after, and valid: so it was alive when it took the room.
      if (matchedCount === 0 || !this.#membership.isValid || this.#membership.id !== id) continue;
      this.#held.set(roomId, epoch);
      return { state: "mine", epoch };
    }
    return NOBODY;
  }

  /** Nobody has the room from now on. Rejects when that is not known; it is free when this server ends. */
  async release(roomId: string): Promise<void> {
    const epoch = this.#held.get(roomId);
    if (epoch === undefined) return;
    this.#held.delete(roomId);
    const mine = { roomId, "lease.node": this.#membership.id, "lease.epoch": epoch };
    await this.#rooms.updateOne(mine, { $set: { "lease.node": null } });
  }

  /** Nothing is held any more. */
  forget(): void {
    this.#held = new Map();
  }
}
