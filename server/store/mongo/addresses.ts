// Rooms' further addresses in MongoDB. Knows of a room only its life.
import type { Lead } from "../../rooms/roomStore.ts";
import { assertStorable, type ClaimedAddress, isStorableId } from "../anyStore.ts";
import { ALIVE, type RoomLives } from "./lives.ts";
import { type Collections, dateAt, expiry, inserted } from "./models.ts";
import type { Newest } from "./newest.ts";

export class Addresses {
  readonly #collections: Collections;
  readonly #newest: Newest;
  readonly #lives: RoomLives;

  constructor(collections: Collections, newest: Newest, lives: RoomLives) {
    this.#collections = collections;
    this.#newest = newest;
    this.#lives = lives;
  }

  async claim({ address, roomId, leadsTo, expiresAt }: Lead & ClaimedAddress): Promise<boolean> {
    assertStorable(address, leadsTo);
    const claimed = await this.#lives.within(roomId, ({ id }) => {
      const record = { _id: address, room: id, roomId, leadsTo, ...expiry(expiresAt).$set };
      return inserted(this.#collections.addresses.insertOne(record));
    });
    return claimed ?? true;
  }

  async at(address: string, now: number): Promise<Lead | undefined> {
    const { addresses, rooms } = this.#collections;
    const record = isStorableId(address)
      ? await this.#newest.read((options) => addresses.findOne({ _id: address }, options))
      : null;
    if (!record || (record.expiresAt && record.expiresAt <= dateAt(now))) return undefined;
    // A deletion may be under way.
    const isAlive = await rooms.exists({ _id: record.room, ...ALIVE });
    return isAlive ? { roomId: record.roomId, leadsTo: record.leadsTo } : undefined;
  }

  async of(roomId: string): Promise<ClaimedAddress[]> {
    const records = await this.#lives.within(roomId, ({ id }) =>
      this.#collections.addresses.find({ room: id }, { sort: { _id: 1 } }).toArray(),
    );
    return (records ?? []).map(({ _id: address, leadsTo, expiresAt }) => ({
      address,
      leadsTo,
      expiresAt: expiresAt?.getTime() ?? Infinity,
    }));
  }

  async release(address: string): Promise<void> {
    if (isStorableId(address)) await this.#collections.addresses.deleteOne({ _id: address });
  }

  async expire(now: number): Promise<void> {
    await this.#collections.addresses.deleteMany({ expiresAt: { $lte: dateAt(now) } });
  }
}
