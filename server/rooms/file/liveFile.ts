// One open file of a live room: its authority, its stream, and who follows it. Knows the store's port, no participants and no socket.
import type { Text } from "@codemirror/state";
import type { FileRequest } from "../../protocol/clientMessages.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Selection } from "../../protocol/selections.ts";
import type { Presence, ServerMessage } from "../../protocol/serverMessages.ts";
import { textHash } from "../../protocol/textHash.ts";
import { readUpdates, type UpdateJSON, withJSON, type WrittenUpdate, writeUpdates } from "../../protocol/updates.ts";
import { turn } from "../log/deadline.ts";
import { endOf, entriesFrom, READ_ENTRIES, pages } from "../log/reading.ts";
import { takeOver, StreamLog, type StreamOwner } from "../log/streamLog.ts";
import type { Clock, Frame, Outlet } from "../ports.ts";
import type { RoomServices } from "../roomServices.ts";
import { type AppendOutcome, type Commit, joinCommits, type Stream } from "../roomStore.ts";
import { Authority, type Offer, type FileOpening } from "./authority.ts";
import type { RecentUpdate } from "./recentUpdates.ts";
import { isDueClosing, isDueResting, isDueTyping, type SinceSnapshot } from "./snapshots.ts";

/** Making one change of more than that, in steps over a section, takes longer than 10 ms. */
const COMPOSED_STEPS = 7_000;
/** Who leaves together comes back together: so many ways to the newest text are kept ready, each as long as the text at most. */
const MOST_READY = 3;
/** Catching up goes in pages of about so many characters, so that one slow client cannot fill the memory. */
const CATCH_UP_CHARACTERS = 500_000;
/** The text of a snapshot, the first page behind it, and the look that finds no other: a file that is opened takes no more as a rule. */
const PIECES_OF_A_PAGE = 5;
/** Steps over a section that one push may ask for; a client that is further behind catches up first. */
const PUSH_WORK = 100_000;

/** Somebody who has the file open. `sent`: the version that they will have when they have read all that was sent. */
interface Follower {
  readonly client: number;
  readonly outlet: Outlet;
  /** What was made before this, in ms since 1970, they are not sent; asked each time, for they may become another. */
  readonly seesFrom: () => number;
  sent: number;
  catchingUp: boolean;
}

/** Somebody who opens it. */
type NewFollower = Omit<Follower, "sent" | "catchingUp">;

/** Does so many pieces at once, and each beyond them when everything else that has arrived had its turn. */
function afterOthers(clock: Clock, atOnce = PIECES_OF_A_PAGE): Outlet["work"] {
  let pieces = 0;
  return async (run) => {
    if (++pieces > atOnce) await turn(clock);
    return run();
  };
}

/**
 * Does each piece when everything else that has arrived had its turn, and rests before it for as long as the last one took: half of the
 * server's time, however much is asked for.
 */
function atLeisure(clock: Clock): Outlet["work"] {
  let restMs = 0;
  return async (run) => {
    await turn(clock, restMs);
    const begun = clock.now();
    const done = await run();
    restMs = clock.now() - begun;
    return done;
  };
}

const EMPTY = { version: 0, text: "", confirmed: [] };

/** Reads the file's log up to `upTo`, from the nearest snapshot on. `piece` does a page when it may be done. */
async function readAuthority(
  { store, limits }: Pick<RoomServices, "store" | "limits">,
  stream: Stream,
  upTo: number,
  piece: Outlet["work"],
): Promise<Authority> {
  const snapshot = (await store.latestSnapshot(stream, upTo)) ?? EMPTY;
  const authority = await piece(() => new Authority(snapshot, limits));
  if (authority.version >= upTo) return authority;
  for await (const page of pages(store, stream, authority.version, piece)) {
    const { version } = authority;
    const updates = await piece(() => entriesFrom(page, version, readUpdates).slice(0, upTo - version));
    for (let at = 0; at < updates.length; at += READ_ENTRIES)
      await piece(() => authority.replay(updates.slice(at, at + READ_ENTRIES)));
    if (endOf(page) >= upTo) break;
  }
  return authority;
}

/** Commits from a version on and up to another as they are stored, as many as a page takes; undefined where none begins and ends there. */
function storedPage(commits: readonly Commit[], from: number, upTo: number): Commit | undefined {
  let characters = 0;
  const fitting = commits.filter(
    (commit) => (characters += commit.entries.length) <= CATCH_UP_CHARACTERS && endOf([commit]) <= upTo,
  );
  return fitting[0]?.from === from ? joinCommits(fitting) : undefined;
}

type ReadServices = Pick<RoomServices, "store" | "limits" | "clock">;

/** Updates that follow each other, at least one, the first at version `from`. */
export interface UpdatesPage {
  readonly from: number;
  readonly updates: readonly UpdateJSON[];
}

/** The room, as one of its files knows it. */
export interface FileRoom {
  failed(reason: AppendOutcome | "error"): void;
}

/** All open files of the room, as one of them knows them. */
export interface Siblings {
  /** Something of the file is durable and waits to be shown. */
  toShow(file: LiveFile): void;
}

export class LiveFile implements StreamOwner<RecentUpdate, Text> {
  readonly #options: LiveFileOptions;
  /** a keystroke waits for no turn to end */
  readonly isPrompt = true;
  readonly log: StreamLog<RecentUpdate, Text>;
  readonly authority: Authority;
  readonly #followers = new Map<number, Follower>();
  /** durable, and not sent yet because showing is paced */
  #unshown: Commit | undefined;
  /** what leads to the newest text, by the version from which it does, ready for whoever comes next */
  readonly #ready = new Map<number, Promise<Frame>>();
  #snapshot: { version: number; at: number };
  /** characters of the log since then */
  #logCharacters = 0;
  /** the snapshots that are on their way to the store */
  #storing: Promise<void> = Promise.resolve();
  /** it was deleted for good */
  #isGone = false;
  #checked: number;
  /** old texts are put together one at a time, so that asking for many costs the asker time and nobody else */
  #oldTexts: Promise<unknown> = Promise.resolve();

  private constructor(authority: Authority, options: LiveFileOptions) {
    this.#options = options;
    this.authority = authority;
    const { version, text: state } = authority;
    this.log = new StreamLog({ stream: options.stream, version, state }, options.commitLoop, this);
    this.#checked = authority.version;
    this.#snapshot = { version: authority.recentFrom, at: options.now };
  }

  /** The text that the store has at a version, at the newest where none is named. Throws Refusal version_ahead where it has not so many updates. */
  static async readText(services: ReadServices, stream: Stream, version?: number): Promise<Text> {
    // an old text is long work, for which nobody waits to type
    const piece = version === undefined ? afterOthers(services.clock) : atLeisure(services.clock);
    const authority = await readAuthority(services, stream, version ?? Infinity, piece);
    if (version !== undefined && authority.version < version) throw new Refusal("version_ahead");
    return authority.text;
  }

  /** The updates that the store has from version `from` on and before `to`, in pages; everything else that has arrived gets its turn between them. */
  static async *readUpdates(
    services: ReadServices,
    stream: Stream,
    from: number,
    to: number,
  ): AsyncGenerator<UpdatesPage> {
    for await (const page of pages(services.store, stream, from, afterOthers(services.clock))) {
      const updates = entriesFrom(page, from, readUpdates).slice(0, to - from);
      if (updates.length > 0) yield { from, updates };
      from += updates.length;
      if (from >= to) return;
    }
  }

  /** Reads the file from the store: the newest snapshot and what came after it. */
  static async open(options: LiveFileOptions): Promise<LiveFile> {
    const { store, stream, isShared, now } = options;
    const authority = await readAuthority(options, stream, Infinity, afterOthers(options.clock));
    if (isShared) {
      const still = authority.still(now);
      if (!(await takeOver(store, stream, authority.version, still))) throw new Error("the room of a file is gone");
      authority.replay([still]);
    }
    return new LiveFile(authority, options);
  }

  get version(): number {
    return this.authority.version;
  }

  /**
   * Lets a client follow the file from the version that it has. Throws Refusal version_ahead, or room_reset where the store has
   * more than is here.
   */
  async follow(reader: NewFollower, { version, text }: Omit<FileRequest, "file">): Promise<void> {
    this.show();
    if (version !== null && version > this.version)
      throw new Refusal((await this.#isOvertaken()) ? "room_reset" : "version_ahead");
    const { client, outlet, seesFrom } = reader;
    const follower: Follower = { client, outlet, seesFrom, sent: version ?? this.version, catchingUp: true };
    this.#followers.set(reader.client, follower);
    const opening = await this.#opening(follower, version === null || text === true);
    if (this.#followers.get(reader.client) !== follower) return;
    reader.outlet.send(opening);
    follower.catchingUp = false;
    await this.#catchUp(follower);
  }

  /** Whether the store has what somebody has seen and this has not: another process has written it, or had the room before. */
  async #isOvertaken(): Promise<boolean> {
    const { isShared, store, stream } = this.#options;
    const { version } = this;
    return isShared && (await store.read(stream, version, 1)).length > 0 && this.version === version;
  }

  /**
   * What tells a follower where it begins, with the text there when it has none. Who may not be sent what came since is taken to the
   * newest text, whatever they have and ask for.
   */
  async #opening(follower: Follower, withText: boolean): Promise<Frame> {
    const { client, sent, seesFrom } = follower;
    const goneOnAt = await this.#goneOnAt(follower);
    const past =
      withText && sent < this.version && goneOnAt >= seesFrom() && (await this.#textAt(sent, follower.outlet));
    // they may have become another meanwhile
    if (past && goneOnAt >= seesFrom()) return this.#compress(sent, past.opening(client, sent));
    if (!withText && goneOnAt >= seesFrom()) return this.#compress(sent);
    follower.sent = this.version;
    const isNear = sent >= this.authority.recentFrom && this.authority.stepsSince(sent) <= COMPOSED_STEPS;
    return this.#toNewest(client, isNear && !withText ? sent : this.version);
  }

  /** When the text went on from what the follower has, in ms since 1970, as far as that matters for them; Infinity: it has not. */
  async #goneOnAt({ sent, seesFrom, outlet }: Follower): Promise<number> {
    if (sent === this.version) return Infinity;
    if (seesFrom() === 0 || seesFrom() === Infinity) return 0;
    const { store, stream } = this.#options;
    const [next] =
      this.authority.recent(sent, 1) ?? (await this.#updatesOf(await store.read(stream, sent, 1), sent, outlet));
    return next?.time ?? 0;
  }

  /** Leads to the newest text, by a change or, from its own version, by itself; made once for all who come alike. */
  #toNewest(client: number, from: number): Promise<Frame> {
    const make = (): Promise<Frame> => this.#compress(from, this.authority.opening(client, from));
    if (this.authority.confirmed(client) > 0) return make();
    const frame = this.#ready.get(from) ?? make();
    if (this.#ready.size >= MOST_READY) this.#ready.clear();
    this.#ready.set(from, frame);
    return frame;
  }

  #compress(version: number, opening: FileOpening = {}): Promise<Frame> {
    const { frames, stream } = this.#options;
    const message: ServerMessage = { type: "file", file: stream.file, version, head: this.version, ...opening };
    return frames.compress(JSON.stringify(message));
  }

  unfollow(client: number): void {
    this.#followers.delete(client);
  }

  isFollowedBy(client: number): boolean {
    return this.#followers.has(client);
  }

  #textAt(version: number, outlet: Outlet): Promise<Authority> {
    const inTurn = afterOthers(this.#options.clock, 0);
    const piece: Outlet["work"] = async (run) => inTurn(() => outlet.work(run));
    const text = this.#oldTexts.then(() => readAuthority(this.#options, this.#options.stream, version, piece));
    this.#oldTexts = text.catch(() => {});
    return text;
  }

  /** Orders what a client offers, whose `workOf` is `work`. Throws Refusal. */
  push(client: number, offer: Offer, work: number, now: number): void {
    if (work > PUSH_WORK) throw new Refusal("version_too_old");
    const updates = this.authority.accept(client, offer, now);
    if (updates.length > 0) this.log.accept(updates, this.authority.accepted);
  }

  // ---- the stream's side

  write(updates: readonly RecentUpdate[]): { readonly entries: string } {
    return writeUpdates(updates);
  }

  committed(commit: Commit, updates: readonly RecentUpdate[], text: Text): void {
    this.authority.committed(updates, text);
    this.#ready.clear();
    this.#unshown = this.#unshown ? joinCommits([this.#unshown, commit]) : commit;
    this.#logCharacters += commit.entries.length;
    const now = this.#options.clock.now();
    if (isDueTyping(this.#since(now))) void this.#storeSnapshot(now);
    this.#options.files.toShow(this);
  }

  failed(reason: AppendOutcome | "error"): void {
    this.#options.room.failed(reason);
  }

  // ---- showing

  /** Sends what is durable and was not sent yet to everybody who has all before it, and tells to how many. */
  show(): number {
    const commit = this.#unshown;
    if (!commit) return 0;
    this.#unshown = undefined;
    const frame = this.#frame(commit);
    let writes = 0;
    for (const follower of this.#followers.values()) {
      if (follower.sent !== commit.from || follower.catchingUp || follower.outlet.full) continue;
      follower.outlet.send(frame);
      follower.sent = this.version;
      writes++;
    }
    return writes;
  }

  #frame({ from, entries }: Pick<Commit, "from" | "entries">): Frame {
    const { file } = this.#options.stream;
    return this.#options.frames.encode(`{"type":"updates","file":${file},"version":${from},"updates":${entries}}`);
  }

  /** The client reads again: it gets what it has missed, from the log where it may be sent that. */
  drained(client: number): Promise<void> {
    return this.#catchUp(this.#followers.get(client));
  }

  async #catchUp(follower: Follower | undefined): Promise<void> {
    if (!follower || follower.catchingUp) return;
    follower.catchingUp = true;
    const inTurn = afterOthers(this.#options.clock, 1);
    // Nothing may wait to be shown when this ends: the next frame to all must begin where this follower is.
    for (this.show(); follower.sent < this.version && !follower.outlet.full; this.show()) {
      const frame = await inTurn(() => follower.outlet.work(() => this.#next(follower)));
      if (this.#followers.get(follower.client) !== follower) return;
      follower.outlet.send(frame);
    }
    follower.catchingUp = false;
  }

  /** Some of what a follower has not got, or all at once where it may not be sent that. */
  async #next(follower: Follower): Promise<Frame> {
    const { sent, seesFrom, outlet } = follower;
    const recent = seesFrom() < Infinity ? this.authority.recent(sent, READ_ENTRIES) : [];
    const commits = recent ? [] : await this.#options.store.read(this.#options.stream, sent, READ_ENTRIES);
    // whoever may see all of it is sent it as it is stored
    const stored = seesFrom() === 0 ? storedPage(commits, sent, this.version) : undefined;
    const frame = stored && (await outlet.work(() => this.#frame(stored)));
    if (frame && seesFrom() === 0) {
      follower.sent = endOf([stored]);
      return frame;
    }
    const updates = [...(recent ?? (await this.#updatesOf(commits, sent, outlet)))];
    // they may have become another meanwhile
    if ((updates[0]?.time ?? 0) < seesFrom()) return this.#opening(follower, false);
    const { count, entries } = writeUpdates(updates, CATCH_UP_CHARACTERS);
    follower.sent = sent + count;
    return this.#frame({ from: sent, entries });
  }

  /** A page that memory does not hold any more, from the store. */
  #updatesOf(commits: readonly Commit[], from: number, outlet: Outlet): Promise<readonly WrittenUpdate[]> {
    return outlet.work(() => {
      // Of an append that is under way the store may have what is not shown yet.
      const updates = entriesFrom(commits, from, readUpdates).slice(0, this.version - from);
      if (updates.length === 0) throw new Error(`invariant: the store has nothing at ${from}`);
      return updates.map(withJSON);
    });
  }

  /** The presence as of the version that everybody has been shown, or undefined when it cannot be carried there. */
  carry(presence: Presence): Presence | undefined {
    const { client, version, selections, top } = presence;
    const places: readonly Selection[] = top === undefined ? selections : [...selections, [top, top]];
    const carried = this.authority.carry(client, version, places);
    return (
      carried && {
        ...presence,
        version: this.version,
        selections: carried.slice(0, selections.length),
        top: carried[selections.length]?.[1],
      }
    );
  }

  /** The divergence alarm: whoever is at this version with nothing under way must have this text. */
  check(): void {
    this.show();
    this.#ready.clear();
    if (this.#checked === this.version) return;
    this.#checked = this.version;
    const { file } = this.#options.stream;
    const check: ServerMessage = { type: "check", file, version: this.version, hash: textHash(this.authority.text) };
    const frame = this.#options.frames.encode(JSON.stringify(check));
    for (const { outlet, sent } of this.#followers.values())
      if (sent === this.version && !outlet.full) outlet.send(frame);
  }

  /** Stores a snapshot when one is due. */
  async storeSnapshotIfDue(now: number, closing: boolean): Promise<void> {
    if ((closing ? isDueClosing : isDueResting)(this.#since(now))) await this.#storeSnapshot(now);
  }

  #since(now: number): SinceSnapshot {
    const { version, at } = this.#snapshot;
    const { length: textLength } = this.authority.text;
    return { ms: now - at, updates: this.version - version, logCharacters: this.#logCharacters, textLength };
  }

  /** Nothing of it is on its way to the store any more, nor will be. */
  async end(): Promise<void> {
    this.#isGone = true;
    await this.log.pause();
    this.log.close();
    await this.#storing;
  }

  async #storeSnapshot(now: number): Promise<void> {
    if (this.#isGone) return;
    const snapshot = this.authority.snapshot();
    this.#snapshot = { version: snapshot.version, at: now };
    this.#logCharacters = 0;
    const { roomId } = this.#options.stream;
    this.#options.writeBudgets.of(roomId).add(snapshot.text.length);
    // where it fails only opening becomes slower: the log has everything
    const stored = this.#options.store
      .putSnapshot(this.#options.stream, snapshot)
      .catch((error: unknown) => this.#options.logger.warn({ err: error, room: roomId }, "a snapshot was not kept"));
    // without their values, in which those of all before would be kept
    this.#storing = Promise.all([this.#storing, stored]).then(() => {});
    await stored;
  }
}

type LiveFileOptions = Pick<
  RoomServices,
  "store" | "commitLoop" | "limits" | "frames" | "logger" | "clock" | "isShared" | "writeBudgets"
> & {
  readonly room: FileRoom;
  readonly files: Siblings;
  readonly stream: Stream;
  /** ms since 1970 */
  readonly now: number;
};
