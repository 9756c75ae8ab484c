// The servers that a schedule goes to: one or two on one disk, and which of them has the room. Knows no person and no step.
import { createHash } from "node:crypto";
import { guardedStore } from "../../cluster/guardedStore.ts";
import type { Feature } from "../../features/feature.ts";
import { featureHost } from "../../features/featureHost.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Role } from "../../protocol/events.ts";
import type { Limits } from "../../protocol/limits.ts";
import { CommitLoop } from "../../rooms/log/commitLoop.ts";
import { newRoomDocument } from "../../rooms/log/roomDocument.ts";
import type { Secrets } from "../../rooms/ports.ts";
import type { Room } from "../../rooms/room.ts";
import { RoomDirectory } from "../../rooms/roomDirectory.ts";
import type { RoomStore } from "../../rooms/roomStore.ts";
import { socketFrames } from "../../socket/frames.ts";
import { Session } from "../../socket/session.ts";
import { MemoryDisk, MemoryStore } from "../../store/memory/memoryStore.ts";
import { TestLog } from "../harness.ts";
import { NO_BOUND, UNBOUNDED } from "../noBound.ts";
import { ROOM } from "./invariants.ts";
import { HeldStore, type SimClock, type Wire } from "./simNetwork.ts";

/** Bytes that wait for somebody who reads slowly. */
const FULL_BYTES = 2_000;

/** Secrets without chance, so that a schedule replays exactly. */
const simSecrets = (prefix: string): Secrets => {
  let made = 0;
  return {
    create: () => `${prefix}${String(++made).padStart(30, "0")}`,
    hash: (secret) => createHash("sha256").update(secret).digest("base64url"),
    same: (one, other) => one === other,
  };
};

/** One process on the store, with the room in its memory or not. */
export interface ServerNode {
  readonly store: HeldStore;
  readonly directory: RoomDirectory;
  /** where there are others: in which of its times as the owner it believes itself to be */
  epoch: number | undefined;
  /** in which step it told somebody of the update at a version first */
  readonly shownIn: Map<number, number>;
}

interface ServersOptions {
  readonly clock: SimClock;
  readonly limits: Limits;
  readonly feature: Feature | undefined;
  readonly fullBytes: number | undefined;
}

export class Servers {
  readonly disk = new MemoryDisk();
  readonly log = new TestLog();
  readonly secrets = simSecrets("secret");
  readonly #options: ServersOptions;
  #nodes: readonly ServerNode[];
  #owner: ServerNode;
  #epochs = 0;
  readonly #nodeOf = new WeakMap<Wire, ServerNode>();

  constructor(count: 1 | 2, options: ServersOptions) {
    this.#options = options;
    this.#nodes = Array.from({ length: count }, () => this.#boot(count > 1));
    this.#owner = this.#nodes[0]!;
  }

  get nodes(): readonly ServerNode[] {
    return this.#nodes;
  }

  /** With which of them the wire is connected. */
  nodeOf(wire: Wire): ServerNode | undefined {
    return this.#nodeOf.get(wire);
  }

  /** Olga's room, and her key. */
  async createRoom(): Promise<string> {
    const key = this.secrets.create();
    const room = { roomId: ROOM, dateCreated: this.#options.clock.now(), programmingLanguage: "Python" } as const;
    await this.#owner.store.createRoom(newRoomDocument(room, "Olga", this.secrets.hash(key)), Infinity);
    return key;
  }

  #boot(isShared: boolean): ServerNode {
    const held = new HeldStore(this.disk);
    const store = isShared
      ? guardedStore(
          held,
          this.#ownersOf(() => node),
        )
      : held;
    const { feature } = this.#options;
    const directory = this.#directoryOn(store, feature ? [feature] : [], isShared);
    const node: ServerNode = { store: held, directory, epoch: undefined, shownIn: new Map() };
    return node;
  }

  #directoryOn(store: RoomStore, features: readonly Feature[] = [], isShared = false): RoomDirectory {
    const { clock, limits } = this.#options;
    const { log, secrets } = this;
    const commitLoop = new CommitLoop({ store, clock, logger: log, timeoutMs: 60_000, writeBudgets: NO_BOUND });
    return new RoomDirectory(
      {
        store,
        commitLoop,
        clock,
        logger: log,
        secrets,
        frames: socketFrames,
        limits,
        isShared,
        writeBudgets: NO_BOUND,
        openFeatures: featureHost(features, {
          store,
          values: new MemoryStore().values,
          commitLoop,
          clock,
          logger: log,
          isShared,
        }),
        build: "sim",
      },
      { unloadAfterMs: 20_000, expireAfterMs: Infinity },
    );
  }

  /** Whoever believes to be the owner does not ask. */
  #ownersOf(self: () => ServerNode): Parameters<typeof guardedStore>[1] {
    return {
      epochOf: () => self().epoch,
      take: async () => {
        const node = self();
        if (node.epoch === undefined && node === this.#owner) node.epoch = ++this.#epochs;
        return node.epoch === undefined ? { state: "nobody" } : { state: "mine", epoch: node.epoch };
      },
    };
  }

  /** The owner answers, whether or not another one has noticed yet that it is not that any more. */
  accept(wire: Wire): void {
    if (wire.opened || wire.clientGone) return;
    const { clock, limits, fullBytes = FULL_BYTES } = this.#options;
    const { directory } = this.#owner;
    this.#nodeOf.set(wire, this.#owner);
    void new Session(wire.asUpgraded(), {
      join: (hello, outlet) => directory.join(ROOM, hello, outlet).catch(whenStoreFails),
      limits,
      slowReader: { fullBytes, closeBytes: 1_000_000, closeAfterMs: 120_000 },
      ...UNBOUNDED.of("anybody"),
      origin: "",
      isSheltered: true,
      refused: () => {},
      clock,
      logger: this.log,
    });
    wire.open();
  }

  /** The other one has the room from now on. It did not have it, and knows; who had it may learn that later. */
  move(): void {
    this.#owner = this.#nodes.find((node) => node !== this.#owner) ?? this.#owner;
    this.#leaveRooms(this.#owner);
  }

  /** Whoever is not the owner learns that. */
  tellOwners(): void {
    for (const node of this.#nodes) if (node !== this.#owner) this.#leaveRooms(node);
  }

  #leaveRooms(node: ServerNode): void {
    node.epoch = undefined;
    for (const room of node.directory.rooms) room.close("room_reset");
  }

  /** The process has died, and another is there in its place. */
  replace(node: ServerNode): void {
    const fresh = this.#boot(this.#nodes.length > 1);
    this.#nodes = this.#nodes.map((one) => (one === node ? fresh : one));
    if (this.#owner === node) this.#owner = fresh;
  }

  /** Of whoever is at the other end of the wire, as the node knows it. */
  roleAt({ directory }: ServerNode, { hello = "" }: Wire): Role | undefined {
    const room = directory.live(ROOM)?.log.accepted;
    const number = room?.clients.find(({ idHash }) => idHash === this.secrets.hash(hello))?.participant;
    return room?.participants.find(({ participant }) => participant === number)?.role;
  }

  /** The room as a server reads it that has only the disk. */
  async readRoom(): Promise<Room> {
    return (await this.#directoryOn(new MemoryStore(this.disk)).open(ROOM))!;
  }
}

/** Taking over where the store does not keep the entry ends a joining, which is no defect. */
function whenStoreFails(error: Error): never {
  throw error.message.startsWith("simulated") ? new Refusal("store_unavailable") : error;
}
