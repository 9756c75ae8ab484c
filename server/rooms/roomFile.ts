// One open file of a live room: its authority and who follows it. Knows the store's port, no participants and no socket.
import type { Text } from "@codemirror/state";
import { Refusal } from "../protocol/errors.ts";
import type { Limits } from "../protocol/limits.ts";
import type { OpenFile, Presence, ServerMessage } from "../protocol/messages.ts";
import type { Selection } from "../protocol/selections.ts";
import { textHash } from "../protocol/textHash.ts";
import { readUpdates, withJSON } from "../protocol/updates.ts";
import { Authority, type Offer, type Opening } from "./authority.ts";
import type { Clock, Frame, Outlet } from "./ports.ts";
import type { RoomServices } from "./roomServices.ts";
import {
  type Append,
  type Commit,
  commitOf,
  isEnd,
  joinCommits,
  type RoomStore,
  SNAPSHOT_EVERY,
  type Stream,
} from "./roomStore.ts";

/** An update pays for so many characters of the next snapshot, about as many as it has itself: a long text is kept less often. */
const SNAPSHOT_CHARACTERS = 50;
/** … and one is due after so many characters of the log, which whoever opens the file would have to read. */
const SNAPSHOT_LOG_CHARACTERS = 4_000_000;
/** Whoever types faster than people do gets a snapshot no oftener than this: each costs what a few hundred updates do. */
const SNAPSHOT_PAUSE_MS = 500;
/** A snapshot is also due after this time, when anything has changed. */
const SNAPSHOT_AFTER_MS = 5 * 60_000;
/** Making one change of more than that, in steps over a section, takes longer than 10 ms. */
const COMPOSED_STEPS = 7_000;
/** Who leaves together comes back together: so many ways to the newest text are kept ready, each as long as the text at most. */
const MOST_READY = 3;
/** Catching up goes in pages of so many updates … */
const PAGE_UPDATES = 1_000;
/** … and about so many characters, so that one slow client cannot fill the memory. */
const PAGE_CHARACTERS = 500_000;
/** The text of a snapshot, the first page behind it, and the look that finds no other: a file that is opened takes no more as a rule. */
const PIECES_OF_A_PAGE = 4;
/** Steps over a section that one push may ask for; a client that is further behind catches up first. */
const PUSH_WORK = 100_000;

/** Somebody who has the file open. `sent`: the version that they will have when they have read all that was sent. */
interface Follower {
  readonly client: number;
  readonly outlet: Outlet;
  /** Whether they may be sent what was in the text before; asked each time, for they may become another. */
  readonly seesHistory: () => boolean;
  sent: number;
  catchingUp: boolean;
}

/** Somebody who opens it. */
type Reader = Omit<Follower, "sent" | "catchingUp">;

/** Does what opening a file takes at once, and each piece beyond a page when everything else that has arrived had its turn. */
function afterOthers(clock: Clock): Outlet["work"] {
  let pieces = 0;
  return async (run) => {
    if (++pieces > PIECES_OF_A_PAGE) await new Promise<void>((resolve) => clock.after(0, resolve));
    return run();
  };
}

const EMPTY = { version: 0, text: "", confirmed: [] };

/** Reads the file's log up to `upTo`, from the nearest snapshot on. `piece` does a page when it may be done. */
async function readAuthority(
  { store, limits }: { readonly store: RoomStore; readonly limits: Limits },
  stream: Stream,
  upTo: number,
  piece: Outlet["work"],
): Promise<Authority> {
  const snapshot = (await store.latestSnapshot(stream, upTo)) ?? EMPTY;
  const authority = await piece(() => new Authority(snapshot, limits));
  while (authority.version < upTo) {
    const commits = await piece(() => store.read(stream, authority.version, PAGE_UPDATES));
    if (commits.length > 0) await piece(() => authority.replay(commits, upTo));
    if (isEnd(commits, PAGE_UPDATES)) break;
  }
  return authority;
}

export class RoomFile {
  readonly #options: RoomFileOptions;
  readonly authority: Authority;
  readonly #followers = new Map<number, Follower>();
  /** durable, and not sent yet because showing is paced */
  #unshown: Commit[] = [];
  /** what leads to the newest text, by the version from which it does, ready for whoever comes next */
  readonly #ready = new Map<number, Promise<Frame>>();
  #snapshot: { version: number; at: number };
  /** characters of the log since then */
  #written = 0;
  #checked: number;
  /** old texts are put together one at a time, so that asking for many costs the asker time and nobody else */
  #oldTexts: Promise<unknown> = Promise.resolve();

  private constructor(authority: Authority, options: RoomFileOptions) {
    this.#options = options;
    this.authority = authority;
    this.#checked = authority.version;
    this.#snapshot = { version: authority.recentFrom, at: options.now };
  }

  /** The text that the store has, of a file that nobody has open. */
  static async readText(services: Pick<RoomServices, "store" | "limits" | "clock">, stream: Stream): Promise<Text> {
    return (await readAuthority(services, stream, Infinity, afterOthers(services.clock))).text;
  }

  /** Reads the file from the store: the newest snapshot and what came after it. */
  static async open(options: RoomFileOptions): Promise<RoomFile> {
    const { store, stream, isShared, now } = options;
    const authority = await readAuthority(options, stream, Infinity, afterOthers(options.clock));
    if (isShared) {
      const [outcome] = await store.append([{ stream, ...authority.mark(now) }]);
      if (outcome === "conflict") throw new Refusal("room_reset");
      if (outcome !== "ok") throw new Error(`the mark of a file was not kept: ${outcome}`);
      authority.committed(authority.version + 1);
    }
    return new RoomFile(authority, options);
  }

  get version(): number {
    return this.authority.version;
  }

  /**
   * Lets a client follow the file from the version that it has. Throws Refusal version_ahead, or room_reset where the store has
   * more than is here.
   */
  async follow(reader: Reader, { version, text }: Omit<OpenFile, "file">): Promise<void> {
    this.show();
    if (version !== null && version > this.version)
      throw new Refusal((await this.#isOvertaken()) ? "room_reset" : "version_ahead");
    const follower: Follower = { ...reader, sent: version ?? this.version, catchingUp: true };
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
   * What tells a follower where it begins, with the text there when it has none. Who sees no history is taken to the newest text,
   * whatever they have and ask for.
   */
  async #opening(follower: Follower, withText: boolean): Promise<Frame> {
    const { client, sent, seesHistory } = follower;
    const past = withText && sent < this.version && seesHistory() && (await this.#textAt(sent, follower.outlet));
    // they may have become another meanwhile
    if (past && seesHistory()) return this.#compress(sent, past.opening(client, sent));
    if (!withText && (sent === this.version || seesHistory())) return this.#compress(sent);
    follower.sent = this.version;
    const isNear = sent >= this.authority.recentFrom && this.authority.stepsSince(sent) <= COMPOSED_STEPS;
    return this.#toNewest(client, isNear && !withText ? sent : this.version);
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

  #compress(version: number, opening: Opening = {}): Promise<Frame> {
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
    const piece: Outlet["work"] = (run) => outlet.work(run);
    const text = this.#oldTexts.then(() => readAuthority(this.#options, this.#options.stream, version, piece));
    this.#oldTexts = text.catch(() => {});
    return text;
  }

  /** Orders what a client offers, whose `workOf` is `work`; true when there is something to store. Throws Refusal. */
  push(client: number, offer: Offer, work: number, now: number): boolean {
    if (work > PUSH_WORK) throw new Refusal("version_too_old");
    return this.authority.accept(client, offer, now) > 0;
  }

  take(): Append | undefined {
    const commit = this.authority.take();
    return commit && { stream: this.#options.stream, ...commit };
  }

  /** The commit is durable: from now on it may be shown. */
  committed(commit: Commit, now: number): void {
    this.authority.committed(commit.from + commit.count);
    this.#ready.clear();
    this.#unshown.push(commit);
    this.#written += commit.entries.length;
    const isSoon = now - this.#snapshot.at < SNAPSHOT_PAUSE_MS;
    if ((this.#isMuchSinceSnapshot && !isSoon) || this.#written >= SNAPSHOT_LOG_CHARACTERS) void this.#putSnapshot(now);
  }

  get #isMuchSinceSnapshot(): boolean {
    const every = Math.max(SNAPSHOT_EVERY, this.authority.text.length / SNAPSHOT_CHARACTERS);
    return this.version - this.#snapshot.version >= every;
  }

  /** Sends what is durable and was not sent yet to everybody who has all before it, and tells to how many. */
  show(): number {
    if (this.#unshown.length === 0) return 0;
    const commit = joinCommits(this.#unshown);
    this.#unshown = [];
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

  #frame({ from, entries }: Commit): Frame {
    const { file } = this.#options.stream;
    return this.#options.frames.encode(`{"type":"updates","file":${file},"version":${from},"updates":${entries}}`);
  }

  /** The client reads again: it gets what it has missed, from the log where it sees history. */
  drained(client: number): Promise<void> {
    return this.#catchUp(this.#followers.get(client));
  }

  async #catchUp(follower: Follower | undefined): Promise<void> {
    if (!follower || follower.catchingUp) return;
    follower.catchingUp = true;
    // Nothing may wait to be shown when this ends: the next frame to all must begin where this follower is.
    for (this.show(); follower.sent < this.version && !follower.outlet.full; this.show()) {
      const frame = await follower.outlet.work(() => this.#next(follower));
      if (this.#followers.get(follower.client) !== follower) return;
      follower.outlet.send(frame);
    }
    follower.catchingUp = false;
  }

  /** Some of what a follower has not got, or all at once where it sees no history. */
  async #next(follower: Follower): Promise<Frame> {
    const { sent, seesHistory } = follower;
    const page =
      seesHistory() &&
      (this.authority.recent(sent, PAGE_UPDATES, PAGE_CHARACTERS) ?? (await this.#read(sent, follower.outlet)));
    if (!page || !seesHistory()) return this.#opening(follower, false);
    follower.sent = page.from + page.count;
    return this.#frame(page);
  }

  /** A page that memory does not hold any more, from the store. */
  async #read(from: number, outlet: Outlet): Promise<Commit> {
    const commits = await this.#options.store.read(this.#options.stream, from, PAGE_UPDATES);
    return outlet.work(() => this.#page(from, commits));
  }

  #page(from: number, commits: readonly Commit[]): Commit {
    const stored = commits.flatMap((commit) => readUpdates(commit.entries).slice(Math.max(0, from - commit.from)));
    // Of an append that is under way the store may have what is not shown yet.
    const updates = stored.slice(0, this.version - from);
    if (updates.length === 0) throw new Error(`invariant: the store has nothing at ${from}`);
    return commitOf(from, updates.map(withJSON), PAGE_CHARACTERS);
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

  /** Keeps a snapshot when one is due by time, or by what came since when the file is about to be closed. */
  async keepSnapshot(now: number, closing: boolean): Promise<void> {
    const behind = this.version - this.#snapshot.version;
    const isLate = behind > 0 && now - this.#snapshot.at >= SNAPSHOT_AFTER_MS;
    const due = closing ? behind >= SNAPSHOT_EVERY / 10 : this.#isMuchSinceSnapshot || isLate;
    if (due) await this.#putSnapshot(now);
  }

  async #putSnapshot(now: number): Promise<void> {
    const snapshot = this.authority.snapshot();
    this.#snapshot = { version: snapshot.version, at: now };
    this.#written = 0;
    const { roomId } = this.#options.stream;
    this.#options.written.of(roomId).add(snapshot.text.length);
    try {
      await this.#options.store.putSnapshot(this.#options.stream, snapshot);
    } catch (error) {
      // Only opening becomes slower: the log has everything.
      this.#options.log.warn({ err: error, room: roomId }, "a snapshot was not kept");
    }
  }
}

type RoomFileOptions = Pick<RoomServices, "store" | "limits" | "frames" | "log" | "clock" | "isShared" | "written"> & {
  readonly stream: Stream;
  /** ms since 1970 */
  readonly now: number;
};
