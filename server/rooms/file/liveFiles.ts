// The files of a live room and who has them open: each read once, shown with the others at the pace that the room can take.
// Knows what its clients may do, and nobody's name.
import type { Text } from "@codemirror/state";
import type { FileRequest, Push } from "../../protocol/clientMessages.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Presence } from "../../protocol/serverMessages.ts";
import { turn } from "../log/deadline.ts";
import { WRITES_AT_ONCE } from "../log/roomLog.ts";
import type { Audience, RoomClient } from "../people/audience.ts";
import type { Rights } from "../people/rights.ts";
import type { RoomServices } from "../roomServices.ts";
import type { PackedCommit, Stream } from "../roomStore.ts";
import type { Timers } from "../timers.ts";
import { type FileRoom, LiveFile, type Siblings, type UpdatesPage } from "./liveFile.ts";

/** Work (steps over a section of a change) and bytes that cost as much as one more push. */
export const WORK_PER_PUSH = 10_000;
const CHARACTERS_PER_PUSH = 50_000;
/** Files whose ends are looked up in one turn of the event loop. */
const LOOKED_UP_AT_ONCE = 50;

/** The room, as its files together know it. */
export interface FilesHost extends FileRoom {
  readonly roomId: string;
  readonly audience: Audience;
  readonly rights: Rights;
  readonly timers: Timers<"show" | "presence" | "check">;
  /** Something was written to a file, and is durable. */
  wrote(): void;
  /** What was asked for before is refused; anything but a Refusal is trouble with the store. */
  refuse(client: RoomClient, error: unknown, file?: number): void;
}

export class LiveFiles implements Siblings {
  readonly #services: RoomServices;
  readonly #room: FilesHost;
  readonly #open = new Map<number, LiveFile>();
  readonly #opening = new Map<number, Promise<LiveFile>>();
  /** those with something durable that was not sent yet, in the order in which it came */
  readonly #unshown = new Set<LiveFile>();
  #shownAt = 0;
  /** to how many that was written */
  #shownTo = 0;

  constructor(services: RoomServices, room: FilesHost) {
    this.#services = services;
    this.#room = room;
  }

  /** The file when the client has it open. */
  followed(number: number, client: number): LiveFile | undefined {
    const file = this.#open.get(number);
    return file?.isFollowedBy(client) ? file : undefined;
  }

  /** Something is accepted that is not durable yet. */
  get busy(): boolean {
    return [...this.#open.values()].some(({ log }) => log.busy);
  }

  // ---- opening and closing

  /** Lets the client follow the file once it is read. False: they have gone meanwhile, or closed it again, or it was refused. */
  async open(client: RoomClient, request: FileRequest): Promise<boolean> {
    try {
      this.#assertOpen(client, request.file);
      const file = await this.#read(request.file);
      await client.outlet.work(() => this.#follow(client, file, request));
      return this.#isWanted(client, request.file);
    } catch (error) {
      this.#room.refuse(client, error, request.file);
      return false;
    }
  }

  #read(number: number): Promise<LiveFile> {
    const opened = this.#opening.get(number);
    if (opened) return opened;
    const stream = this.#stream(number);
    const now = this.#services.clock.now();
    const opening = LiveFile.open({ ...this.#services, room: this.#room, files: this, stream, now });
    this.#opening.set(number, opening);
    opening.then(
      (file) => this.#open.set(number, file),
      () => this.#opening.delete(number),
    );
    return opening;
  }

  #stream(file: number): Stream {
    return { roomId: this.#room.roomId, file };
  }

  #follow(client: RoomClient, file: LiveFile, request: FileRequest): Promise<void> | undefined {
    if (!this.#isWanted(client, request.file)) return undefined;
    this.#assertOpen(client, request.file);
    const { client: number, outlet } = client;
    return file.follow({ client: number, outlet, seesFrom: () => this.#room.rights.seesFrom(client) }, request);
  }

  #isWanted(client: RoomClient, file: number): boolean {
    return this.#room.audience.has(client) && client.wanted.has(file);
  }

  #assertOpen(client: RoomClient, file: number): void {
    if (!this.#room.rights.mayOpen(file, client)) throw new Refusal("unknown_file");
  }

  /** The client gets nothing of the file any more; of any file, where none is named. */
  unfollow(client: number, only?: number): void {
    for (const [number, file] of this.#open) if (only === undefined || number === only) file.unfollow(client);
  }

  /** They, or the file, are not what they were: what they may not open any more is closed to them. */
  closeTo(clients: readonly RoomClient[], only?: number): void {
    for (const [number, file] of this.#open)
      if (only === undefined || number === only)
        for (const client of clients)
          if (file.isFollowedBy(client.client) && !this.#room.rights.mayOpen(number, client)) {
            this.#room.refuse(client, new Refusal("unknown_file"), number);
            file.unfollow(client.client);
          }
  }

  /** They are deleted for good, for everybody: nothing of them is on its way to the store any more, nor will be. */
  async end(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      const file = await this.#opening.get(number)?.catch(() => undefined);
      await file?.end();
      this.#opening.delete(number);
      this.#open.delete(number);
    }
  }

  /**
   * The text of a file that the room lists, as everybody may see it, at a version or now; nobody opens the file by that. Throws Refusal
   * unknown_file, and version_ahead of a version that nobody may see yet.
   */
  async text(number: number, version?: number): Promise<Text> {
    if (!this.#room.rights.isListed(number)) throw new Refusal("unknown_file");
    const open = await this.#opening.get(number);
    if (open && (version ?? open.version) === open.version) return open.authority.text;
    if (open && version! > open.version) throw new Refusal("version_ahead");
    return LiveFile.readText(this.#services, this.#stream(number), version);
  }

  /** The updates of a file that the room lists, from version `from` on and before `to`, as far as everybody may see them. Throws Refusal unknown_file. */
  async *updates(number: number, from: number, to = Infinity): AsyncGenerator<UpdatesPage> {
    if (!this.#room.rights.isListed(number)) throw new Refusal("unknown_file");
    const open = await this.#opening.get(number);
    const seen = Math.min(to, open?.version ?? Infinity);
    if (from < seen) yield* LiveFile.readUpdates(this.#services, this.#stream(number), from, seen);
  }

  /** The log of a file that the room lists, from the piece on that holds version `from`, as the store has it packed. Throws Refusal unknown_file. */
  async *packed(number: number, from: number): AsyncGenerator<PackedCommit> {
    for (let at = from; ;) {
      // who reads quickly waits for nothing, and the whole logs of many would be one turn
      if (at > from) await turn(this.#services.clock);
      if (!this.#room.rights.isListed(number)) throw new Refusal("unknown_file");
      const pieces = await this.#services.store.readPacked(this.#stream(number), at);
      const last = pieces.at(-1);
      if (!last) return;
      yield* pieces;
      at = last.from + last.count;
    }
  }

  /** How many updates each of these files has, in their order. */
  async versions(numbers: readonly number[]): Promise<number[]> {
    const versions: number[] = [];
    for (let at = 0; at < numbers.length; at += LOOKED_UP_AT_ONCE) {
      if (at > 0) await turn(this.#services.clock);
      const some = numbers.slice(at, at + LOOKED_UP_AT_ONCE);
      versions.push(...(await Promise.all(some.map((number) => this.#version(number)))));
    }
    return versions;
  }

  async #version(number: number): Promise<number> {
    const open = this.#open.get(number);
    return open ? open.version : this.#services.store.endOf(this.#stream(number));
  }

  // ---- writing

  /** `characters`: the push's on the wire. Throws Refusal; then nothing has changed. */
  push(client: RoomClient, push: Push, characters: number): void {
    const { rights } = this.#room;
    const by = [client.participant, client.behalf ?? client.participant];
    if (!by.every((one) => rights.mayWrite(one, push.file))) throw new Refusal("read_only");
    const file = this.followed(push.file, client.client);
    if (!file) throw new Refusal("unknown_file", "open it first");
    this.#services.writeBudgets.of(this.#room.roomId).check();
    const now = this.#services.clock.now();
    const work = file.authority.workOf(push);
    const cost = 1 + work / WORK_PER_PUSH + characters / CHARACTERS_PER_PUSH;
    const wait = client.pushes.spend(cost, now);
    if (wait > 0) throw new Refusal("rate_limited", undefined, wait);
    file.push(client.client, push, work, now);
  }

  // ---- showing

  /** At once, or when everybody in a large room has had time to read what was shown before. */
  toShow(file: LiveFile): void {
    this.#unshown.add(file);
    this.#room.wrote();
    const writes = Math.max(this.#room.audience.size, this.#shownTo);
    const wait =
      this.#shownAt + (writes * this.#services.limits.showMicrosPerClient) / 1000 - this.#services.clock.now();
    if (wait < 1) this.show();
    else this.#room.timers.after("show", wait, () => this.show());
  }

  /**
   * Sends what is durable and was not sent yet, first that of the file that waits for longest. Returns false when that is more than fits in
   * one turn: the rest is sent in the next.
   */
  show(): boolean {
    const writes = this.#send(WRITES_AT_ONCE);
    this.#shownAt = this.#services.clock.now();
    this.#shownTo = writes;
    const isAll = this.#unshown.size === 0;
    if (!isAll) this.#room.timers.after("show", 0, () => this.show());
    return isAll;
  }

  /** Sends by `most` writes, or by as many more as the last file takes; returns by how many. */
  #send(most: number): number {
    let writes = 0;
    for (const file of this.#unshown) {
      if (writes >= most) break;
      this.#unshown.delete(file);
      writes += file.show();
    }
    return writes;
  }

  /** The client's socket takes frames again: it gets what it has missed. `caughtUp`: of a file. */
  drained(client: RoomClient, caughtUp: (file: number) => void): void {
    for (const [number, file] of this.#open)
      file.drained(client.client).then(
        () => caughtUp(number),
        (error: unknown) => this.#room.refuse(client, error),
      );
  }

  /** The presence as of the version that everybody has been shown, or undefined when it cannot be carried there. */
  carry(presence: Presence): Presence | undefined {
    return this.#open.get(presence.file)?.carry(presence);
  }

  // ---- now and then

  /** The divergence alarm. */
  async check(): Promise<void> {
    await this.#byTurns((file) => file.check());
  }

  /** Writes the snapshots that make the next opening quick. */
  async storeSnapshots(closing: boolean): Promise<void> {
    const now = this.#services.clock.now();
    const stored: Promise<void>[] = [];
    await this.#byTurns((file) => stored.push(file.storeSnapshotIfDue(now, closing)));
    await Promise.all(stored);
  }

  /** Long texts take milliseconds each: between two files everything else that has arrived gets its turn. */
  async #byTurns(run: (file: LiveFile) => void): Promise<void> {
    for (const [index, file] of [...this.#open.values()].entries()) {
      if (index > 0) await turn(this.#services.clock);
      run(file);
    }
  }

  /** Everything durable is sent; from now on nothing more is stored. */
  close(): void {
    this.#send(Infinity);
    for (const { log } of this.#open.values()) log.close();
  }
}
