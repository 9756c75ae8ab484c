// The port to whatever keeps rooms durably. Knows no database; each implementation passes the same contract suite.
import type { RoomDocument } from "./log/roomDocument.ts";

/** One log: a file of a room, by its number from 1, the room's own events, number 0, or a feature's, from FEATURE_STREAMS on. A log that is rewritten goes on in another stream. */
export interface Stream {
  readonly roomId: string;
  readonly file: number;
}

export const EVENTS = 0;
/** Features' streams begin here, far above the number of any file. A feature adds a number that no other feature has. */
export const FEATURE_STREAMS = 1_000_000;

/** And those of logs that were rewritten here: a room's are numbered by its own events. */
export const REWRITTEN_STREAMS = 2_000_000;

/** And those that features name: numbered by a room's own events too. */
export const NAMED_STREAMS = 1_000_000_000;

/** Consecutive entries of one stream, kept and read as a unit. */
export interface Commit {
  /** version before the first entry */
  readonly from: number;
  /** how many entries, at least 1 */
  readonly count: number;
  /**
   * The text of a JSON list of the entries: UpdateJSON of a file, StoredEvent of the room, whatever a feature's are. As JSON.stringify writes it,
   * so half a surrogate pair is an escape; and kept to the letter.
   */
  readonly entries: string;
}

/** Consecutive entries of one stream, packed: a byte that says how, then deflated (RFC 1951) what `unpacked` of server/protocol/packedEntries.ts reads. */
export interface PackedCommit extends Pick<Commit, "from" | "count"> {
  readonly packed: Uint8Array;
}

/** Commits of one stream that follow each other, at least one, as one. */
export function joinCommits(commits: readonly Commit[]): Commit {
  const [first] = commits;
  if (!first) throw new Error("invariant: nothing to join");
  if (commits.length === 1) return first;
  return {
    from: first.from,
    count: commits.reduce((count, commit) => count + commit.count, 0),
    entries: `[${commits.map(({ entries }) => entries.slice(1, -1)).join(",")}]`,
  };
}

/** A commit on its way in. */
export interface Append extends Commit {
  readonly stream: Stream;
  /** with a commit of events: the room after it, which replaces the stored document once the commit is kept */
  readonly document?: RoomDocument;
}

/**
 * `conflict`: `from` is not the end of the stream, so somebody else writes this room; every later commit of that stream in
 * the call conflicts too. `gone`: there is no such room. Nothing of the commit was kept, its document neither.
 */
export type AppendOutcome = "ok" | "conflict" | "gone";

/** The text of a file at a version, so that opening need not replay everything. */
export interface Snapshot {
  readonly version: number;
  readonly text: string;
  /** the highest seq of each client that `version` contains */
  readonly confirmed: readonly (readonly [client: number, seq: number])[];
}

/** Where a further address of a room leads. */
export interface Lead {
  readonly roomId: string;
  /**
   * What is told in its place. A viewing address leads to itself. The address drawn from a join code leads to the room's id; a code from
   * before they were hashed leads to the id with an invitation behind it, as "rUnq7KcVbXm3A#invitation".
   */
  readonly leadsTo: string;
}

export interface RoomStore {
  /** False when the id is taken; then nothing changed. `expiresAt` in ms since 1970, Infinity: never. Rejects an id that `isStorableId` does. */
  createRoom(document: RoomDocument, expiresAt: number): Promise<boolean>;

  /** The newest document that was kept. Entries of the room's events after its `eventsVersion` may exist and have to be applied by the reader. */
  loadRoom(roomId: string): Promise<RoomDocument | undefined>;

  /** Sets the expiry anew, later or sooner. False when there is no such room. */
  touchRoom(roomId: string, expiresAt: number): Promise<boolean>;

  /** When the room expires as it was set last, in ms since 1970, Infinity: never. Undefined when there is no such room. */
  expiryOf(roomId: string): Promise<number | undefined>;

  /**
   * Keeps commits of many rooms, one outcome for each in order. Resolves when everything that is "ok" survives a power cut.
   * A commit is kept whole or not at all, and never twice at one (stream, from): that is the compare-and-append which
   * everything rests on. Commits of one stream within a call are in order. Rejects when the outcome is not known (disk full,
   * database away): the caller then knows nothing and has to read again.
   */
  append(appends: readonly Append[]): Promise<AppendOutcome[]>;

  /**
   * Commits of the stream in order, beginning with the one that contains version `from`, until they hold `limit` entries or
   * READ_CHARACTERS (the last may go past) or the stream ends. Empty at and past the end.
   */
  read(stream: Stream, from: number, limit: number): Promise<Commit[]>;

  /**
   * The same as the store has it packed, in order, beginning with what holds version `from`, until it is READ_PACKED_BYTES (the last may
   * go past). What is not packed yet is packed for the answer. Empty at and past the end, and only there.
   */
  readPacked(stream: Stream, from: number): Promise<PackedCommit[]>;

  /** How many entries the stream has; 0 where there is no such room. */
  endOf(stream: Stream): Promise<number>;

  /** The newest snapshot whose version is ≤ `atMost`. */
  latestSnapshot(stream: Stream, atMost: number): Promise<Snapshot | undefined>;

  /** Keeps a snapshot; an implementation may drop older ones as long as any version stays near one. Nothing happens when there is no such room. */
  putSnapshot(stream: Stream, snapshot: Snapshot): Promise<void>;

  /**
   * Makes `address` lead to the room until `expiresAt` (ms since 1970, Infinity: until it is released). False when it is
   * taken, be it by one that has expired and is not swept yet; then nothing changed. Nothing happens when there is no such
   * room. Rejects an address that `isStorableId` does. `leadsTo`: the address itself where none is given.
   */
  claimAddress(address: string, roomId: string, expiresAt: number, leadsTo?: string): Promise<boolean>;

  /** Where the address leads at `now`, in ms since 1970; undefined when it has expired or was released, or its room is gone. */
  roomAt(address: string, now: number): Promise<Lead | undefined>;

  /** The address leads nowhere from now on, and is free. No error when it did not lead anywhere. */
  releaseAddress(address: string): Promise<void>;

  /** Releases all addresses whose time has come at `now`, in ms since 1970. */
  expireAddresses(now: number): Promise<void>;

  /**
   * Removes the stream's commits and snapshots for good: whoever reads finds all of it or nothing, also after a crash, and it ends
   * at 0 and can be begun anew. The room's document stays. No error when there is nothing, or no room. The caller orders the room, and
   * has no append, snapshot or read of the stream under way: an append from further on is deleted too or a conflict, a late
   * snapshot may stay. After a rejection or a crash, calling again ends what was interrupted.
   */
  deleteStream(stream: Stream): Promise<void>;

  /** Removes the room with all that belongs to it: nobody finds it from the start, and a later sweep ends what a crash interrupts. No error when there is none. */
  deleteRoom(roomId: string): Promise<void>;

  /** Deletes up to `limit` rooms whose time has come at `now` (ms since 1970), those due longest first, and names them. */
  expireRooms(now: number, limit: number): Promise<string[]>;

  /** Resolves when a write would be kept now, which it tries; rejects with the reason otherwise. */
  ready(): Promise<void>;

  /** Ends after everything under way is kept. Any call afterwards rejects, but for another `close`. */
  close(): Promise<void>;
}

/** Who reads gets about so much at once: updates may be long, and a thousand long ones would not fit into memory. */
export const READ_CHARACTERS = 1_000_000;

/** Who reads what is packed gets about so much at once. */
export const READ_PACKED_BYTES = 64 * 1024;

/** Updates between two snapshots of a file, at least. */
export const SNAPSHOT_EVERY = 1_000;
