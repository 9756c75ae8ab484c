// The store for tests: it forgets when its MemoryDisk is forgotten. Knows no timer, so that whoever tests sets the order of things.
import {
  assertStorable,
  type ClaimedAddress,
  StreamRead,
  isSnapshotKept,
  isStorableId,
  type ListedRoomStore,
} from "../anyStore.ts";
import { PACKED_ENTRIES, packedOf } from "../packing.ts";
import type { Append, AppendOutcome, Commit, Lead, PackedCommit, Snapshot, Stream } from "../../rooms/roomStore.ts";
import type { RoomDocument } from "../../rooms/log/roomDocument.ts";
import type { SharedValues } from "../../sharedValues.ts";
import { MemoryValues } from "./values.ts";

interface KeptRoom {
  /** as JSON text, so that nobody shares an object with the disk */
  document: string;
  expiresAt: number;
  readonly commits: Map<number, Commit[]>;
  readonly snapshots: Map<number, Map<number, string>>;
}

/** What outlives a MemoryStore: a crash is a new MemoryStore on the same disk. */
export class MemoryDisk {
  readonly rooms = new Map<string, KeptRoom>();
  readonly addresses = new Map<string, Lead & ClaimedAddress>();
  /** by their names, as JSON text */
  readonly values = new Map<string, string>();
}

/** Each call does its work at once and resolves in a microtask. */
export class MemoryStore implements ListedRoomStore {
  readonly values: SharedValues;
  readonly #rooms: MemoryDisk["rooms"];
  readonly #addresses: MemoryDisk["addresses"];
  #closed = false;

  constructor(disk = new MemoryDisk()) {
    this.#rooms = disk.rooms;
    this.#addresses = disk.addresses;
    this.values = new MemoryValues(disk.values, () => this.#assertOpen());
  }

  async createRoom(document: RoomDocument, expiresAt: number): Promise<boolean> {
    this.#assertOpen();
    if (!isStorableId(document.roomId)) throw new Error(`invariant: no room can have the id ${document.roomId}`);
    if (this.#rooms.has(document.roomId)) return false;
    this.#rooms.set(document.roomId, {
      document: JSON.stringify(document),
      expiresAt,
      commits: new Map(),
      snapshots: new Map(),
    });
    return true;
  }

  async loadRoom(roomId: string): Promise<RoomDocument | undefined> {
    this.#assertOpen();
    const room = this.#rooms.get(roomId);
    return room && (JSON.parse(room.document) as RoomDocument);
  }

  async rooms(after: string, limit: number): Promise<(readonly [roomId: string, expiresAt: number])[]> {
    this.#assertOpen();
    const roomIds = [...this.#rooms.keys()].filter((roomId) => roomId > after).sort();
    return roomIds.slice(0, limit).map((roomId) => [roomId, this.#rooms.get(roomId)!.expiresAt] as const);
  }

  async streams(roomId: string): Promise<number[]> {
    this.#assertOpen();
    const commits = this.#rooms.get(roomId)?.commits ?? new Map<number, Commit[]>();
    return [...commits].flatMap(([file, { length }]) => (length > 0 ? [file] : [])).toSorted((a, b) => a - b);
  }

  async touchRoom(roomId: string, expiresAt: number): Promise<boolean> {
    this.#assertOpen();
    const room = this.#rooms.get(roomId);
    if (room) room.expiresAt = expiresAt;
    return room !== undefined;
  }

  async expiryOf(roomId: string): Promise<number | undefined> {
    this.#assertOpen();
    return this.#rooms.get(roomId)?.expiresAt;
  }

  async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    this.#assertOpen();
    if (appends.some(({ count }) => count < 1)) throw new Error("invariant: a commit holds at least one entry");
    const stopped = new Set<Commit[]>();
    return appends.map(({ stream, from, count, entries, document }) => {
      const room = this.#rooms.get(stream.roomId);
      if (!room) return "gone";
      const commits = room.commits.get(stream.file) ?? [];
      room.commits.set(stream.file, commits);
      const last = commits.at(-1);
      if (stopped.has(commits) || from !== (last ? last.from + last.count : 0)) {
        stopped.add(commits);
        return "conflict";
      }
      commits.push({ from, count, entries });
      if (document) room.document = JSON.stringify(document);
      return "ok";
    });
  }

  async read(stream: Stream, from: number, limit: number): Promise<Commit[]> {
    this.#assertOpen();
    const found = new StreamRead(limit);
    for (const commit of this.#rooms.get(stream.roomId)?.commits.get(stream.file) ?? []) {
      if (found.wanting === 0) break;
      if (commit.from + commit.count > from) found.add(commit);
    }
    return found.commits;
  }

  async readPacked(stream: Stream, from: number): Promise<PackedCommit[]> {
    const commits = await this.read(stream, from, PACKED_ENTRIES);
    return commits.length === 0 ? [] : [await packedOf(commits)];
  }

  async endOf({ roomId, file }: Stream): Promise<number> {
    this.#assertOpen();
    const last = this.#rooms.get(roomId)?.commits.get(file)?.at(-1);
    return last ? last.from + last.count : 0;
  }

  async latestSnapshot(stream: Stream, atMost: number): Promise<Snapshot | undefined> {
    this.#assertOpen();
    const snapshots = this.#rooms.get(stream.roomId)?.snapshots.get(stream.file);
    const version = Math.max(-1, ...[...(snapshots?.keys() ?? [])].filter((kept) => kept <= atMost));
    const snapshot = snapshots?.get(version);
    return snapshot === undefined ? undefined : (JSON.parse(snapshot) as Snapshot);
  }

  async putSnapshot(stream: Stream, snapshot: Snapshot): Promise<void> {
    this.#assertOpen();
    const room = this.#rooms.get(stream.roomId);
    if (!room) return;
    const snapshots = room.snapshots.get(stream.file) ?? new Map<number, string>();
    room.snapshots.set(stream.file, snapshots.set(snapshot.version, JSON.stringify(snapshot)));
    const newest = Math.max(...snapshots.keys());
    for (const version of snapshots.keys()) if (!isSnapshotKept(version, newest)) snapshots.delete(version);
  }

  async claimAddress(address: string, roomId: string, expiresAt: number, leadsTo = address): Promise<boolean> {
    this.#assertOpen();
    assertStorable(address, leadsTo);
    if (this.#addresses.has(address)) return false;
    if (this.#rooms.has(roomId)) this.#addresses.set(address, { address, roomId, leadsTo, expiresAt });
    return true;
  }

  async roomAt(address: string, now: number): Promise<Lead | undefined> {
    this.#assertOpen();
    const found = this.#addresses.get(address);
    return found && found.expiresAt > now ? { roomId: found.roomId, leadsTo: found.leadsTo } : undefined;
  }

  async releaseAddress(address: string): Promise<void> {
    this.#assertOpen();
    this.#addresses.delete(address);
  }

  async expireAddresses(now: number): Promise<void> {
    this.#assertOpen();
    for (const { address, expiresAt } of this.#addresses.values())
      if (expiresAt <= now) this.#addresses.delete(address);
  }

  async addresses(roomId: string): Promise<ClaimedAddress[]> {
    this.#assertOpen();
    return [...this.#addresses.values()]
      .filter((claimed) => claimed.roomId === roomId)
      .map(({ address, leadsTo, expiresAt }) => ({ address, leadsTo, expiresAt }))
      .toSorted((one, other) => (one.address < other.address ? -1 : 1));
  }

  async deleteStream({ roomId, file }: Stream): Promise<void> {
    this.#assertOpen();
    this.#rooms.get(roomId)?.commits.delete(file);
    this.#rooms.get(roomId)?.snapshots.delete(file);
  }

  async deleteRoom(roomId: string): Promise<void> {
    this.#assertOpen();
    this.#delete(roomId);
  }

  #delete(roomId: string): void {
    this.#rooms.delete(roomId);
    for (const claimed of this.#addresses.values())
      if (claimed.roomId === roomId) this.#addresses.delete(claimed.address);
  }

  async expireRooms(now: number, limit: number): Promise<string[]> {
    this.#assertOpen();
    const due = [...this.#rooms]
      .filter(([, room]) => room.expiresAt <= now)
      .sort(([, one], [, other]) => one.expiresAt - other.expiresAt)
      .slice(0, limit)
      .map(([roomId]) => roomId);
    for (const roomId of due) this.#delete(roomId);
    return due;
  }

  async ready(): Promise<void> {
    this.#assertOpen();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error("the store is closed");
  }
}
