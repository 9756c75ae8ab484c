// Rooms' further addresses in LMDB's tables. Knows of a room only whether there is one.
import type { Lead } from "../../rooms/roomStore.ts";
import { assertStorable, type ClaimedAddress, isStorableId } from "../anyStore.ts";
import type { Database, Write } from "./database.ts";

/** Addresses that one transaction releases at most. */
const RELEASED_AT_ONCE = 500;
/** Behind all letters of an address. */
const LAST = "~";

type Claim = Lead & ClaimedAddress;

export class Addresses {
  readonly #database: Database;
  readonly #exists: (roomId: string) => boolean;

  constructor(database: Database, exists: (roomId: string) => boolean) {
    this.#database = database;
    this.#exists = exists;
  }

  async claim({ address, roomId, leadsTo, expiresAt }: Claim): Promise<boolean> {
    assertStorable(address, leadsTo);
    const { addresses, addressesOf, dueAddresses } = this.#database;
    return this.#database.write(() => {
      if (addresses.doesExist(address)) return { writes: [], result: false };
      if (!this.#exists(roomId)) return { writes: [], result: true };
      const writes: Write[] = [
        [addresses, address, `${expiresAt} ${roomId} ${leadsTo}`],
        [addressesOf, [roomId, address], ""],
      ];
      if (expiresAt < Infinity) writes.push([dueAddresses, [expiresAt, address], ""]);
      return { writes, result: true };
    });
  }

  at(address: string, now: number): Lead | undefined {
    const claim = this.#claimOf(address);
    if (!claim || claim.expiresAt <= now || !this.#exists(claim.roomId)) return undefined;
    return { roomId: claim.roomId, leadsTo: claim.leadsTo };
  }

  of(roomId: string): ClaimedAddress[] {
    if (!this.#exists(roomId)) return [];
    return this.#listed(roomId, Infinity).map((address) => {
      const { leadsTo, expiresAt } = this.#claimOf(address)!;
      return { address, leadsTo, expiresAt };
    });
  }

  async release(address: string): Promise<void> {
    await this.#release(() => [address]);
  }

  /** Releases those whose time has come, a few at a time. */
  expire(now: number): Promise<void> {
    return this.#releaseAll((limit) => {
      const due = [...this.#database.dueAddresses.getKeys({ end: [now, LAST], limit })];
      return due.map(([, address]) => address);
    });
  }

  /** The same for those of a room, whether there still is one or not. */
  releaseOf(roomId: string): Promise<void> {
    return this.#releaseAll((limit) => this.#listed(roomId, limit));
  }

  async #releaseAll(find: (limit: number) => string[]): Promise<void> {
    let more = true;
    while (more) more = (await this.#release(() => find(RELEASED_AT_ONCE))) === RELEASED_AT_ONCE;
  }

  /** Releases what is found when its turn has come, and tells how many that was. */
  #release(find: () => string[]): Promise<number> {
    const { addresses, addressesOf, dueAddresses } = this.#database;
    return this.#database.write(() => {
      const found = find().flatMap((address) => this.#claimOf(address) ?? []);
      const writes = found.flatMap(({ address, roomId, expiresAt }): Write[] => [
        [addresses, address],
        [addressesOf, [roomId, address]],
        ...(expiresAt < Infinity ? [[dueAddresses, [expiresAt, address]] satisfies Write] : []),
      ]);
      return { writes, result: found.length };
    });
  }

  #listed(roomId: string, limit: number): string[] {
    const keys = this.#database.addressesOf.getKeys({ start: [roomId, ""], end: [roomId, LAST], limit });
    return [...keys].map(([, address]) => address);
  }

  #claimOf(address: string): Claim | undefined {
    const text = isStorableId(address) ? this.#database.addresses.get(address) : undefined;
    if (text === undefined) return undefined;
    const [expiresAt, roomId, leadsTo] = text.split(" ") as [string, string, string];
    return { address, roomId, leadsTo, expiresAt: Number(expiresAt) };
  }
}
