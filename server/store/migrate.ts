// Copies rooms from one store to another and holds both against each other. Knows no store in particular.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { DEFAULT_LIMITS } from "../protocol/limits.ts";
import { readUpdates } from "../protocol/updates.ts";
import { Authority } from "../rooms/file/authority.ts";
import { type Commit, EVENTS, FEATURE_STREAMS, type RoomStore, type Stream } from "../rooms/roomStore.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import { endOf, pages, readRoom } from "../rooms/log/reading.ts";

/** Rooms that are copied side by side. */
const ROOMS_AT_ONCE = 16;

/** What is in both stores by now, and reads the same. */
export interface Copied {
  readonly rooms: number;
  /** entries of all logs */
  readonly entries: number;
}

/**
 * Copies all rooms, with logs, snapshots, addresses and expiry; what the other store has already is not copied again, so it can be
 * stopped anywhere and begun anew. Then both are read and replayed. Throws when a room differs: the other store had another one
 * of that id, or a server writes one of the stores meanwhile.
 */
export async function copyRooms(
  from: ListedRoomStore,
  to: ListedRoomStore,
  progress: (copied: Copied) => void,
): Promise<Copied> {
  let copied: Copied = { rooms: 0, entries: 0 };
  for (let after = ""; ;) {
    const page = await from.rooms(after, ROOMS_AT_ONCE);
    const last = page.at(-1);
    if (!last) return copied;
    const entries = await Promise.all(page.map(([roomId, expiresAt]) => copyRoom(from, to, roomId, expiresAt)));
    copied = {
      rooms: copied.rooms + page.length,
      entries: entries.reduce((sum, more) => sum + more, copied.entries),
    };
    progress(copied);
    [after] = last;
  }
}

/** How many entries the room's logs have. */
async function copyRoom(
  from: ListedRoomStore,
  to: ListedRoomStore,
  roomId: string,
  expiresAt: number,
): Promise<number> {
  const document = await from.loadRoom(roomId);
  if (!document) throw new Error(`The room ${roomId} went while it was copied.`);
  if (!(await to.createRoom(document, expiresAt))) await to.touchRoom(roomId, expiresAt);
  let entries = 0;
  const files = await from.streams(roomId);
  for (const file of files) {
    const stream = { roomId, file };
    await copyLog(from, to, stream);
    await copySnapshots(from, to, stream);
    const [one, other] = [await replayed(from, stream), await replayed(to, stream)];
    if (!isDeepStrictEqual(one, other)) throw differs(stream);
    entries += one.version;
  }
  if (!isDeepStrictEqual(await readRoom(from, roomId), await readRoom(to, roomId)))
    throw new Error(`The room ${roomId} differs.`);
  // An earlier try may have copied a log that was deleted since.
  for (const file of await to.streams(roomId)) if (!files.includes(file)) await to.deleteStream({ roomId, file });
  await copyAddresses(from, to, roomId);
  return entries;
}

/** An earlier try may have copied one that was released since, so those that are there go first. */
async function copyAddresses(from: ListedRoomStore, to: ListedRoomStore, roomId: string): Promise<void> {
  for (const { address } of await to.addresses(roomId)) await to.releaseAddress(address);
  const claimed = await from.addresses(roomId);
  for (const { address, leadsTo, expiresAt } of claimed) await to.claimAddress(address, roomId, expiresAt, leadsTo);
  if (!isDeepStrictEqual(await to.addresses(roomId), claimed))
    throw new Error(`An address of the room ${roomId} is another room's.`);
}

async function copyLog(from: RoomStore, to: RoomStore, stream: Stream): Promise<void> {
  const kept = await replayed(to, stream);
  if (!isDeepStrictEqual(kept, await replayed(from, stream, kept.version))) throw differs(stream);
  let end = kept.version;
  for await (const page of pages(from, stream, end)) {
    const appends = page.map((commit) => ({ ...part(stream, commit, end), stream }));
    end = endOf(page);
    if ((await to.append(appends)).some((outcome) => outcome !== "ok"))
      throw new Error(`File ${stream.file} of the room ${stream.roomId} is being written by somebody else.`);
  }
}

const differs = ({ roomId, file }: Stream): Error => new Error(`File ${file} of the room ${roomId} differs.`);

/** All snapshots there are, the oldest first, so that none counts as one that need not be kept. */
async function copySnapshots(from: RoomStore, to: RoomStore, stream: Stream): Promise<void> {
  const snapshots = [];
  for (let snapshot = await from.latestSnapshot(stream, Infinity); snapshot;) {
    snapshots.unshift(snapshot);
    snapshot = await from.latestSnapshot(stream, snapshot.version - 1);
  }
  for (const snapshot of snapshots) await to.putSnapshot(stream, snapshot);
}

const isText = ({ file }: Stream): boolean => file !== EVENTS && file < FEATURE_STREAMS;

/** What a log says up to a version, however the store has cut it into commits. */
async function replayed(
  store: RoomStore,
  stream: Stream,
  upTo = Infinity,
): Promise<{ version: number; hash: string; text: string }> {
  const authority = new Authority({ version: 0, text: "", confirmed: [] }, DEFAULT_LIMITS);
  const hash = createHash("sha256");
  let version = 0;
  for await (const page of pages(store, stream, 0)) {
    const commits = page.filter(({ from }) => from < upTo).map((commit) => part(stream, commit, 0, upTo));
    for (const commit of commits) hash.update(JSON.stringify(entriesOf(stream, commit)).slice(1, -1)).update(",");
    if (isText(stream)) authority.replay(commits.flatMap(({ entries }) => readUpdates(entries)));
    version = Math.max(version, endOf(commits));
    if (version >= upTo) break;
  }
  return { version, hash: hash.digest("hex"), text: authority.text.toString() };
}

/** Each by itself, so that any of them may be the first of another commit. */
const entriesOf = (stream: Stream, { entries }: Commit): readonly unknown[] =>
  isText(stream) ? readUpdates(entries) : (JSON.parse(entries) as unknown[]);

/** What of the commit lies between two versions. */
function part(stream: Stream, commit: Commit, first: number, last = Infinity): Commit {
  const from = Math.max(commit.from, first);
  const to = Math.min(commit.from + commit.count, last);
  if (to - from === commit.count) return commit;
  const entries = entriesOf(stream, commit).slice(from - commit.from, to - commit.from);
  return { from, count: entries.length, entries: JSON.stringify(entries) };
}
