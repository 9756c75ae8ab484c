// All rooms in memory: opens each once, unloads the idle, drains them at a stop. Knows no socket, no HTTP and no database.
import { Refusal } from "../protocol/errors.ts";
import type { Hello } from "../protocol/clientMessages.ts";
import { isViewingAddress } from "../protocol/roomId.ts";
import type { Outlet } from "./ports.ts";
import type { RoomClient } from "./people/audience.ts";
import { Room, type RoomHost } from "./room.ts";
import type { RoomServices } from "./roomServices.ts";
import { within } from "./log/deadline.ts";
import { readRoom } from "./log/reading.ts";
import { applyStoredEvent, type RoomDocument, type StoredEvent, streamOf } from "./log/roomDocument.ts";
import { takeOver } from "./log/streamLog.ts";
import { EVENTS } from "./roomStore.ts";

/** A stop waits so long for what is being erased. */
const ERASED_WITHIN_MS = 3_000;

interface DirectoryOptions {
  /** how long a room stays in memory when nobody is in it */
  readonly unloadAfterMs: number;
  /** how long a room is kept after the last visit; Infinity: for ever */
  readonly expireAfterMs: number;
  /** The room is not in memory any more. */
  readonly released?: (roomId: string) => void;
  /** A graceful stop has stored everything: from now on other processes may open the rooms. */
  readonly handOver?: () => Promise<void>;
}

export class RoomDirectory implements RoomHost {
  readonly #services: RoomServices;
  readonly #options: DirectoryOptions;
  readonly #open = new Map<string, Room>();
  readonly #opening = new Map<string, Promise<Room | undefined>>();
  readonly #unloading = new Map<string, () => void>();
  #draining = false;

  constructor(services: RoomServices, options: DirectoryOptions) {
    this.#services = services;
    this.#options = options;
  }

  /** The rooms in memory. */
  get rooms(): readonly Room[] {
    return [...this.#open.values()];
  }

  /** The room when it is in memory. */
  live(roomId: string): Room | undefined {
    return this.#open.get(roomId);
  }

  /** The id of the room at an address. A room's own id is its first address, whether there is such a room or not. */
  async resolve(address: string): Promise<string | undefined> {
    if (!isViewingAddress(address)) return address;
    return (await this.#services.store.roomAt(address, this.#services.clock.now()))?.roomId;
  }

  /** Lets a client into the room at an address. Throws Refusal room_not_found, server_draining and those of Room.join. */
  async join(address: string, hello: Hello, outlet: Outlet): Promise<{ room: Room; client: RoomClient }> {
    const room = await this.openAt(address);
    return { room, client: await room.join(hello, outlet, address) };
  }

  /** The live room at an address. Throws Refusal room_not_found and server_draining. */
  async openAt(address: string): Promise<Room> {
    const roomId = await this.resolve(address);
    const room = roomId === undefined ? undefined : await this.open(roomId);
    if (!room) throw new Refusal("room_not_found");
    return room;
  }

  /** The live room, read from the store when it is not in memory; however many ask, it is read once. */
  async open(roomId: string): Promise<Room | undefined> {
    if (this.#draining) throw new Refusal("server_draining");
    const open = this.#open.get(roomId);
    if (open) return open;
    let opening = this.#opening.get(roomId);
    if (!opening) {
      opening = this.#load(roomId).finally(() => this.#opening.delete(roomId));
      this.#opening.set(roomId, opening);
    }
    return opening;
  }

  async #load(roomId: string): Promise<Room | undefined> {
    const { store, isShared } = this.#services;
    const found = await readRoom(store, roomId);
    if (!found) return undefined;
    const touching = this.#services.writeBudgets.readOnly ? true : store.touchRoom(roomId, this.expiry());
    const [isThere, document] = await Promise.all([touching, isShared ? this.#takeOver(found) : found]);
    if (!isThere || !document) return undefined;
    if (this.#draining) throw new Refusal("server_draining");
    const room = new Room(document, this.#services, this);
    this.#open.set(roomId, room);
    this.unloadLater(room);
    return room;
  }

  /** Undefined when the room is gone. Throws Refusal room_reset when somebody is quicker. */
  async #takeOver(document: RoomDocument): Promise<RoomDocument | undefined> {
    const event: StoredEvent = { type: "moved", time: this.#services.clock.now() };
    const taken = await takeOver(this.#services.store, streamOf(document, EVENTS), document.eventsVersion, event);
    return taken && applyStoredEvent(document, event);
  }

  /** When a room that is visited now expires, in ms since 1970; `withinMs`: what the room says itself. */
  expiry(withinMs = Infinity): number {
    return this.#services.clock.now() + Math.min(this.#options.expireAfterMs, withinMs);
  }

  /** Graceful stop: everything accepted is stored and shown, then every client is told to connect again. */
  async drain(): Promise<void> {
    this.#draining = true;
    const { rooms } = this;
    for (const room of rooms) room.stopListening();
    const erased = Promise.all(rooms.map(({ log }) => log.erasing.idle));
    // what is left is erased by whoever opens the room next
    await within(this.#services.clock, ERASED_WITHIN_MS, erased, "erasing takes long").catch(() => {});
    await this.#services.commitLoop.idle();
    await this.#options.handOver?.();
    for (const room of rooms) room.close("server_draining");
    await Promise.all(rooms.map((room) => room.storeSnapshots(true)));
  }

  // ---- what a room asks for

  touch({ roomId, expiresWithinMs }: Room): void {
    if (this.#services.writeBudgets.readOnly) return;
    this.#services.store.touchRoom(roomId, this.expiry(expiresWithinMs)).catch((error: unknown) => {
      this.#services.logger.warn({ err: error, room: roomId }, "a room's expiry is set at its next visit");
    });
  }

  unloadLater(room: Room): void {
    this.#unloading.get(room.roomId)?.();
    const cancel = this.#services.clock.after(this.#options.unloadAfterMs, () => {
      this.#unloading.delete(room.roomId);
      if (!room.audience.isEmpty) return;
      if (room.busy) this.unloadLater(room);
      else void this.#unload(room);
    });
    this.#unloading.set(room.roomId, cancel);
  }

  async #unload(room: Room): Promise<void> {
    room.close("room_reset");
    await room.storeSnapshots(true);
    this.touch(room);
  }

  forget(room: Room): void {
    this.#unloading.get(room.roomId)?.();
    this.#unloading.delete(room.roomId);
    this.#open.delete(room.roomId);
    this.#options.released?.(room.roomId);
  }
}
