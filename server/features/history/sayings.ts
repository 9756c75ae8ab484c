// What people say of a room's history, in a log of its own: names of moments, and what they have brought back or undone. Knows no text, and not how history is asked for.
import { Refusal } from "../../protocol/errors.ts";
import { cleanName } from "../../protocol/names.ts";
import type { Asker } from "../../rooms/people/rights.ts";
import type { LogPage } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { type ReadingClient, ToldLog } from "../../featureParts/toldLog.ts";
import { announcedBy } from "./announced.ts";
import {
  type ClientHistoryMessage,
  NAME_CHARACTERS,
  PAGE_ENTRIES,
  type ServerHistoryMessage,
  type ShownEntry,
  type Updates,
} from "./messages.ts";
import { Moments } from "./moments.ts";
import { mustHave } from "./oldTexts.ts";
import { Said } from "./said.ts";
import type { Waiter } from "./waiter.ts";

/** Its name in a room; one of which nobody has said anything has no such log. */
const LOG = "moments";
/** What is said of updates that are so many behind, or to come, or of more than so many, is not taken: each page would weave the file anew for it. */
const MOST_UPDATES = 2_000;

/** What becomes an entry. */
export type Saying = Exclude<ClientHistoryMessage, { type: "read" | "setting" }>;

/** Who waits for what was said to be durable: told its version, or that the room has left memory before. */
interface Waiting {
  done(version: number): void;
  closed(): void;
}

const NOBODY: Waiting = { done() {}, closed() {} };

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

export class Sayings extends ToldLog<ShownEntry, ServerHistoryMessage> {
  protected readonly pageEntries = PAGE_ENTRIES;
  readonly #room: FeatureRoom;
  readonly #moments = new Moments();
  /** accepted and not durable, by who and id */
  readonly #pending = new Map<string, Waiting>();
  /** of all entries, those that are not durable yet among them */
  readonly #said = new Said();
  #isClosed = false;

  constructor(room: FeatureRoom) {
    super(room, LOG);
    this.#room = room;
  }

  /** The room has left memory: whoever waits for what is said or read waits no more. */
  close(): void {
    this.#isClosed = true;
    for (const { closed } of this.#pending.values()) closed();
    this.#pending.clear();
  }

  /** Throws Refusal. */
  #mustBeOpen(): void {
    if (this.#isClosed) throw new Refusal("store_unavailable");
  }

  /** Moments and their names, as far as they were read. */
  get named(): Moments["named"] {
    return this.#moments.named;
  }

  // ---- how it is shown

  protected shown(_version: number, entry: ShownEntry | null): ShownEntry | null {
    return entry;
  }

  /** They see from where the next entry is that they have missed some. */
  protected head(): ServerHistoryMessage {
    return { type: "told", from: this.version, entries: [] };
  }

  protected message(_type: "entries" | "page", page: LogPage<ShownEntry>): ServerHistoryMessage {
    return { type: "told", ...page };
  }

  protected override mayRead(reader: ReadingClient): boolean {
    return this.#room.seesHistory(reader);
  }

  // ---- what is said

  /** The version of the entry, once it is durable. Throws Refusal. */
  sayAndWait(asker: Asker, message: Saying): Promise<number> {
    return new Promise((resolve, reject) => {
      const closed = (): void => reject(new Refusal("store_unavailable"));
      this.say(asker, message, { done: resolve, closed }).catch(reject);
    });
  }

  /** `waiting` is told the entry's version. Resolves with that of the entry that has said the same before. Throws Refusal. */
  async say(from: Asker, message: Saying, waiting = NOBODY): Promise<number | undefined> {
    const { participant } = from;
    this.#mustSay(from, message);
    const isAbout = message.type === "rename" || message.type === "unname";
    // where nobody has said anything there is nothing to change, nor a log
    if (isAbout) await this.whenRead();
    if (isAbout && this.version === 0) throw new Refusal("outdated");
    const said = updatesIn(message);
    const heads = await this.#room.versions(said.map(({ file }) => file));
    await this.whenOpen();
    this.#mustBeOpen();
    // they may have become another meanwhile
    this.#mustSay(from, message);
    const by = { participant, time: this.#room.now };
    if (message.type === "rename" || message.type === "unname") {
      this.#mustChange(participant, message.entry);
      const { entry } = message;
      if (message.type === "unname") this.#keep({ type: "unnamed", entry, ...by });
      else this.#keep({ type: "renamed", entry, name: this.#clean(message.name), ...by });
      return undefined;
    }
    const before = this.#moments.versionOf(participant, message.id);
    const key = `${participant} ${message.id}`;
    if (before !== undefined || this.#pending.has(key)) return before;
    if (said.some((updates, index) => !isNew(updates, heads[index]!))) throw new Refusal("outdated");
    if (message.type === "name")
      this.#keep({ at: by.time, ...message, type: "named", name: this.#clean(message.name), ...by });
    else this.#keep({ ...message, ...by });
    this.#pending.set(key, waiting);
    return undefined;
  }

  /** Throws Refusal full. */
  #keep(entry: ShownEntry): void {
    const { participant } = entry;
    const characters = JSON.stringify(entry).length;
    if (!this.#said.holds(characters)) throw this.#room.refusal("full");
    if (!this.#room.isOwner(participant) && !this.#said.holdsOf(participant, characters))
      throw this.#room.refusal("said_much");
    this.#said.add(participant, characters);
    this.append(entry);
  }

  /** Throws Refusal. */
  #mustSay(from: Asker, message: Saying): void {
    if (!this.#room.mayWrite(from.participant)) throw new Refusal("read_only");
    mustSee(this.#room, from);
    if (message.type === "name" && (message.at ?? 0) > this.#room.now)
      throw new Refusal("bad_request", "at is to come");
    const own = this.#room.clientsOf(from.participant);
    for (const said of updatesIn(message)) this.#mustHaveWritten(from, own, said);
  }

  /** What is said of updates is said of one's `own` clients', and others' edits are undone by owners. Throws Refusal. */
  #mustHaveWritten({ participant }: Asker, own: ReadonlySet<number>, said: Updates): void {
    mustHave(this.#room, said.file);
    if (said.firstSeq > said.lastSeq || !own.has(said.client)) throw new Refusal("bad_request", "client");
    if (said.set === undefined || this.#room.isOwner(participant)) return;
    const { participant: whose, clients } = said.set;
    const isOfOthers = (whose ?? participant) !== participant || clients?.some((client) => !own.has(client));
    if (isOfOthers || (whose === undefined && !clients)) throw new Refusal("not_owner");
  }

  /** A moment's name is changed by who gave it, and by owners. Throws Refusal. */
  #mustChange(participant: number, entry: number): void {
    const moment = this.#moments.named.at(entry);
    if (!moment) throw new Refusal("outdated");
    if (moment.participant !== participant && !this.#room.isOwner(participant)) throw new Refusal("not_owner");
  }

  /** Throws Refusal bad_request when nothing is left of it. */
  #clean(name: string): string {
    const clean = cleanName(name, NAME_CHARACTERS);
    if (clean === "") throw new Refusal("bad_request", "a name is needed");
    return clean;
  }

  // ---- the log

  /** All of it. Rejects as `entriesUntil` does. */
  async entries(work: Waiter["work"]): Promise<(ShownEntry | null)[]> {
    await this.whenRead();
    return this.entriesUntil(this.version, work);
  }

  /** Those before a version. Rejects with a Refusal where the room leaves memory meanwhile, and as `work` does. */
  async entriesUntil(version: number, work: Waiter["work"]): Promise<(ShownEntry | null)[]> {
    const entries: (ShownEntry | null)[] = [];
    while (entries.length < version) {
      await this.read(entries.length, version, (page) => entries.push(...page.entries), work);
      this.#mustBeOpen();
    }
    return entries;
  }

  protected opened(): void {}

  protected apply({ from, entries }: LogPage<ShownEntry>): void {
    for (const [index, entry] of entries.entries()) {
      if (!entry) continue;
      // what is said while it is open was counted when it was accepted
      if (!this.isOpen) this.#said.add(entry.participant, JSON.stringify(entry).length);
      this.#moments.apply(from + index, entry);
    }
  }

  protected told({ from, entries }: LogPage<ShownEntry>): void {
    for (const [index, entry] of entries.entries()) {
      const announced = entry && announcedBy(entry);
      if (announced) this.#room.broadcast(announced);
      if (!entry || !("id" in entry)) continue;
      const key = `${entry.participant} ${entry.id}`;
      const waiting = this.#pending.get(key);
      this.#pending.delete(key);
      waiting?.done(from + index);
    }
  }
}

/** Throws Refusal. */
export function mustSee(room: FeatureRoom, asker: Asker): void {
  if (!room.seesHistory(asker)) throw room.refusal("hidden");
}
