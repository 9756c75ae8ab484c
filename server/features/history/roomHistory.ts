// The history of one room: who may see it, what people say of it, and the logs that everything else is read from. Knows no text.
import { randomUUID } from "node:crypto";
import type { Note } from "#weave/noted.ts";
import { notesIn } from "#weave/notes.ts";
import { wallsIn } from "#weave/timeLine.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import { cleanName } from "../../protocol/names.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Asker } from "../../rooms/people/rights.ts";
import type { FeatureLog, LogPage } from "../featureLog.ts";
import type { NewRoom, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { inPieces } from "./inPieces.ts";
import { announcedBy } from "./announced.ts";
import type { KeptAnswers } from "./keptAnswers.ts";
import { logBlocks } from "./logBlocks.ts";
import {
  type ClientHistoryMessage,
  decodeHistoryMessage,
  decodeWish,
  type History,
  type HistoryFile,
  NAME_CHARACTERS,
  type Origin,
  PAGE_ENTRIES,
  type ServerHistoryMessage,
  type Setting,
  type ShownEntry,
  type Updates,
  type Wish,
} from "./messages.ts";
import { Moments } from "./moments.ts";
import { type AskedAt, mustHave, OldTexts } from "./oldTexts.ts";
import { Said } from "./said.ts";
import { updatesPage } from "./updatesPage.ts";
import { AskedOverHttp, SERVER, type Waiter } from "./waiter.ts";
import type { WeaveThread } from "./weaveThread.ts";

const LOG = "moments";
/** What is said of updates that are so many behind, or to come, or of more than so many, is not taken: each page would weave the file anew for it. */
const MOST_UPDATES = 2_000;

const AT_FIRST: Setting = { maySee: "editors", links: false };

/** What becomes an entry. */
type Saying = Exclude<ClientHistoryMessage, { type: "read" | "setting" }>;

/** Of which something is said: in one text, or in several of the room. */
function updatesIn(message: Saying): readonly Updates[] {
  if ("texts" in message) return message.texts;
  return "base" in message ? [message] : [];
}

/** Whether what is said of these is taken, where the file has `head` updates: a tab's are among them, so that none is higher than they but what is about to be sent. */
function isNew({ base, firstSeq, lastSeq }: Updates, head: number): boolean {
  const isOfHead = base <= head && base >= head - MOST_UPDATES;
  return isOfHead && lastSeq <= head + MOST_UPDATES && lastSeq - firstSeq < MOST_UPDATES;
}

/** A room as it is to be made, and what history keeps with it. */
export interface Fork {
  readonly room: NewRoom;
  readonly kept: { readonly origin: Origin };
}

/** What is kept with the room. */
interface KeptOfRoom extends Partial<Setting> {
  readonly origin?: Origin;
}

export class RoomHistory implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #oldTexts: OldTexts;
  readonly #moments = new Moments();
  #log: FeatureLog<ShownEntry> | undefined;
  /** accepted and not durable, by who and id; each is told its version */
  readonly #pending = new Map<string, (version: number) => void>();
  /** of all entries, those that are not durable yet among them */
  readonly #said = new Said();
  /** clients that were too slow for what was offered */
  readonly #behind = new Set<number>();
  /** rejects when the room has left memory */
  readonly #ended: Promise<never>;
  #end = (): void => {};
  #isEnded = false;

  constructor(room: FeatureRoom, keptAnswers: KeptAnswers, weaveThread: WeaveThread) {
    this.#room = room;
    this.#oldTexts = new OldTexts(room, keptAnswers, weaveThread);
    this.#ended = new Promise((_, reject) => (this.#end = () => reject(new Refusal("store_unavailable"))));
    this.#ended.catch(() => {});
  }

  // ---- who may

  get #setting(): Setting & KeptOfRoom {
    return { ...AT_FIRST, ...(this.#room.kept() as KeptOfRoom | undefined) };
  }

  /** Owners always; a viewer who asks by a viewing address is not among everybody, unless owners say so. */
  seesHistory({ participant, address }: Asker): boolean {
    const { maySee, links } = this.#setting;
    const role = this.#person(participant)?.role;
    if (role === "owner") return true;
    if (role === "editor") return maySee !== "owners";
    return role === "viewer" && maySee === "everybody" && (links || address === this.#room.details.roomId);
  }

  #person(participant: number): Participant | undefined {
    return this.#room.accepted.participants.find((one) => one.participant === participant);
  }

  #isOwner(participant: number): boolean {
    return this.#person(participant)?.role === "owner";
  }

  /** Throws Refusal. */
  #mustSee(asker: Asker): void {
    if (!this.#room.seesHistory(asker)) throw this.#room.refusal("hidden");
  }

  // ---- hooks

  joined({ client }: ConnectedClient): void {
    this.#room.send(client, { type: "setting", ...this.#setting } satisfies ServerHistoryMessage);
  }

  left({ client }: ConnectedClient): void {
    this.#behind.delete(client);
  }

  /** They see from where the next entry is that they have missed some. */
  drained({ client }: ConnectedClient): void {
    const asker = this.#room.clients.find((one) => one.client === client);
    if (this.#behind.delete(client) && asker) this.#tell({ from: this.#log?.version ?? 0, entries: [] }, asker);
  }

  async message(from: ConnectedClient & Asker, data: unknown): Promise<void> {
    const message = decodeHistoryMessage(data);
    if (message.type === "setting") return this.#set(from, message);
    if (message.type === "read") {
      this.#mustSee(from);
      return this.#tellAgain(from, message.from, Math.min(message.to, message.from + PAGE_ENTRIES));
    }
    const before = await this.#say(from, message, () => {});
    if (before !== undefined) await this.#tellAgain(from, before, before + 1);
  }

  /** Throws Refusal. */
  async #tellAgain(asker: ConnectedClient & Asker, from: number, to: number): Promise<void> {
    await this.#replayed();
    if (this.#log) await this.#log.readFor(asker.client, from, to, (page) => this.#tell(page, asker));
    else this.#tell({ from, entries: [] }, asker);
    // they may have become another meanwhile
    this.#mustSee(asker);
  }

  async request({ participant }: Participant, data: unknown, address: string): Promise<unknown> {
    const asker = { participant, address };
    const [asked, waiter] = data instanceof AskedOverHttp ? [data.wish, data.waiter] : [data, SERVER];
    const wish = decodeWish(asked);
    if (wish.type === "fork") return this.#fork(asker, waiter, wish.time);
    this.#mustSee(asker);
    const answer = await this.#answer(asker, waiter, wish);
    return () => (this.#mustSee(asker), answer);
  }

  async #answer(asker: Asker, waiter: Waiter, wish: Exclude<Wish, { type: "fork" }>): Promise<unknown> {
    switch (wish.type) {
      case "text":
        return this.#text(asker, waiter, wish);
      case "blame":
        return this.#blame(waiter, wish);
      case "look":
        return inPieces(await this.#all(asker, waiter), () => this.#mustSeeOn(asker));
      case "files":
        return this.#filesAt(asker, waiter, wish.time);
      case "log":
      case "updates":
        return this.#logOf(asker, wish);
      case "may":
        return undefined;
      case "has":
        return this.#oldTexts.mustHave(wish.file, wish.version);
      case "versions":
        await this.#replayed();
        this.#mustSee(asker);
        return { versions: this.#moments.named.all };
      case "name": {
        const { at = this.#room.now, name } = wish;
        const entry = await this.#saidOverHttp(asker, { type: "name", id: randomUUID(), at, name });
        return this.#moments.named.at(entry);
      }
    }
  }

  purged(files: readonly number[]): void {
    this.#oldTexts.purged(files);
  }

  closed(): void {
    this.#isEnded = true;
    this.#end();
    this.#oldTexts.closed();
  }

  #set({ participant }: Asker, { maySee, links }: Setting): void {
    if (!this.#isOwner(participant)) throw new Refusal("not_owner");
    this.#room.keep({ ...(this.#room.kept() as KeptOfRoom | undefined), maySee, links });
    this.#room.rightsChanged();
    this.#room.whenDurable(() => {
      if (!this.#isEnded) this.#room.broadcast({ type: "setting", ...this.#setting } satisfies ServerHistoryMessage);
    });
  }

  // ---- what there is

  async #all(asker: Asker, { work }: Waiter): Promise<History> {
    const { details } = this.#room;
    const there = details.files.filter(({ purged }) => !purged);
    const versions = await this.#room.versions(there.map(({ file }) => file));
    const files = there.map(({ file, name, deleted }, index): HistoryFile => ({
      file,
      path: name,
      version: versions[index]!,
      ...(deleted && { deleted }),
    }));
    const tabs = await this.#room.pastClients(work);
    const entries = await this.#allEntries(work);
    const marks = await this.#room.marks();
    this.#mustSee(asker);
    return { ...this.#setting, files, tabs, people: details.participants, marks, entries };
  }

  /** Those that there were at a moment, deleted since or not. */
  async #filesAt(asker: Asker, { work }: Waiter, time?: number): Promise<unknown> {
    const { details } = this.#room;
    const files =
      time === undefined ? details.files.filter(({ deleted }) => !deleted) : await this.#room.filesAt(time, work);
    this.#mustSee(asker);
    return { files: files.map(({ file, name }) => ({ file, path: name })) };
  }

  /** Throws Refusal. */
  async #text(asker: Asker, waiter: Waiter, { file, version, time }: Extract<Wish, { type: "text" }>): Promise<string> {
    const at = version === undefined ? this.#askedAt(time) : { version };
    const text = await this.#oldTexts.text(waiter, file, at);
    mustHave(this.#room, file);
    this.#mustSee(asker);
    return text;
  }

  /** A moment; undefined: now. */
  #askedAt(time: number | undefined): AskedAt | undefined {
    if (time === undefined) return undefined;
    return { time, walls: async (work) => wallsIn(await this.#allEntries(work), await this.#room.marks()) };
  }

  /** BlameAnswer in JSON, gzipped. Throws Refusal. */
  #blame(waiter: Waiter, { file, version }: Extract<Wish, { type: "blame" }>): Promise<Uint8Array> {
    return this.#oldTexts.blame(waiter, file, version, async () => {
      await this.#replayed();
      const count = this.#log?.version ?? 0;
      return { count, notes: (work) => this.#notesOf(file, count, work) };
    });
  }

  /** What people have said of a file's updates in the first entries of the log. */
  async #notesOf(file: number, said: number, work: Waiter["work"]): Promise<readonly Note[]> {
    if (said === 0) return [];
    return notesIn(await this.#entriesUntil(said, work), file, await this.#room.pastClients(work));
  }

  /** Whoever edits forks what there is, and whoever sees history what there was. Throws Refusal. */
  async #fork(asker: Asker, waiter: Waiter, time?: number): Promise<Fork> {
    const room = this.#room;
    const person = this.#person(asker.participant);
    const check = (): void => {
      const isViewer = this.#person(asker.participant)?.role === "viewer";
      if (time !== undefined) this.#mustSee(asker);
      else if (isViewer || !room.mayRead(asker.participant)) throw new Refusal("read_only");
    };
    check();
    const at = time ?? room.now;
    if (at > room.now) throw new Refusal("bad_request", "time is to come");
    const files =
      time === undefined ? room.details.files.filter(({ deleted }) => !deleted) : await room.filesAt(time, waiter.work);
    if (files.length === 0) throw new Refusal("bad_request", "there was no file then");
    const { title, programmingLanguage } = room.details;
    const then = this.#askedAt(time);
    const textOf = async (file: number): Promise<string> => {
      const text = await this.#oldTexts.text(waiter, file, then);
      // they may have become another meanwhile
      check();
      return text;
    };
    return {
      room: {
        name: person?.name ?? "",
        language: programmingLanguage,
        title,
        files: files.map((one) => {
          const { file, ...more } = one;
          return { ...more, text: () => textOf(file) };
        }),
      },
      kept: { origin: { title, at, by: person?.name ?? "" } },
    };
  }

  /** Throws Refusal. */
  async #logOf(
    asker: Asker,
    { type, file, from, to = Infinity }: Extract<Wish, { type: "log" | "updates" }>,
  ): Promise<AsyncGenerator<Uint8Array | string>> {
    await this.#oldTexts.mustHave(file, from);
    if (to < from) throw new Refusal("bad_request", "to is before from");
    const check = (): void => this.#mustSeeOn(asker);
    if (type === "log") return logBlocks(this.#room.packed(file, from), check, to);
    const [head = 0] = await this.#room.versions([file]);
    const read = (first: number, last: number) => this.#room.read(file, first, last);
    return updatesPage(from, Math.min(to, head), read, check);
  }

  /** Of whoever reads on: the newest of who may is not known where the room has ended. Throws Refusal. */
  #mustSeeOn(asker: Asker): void {
    if (this.#isEnded) throw new Refusal("room_reset");
    this.#mustSee(asker);
  }

  // ---- what people say

  /** The version of the entry, once it is durable. Throws Refusal. */
  #saidOverHttp(asker: Asker, message: Saying): Promise<number> {
    const said = new Promise<number>((resolve, reject) => {
      this.#say(asker, message, resolve).catch(reject);
    });
    return Promise.race([said, this.#ended]);
  }

  /** `done` is told the entry's version. Resolves with that of the entry that has said the same before. Throws Refusal. */
  async #say(from: Asker, message: Saying, done: (version: number) => void): Promise<number | undefined> {
    const { participant } = from;
    this.#mustSay(from, message);
    const isAbout = message.type === "rename" || message.type === "unname";
    // where nobody has said anything there is nothing to change, nor a log
    if (isAbout && !(await this.#replayed())) throw new Refusal("outdated");
    const said = updatesIn(message);
    const heads = await this.#room.versions(said.map(({ file }) => file));
    const log = await this.#opened();
    // they may have become another meanwhile
    this.#mustSay(from, message);
    const by = { participant, time: this.#room.now };
    if (message.type === "rename" || message.type === "unname") {
      this.#mustChange(participant, message.entry);
      const { entry } = message;
      if (message.type === "unname") this.#append(log, { type: "unnamed", entry, ...by });
      else this.#append(log, { type: "renamed", entry, name: this.#clean(message.name), ...by });
      return undefined;
    }
    const before = this.#moments.versionOf(participant, message.id);
    const key = `${participant} ${message.id}`;
    if (before !== undefined || this.#pending.has(key)) return before;
    if (said.some((updates, index) => !isNew(updates, heads[index]!))) throw new Refusal("outdated");
    if (message.type === "name")
      this.#append(log, { at: by.time, ...message, type: "named", name: this.#clean(message.name), ...by });
    else this.#append(log, { ...message, ...by });
    this.#pending.set(key, done);
    return undefined;
  }

  /** Throws Refusal full. */
  #append(log: FeatureLog<ShownEntry>, entry: ShownEntry): void {
    const { participant } = entry;
    const characters = JSON.stringify(entry).length;
    if (!this.#said.holds(characters)) throw this.#room.refusal("full");
    if (!this.#isOwner(participant) && !this.#said.holdsOf(participant, characters))
      throw this.#room.refusal("said_much");
    this.#said.add(participant, characters);
    log.append(entry);
  }

  /** Throws Refusal. */
  #mustSay(from: Asker, message: Saying): void {
    if (!this.#room.mayWrite(from.participant)) throw new Refusal("read_only");
    this.#mustSee(from);
    if (message.type === "name" && (message.at ?? 0) > this.#room.now)
      throw new Refusal("bad_request", "at is to come");
    const own = this.#room.clientsOf(from.participant);
    for (const said of updatesIn(message)) this.#mustHaveWritten(from, own, said);
  }

  /** What is said of updates is said of one's `own` clients', and others' edits are undone by owners. Throws Refusal. */
  #mustHaveWritten({ participant }: Asker, own: ReadonlySet<number>, said: Updates): void {
    mustHave(this.#room, said.file);
    if (said.firstSeq > said.lastSeq || !own.has(said.client)) throw new Refusal("bad_request", "client");
    if (said.set === undefined || this.#isOwner(participant)) return;
    const { participant: whose, clients } = said.set;
    const isOfOthers = (whose ?? participant) !== participant || clients?.some((client) => !own.has(client));
    if (isOfOthers || (whose === undefined && !clients)) throw new Refusal("not_owner");
  }

  /** A moment's name is changed by who gave it, and by owners. Throws Refusal. */
  #mustChange(participant: number, entry: number): void {
    const moment = this.#moments.named.at(entry);
    if (!moment) throw new Refusal("outdated");
    if (moment.participant !== participant && !this.#isOwner(participant)) throw new Refusal("not_owner");
  }

  /** Throws Refusal bad_request when nothing is left of it. */
  #clean(name: string): string {
    const clean = cleanName(name, NAME_CHARACTERS);
    if (clean === "") throw new Refusal("bad_request", "a name is needed");
    return clean;
  }

  // ---- the log

  /** Resolves when what is there was read; false: nobody has said anything yet, and the room has no log for it. */
  async #replayed(): Promise<boolean> {
    const isThere = this.#log !== undefined || this.#room.logs.includes(LOG);
    if (isThere) await this.#opened();
    return isThere;
  }

  async #opened(): Promise<FeatureLog<ShownEntry>> {
    this.#log ??= this.#room.log<ShownEntry>(LOG, {
      replayed: (page) => {
        for (const entry of page.entries) if (entry) this.#said.add(entry.participant, JSON.stringify(entry).length);
        this.#apply(page);
      },
      opened() {},
      committed: (page) => this.#committed(page),
    });
    await this.#log.whenOpen();
    return this.#log;
  }

  #apply({ from, entries }: LogPage<ShownEntry>): void {
    for (const [index, entry] of entries.entries()) if (entry) this.#moments.apply(from + index, entry);
  }

  #committed(page: LogPage<ShownEntry>): void {
    this.#apply(page);
    for (const client of this.#room.clients) this.#tell(page, client);
    for (const [index, entry] of page.entries.entries()) {
      const announced = entry && announcedBy(entry);
      if (announced) this.#room.broadcast(announced);
      if (!entry || !("id" in entry)) continue;
      const key = `${entry.participant} ${entry.id}`;
      const done = this.#pending.get(key);
      this.#pending.delete(key);
      done?.(page.from + index);
    }
  }

  /** Who sees history by now; whoever reads slowly misses it, and is told where the log is once they do again. */
  #tell(page: LogPage<ShownEntry>, { client, ...asker }: ConnectedClient & Asker): void {
    if (!this.#room.seesHistory(asker)) return;
    const message: ServerHistoryMessage = { type: "told", ...page };
    if (!this.#room.offer(client, message)) this.#behind.add(client);
  }

  async #allEntries(work: Waiter["work"]): Promise<(ShownEntry | null)[]> {
    await this.#replayed();
    return this.#entriesUntil(this.#log?.version ?? 0, work);
  }

  /** Rejects with a Refusal where the room leaves memory meanwhile, and as `work` does. */
  async #entriesUntil(version: number, work: Waiter["work"]): Promise<(ShownEntry | null)[]> {
    const entries: (ShownEntry | null)[] = [];
    while (entries.length < version) {
      const read = this.#log!.read(entries.length, version, (page) => entries.push(...page.entries), work);
      await Promise.race([this.#ended, read]);
    }
    return entries;
  }
}
