// The log of a room's questions and answers: what is in it for whoever reads, keeps up or is behind, and how much of it is kept. Knows no provider.
import type { Mark } from "../../rooms/feature.ts";
import type { FeatureLog, LogPage } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../purgedFiles.ts";
import { RoomTokens } from "./dayTokens.ts";
import { PAGE_ENTRIES, type ServerAssistMessage, type ShownEntry } from "./messages.ts";
import { quotes } from "./quoting.ts";
import type { Readers, ReadingTab } from "./readers.ts";

const LOG = "assist";
/** Questions that are kept with their texts, the newest; and the UTF-16 units that those have together. Of older ones it stays who asked when. */
const MOST_EXCHANGES = 200;
const MOST_CHARACTERS = 4_000_000;
/** Entries of which anything is kept. */
const MOST_ENTRIES = 20_000;
/** Questions without their texts, before those are erased. */
const MOST_HIDDEN = 20;
/** UTF-16 units of entries in one message, but for one that alone is longer. */
const PAGE_CHARACTERS = 256 * 1024;
/** What history is told of. */
const MOST_MARKS = 5_000;
/** Questions that are known when they are said again, the newest. */
const MOST_KNOWN = 5_000;

export type Asked = Extract<ShownEntry, { type: "asked" }>;
export type Answered = Extract<ShownEntry, { type: "answered" }>;
export type Decision = "accepted" | "refused";

/** A question with all that became of it. */
export interface Exchange {
  readonly asked: Asked;
  answered?: Answered;
  /** by the numbers of the blocks */
  readonly decided: Map<number, Decision>;
}

interface Listener {
  /** All that was in it is read. */
  opened(): void;
  /** It is durable, and everybody who keeps up knows of it. */
  told(entry: ShownEntry): void;
}

const charactersOf = (entry: ShownEntry): number =>
  entry.type === "asked"
    ? (entry.question?.length ?? 0)
    : entry.type === "answered"
      ? (entry.text?.length ?? 0) + (entry.blocks ? JSON.stringify(entry.blocks).length : 0)
      : 0;

/** What stays of an entry when its texts are gone, or were for one person alone. */
export function withoutTexts(entry: ShownEntry): ShownEntry {
  if (entry.type === "asked") {
    const { question: _, context: __, ...asked } = entry;
    return asked;
  }
  if (entry.type === "answered") {
    const { text: _, blocks: __, ...answered } = entry;
    return answered;
  }
  return entry;
}

export class AssistLog {
  readonly #room: FeatureRoom;
  readonly #readers: Readers;
  readonly #listener: Listener;
  /** those with their texts, in the order in which they were asked */
  readonly #exchanges = new Map<string, Exchange>();
  /** of questions with and without their texts, in the order in which they were asked */
  readonly #known = new Set<string>();
  #characters = 0;
  #hidden = 0;
  readonly #marks: Mark[] = [];
  readonly tokens = new RoomTokens();
  /** clients that were too slow for what was offered */
  readonly #behind = new Set<number>();
  #log: FeatureLog<ShownEntry> | undefined;

  constructor(room: FeatureRoom, readers: Readers, listener: Listener) {
    this.#room = room;
    this.#readers = readers;
    this.#listener = listener;
  }

  /** One that is kept with its texts. */
  get(id: string): Exchange | undefined {
    return this.#exchanges.get(id);
  }

  /** Whether this question is in the log, its texts kept or gone. Rejects with a Refusal when the room leaves memory before that is read. */
  async isAsked(id: string): Promise<boolean> {
    this.#openIfThere();
    await this.#log?.whenOpen();
    return this.#known.has(id);
  }

  /** Those that have no end. */
  get unanswered(): readonly Asked[] {
    return [...this.#exchanges.values()].flatMap(({ asked, answered }) => (answered ? [] : asked));
  }

  /** Who asked when, and what was accepted, once it is read. Rejects with a Refusal when the room leaves memory meanwhile. */
  async marks(): Promise<readonly Mark[]> {
    this.#openIfThere();
    await this.#log?.whenOpen();
    return this.#marks;
  }

  /** Resolves when it can be written to. Rejects with a Refusal when the room leaves memory before. */
  async whenOpen(): Promise<void> {
    if (!this.#log) this.#open();
    await this.#log!.whenOpen();
  }

  /** Once it is open; nothing where the room has left memory. */
  append(entry: ShownEntry): void {
    this.#log?.append(entry);
  }

  /** Files were deleted for good: the texts of what quotes them go, and everybody reads it anew. One that is not open sees to it when it is. */
  purged(): void {
    this.#openIfThere();
    if (!this.#log?.isOpen) return;
    this.#forgetPurged();
    this.#room.broadcast({ ...this.#head, isAnew: true });
  }

  // ---- its readers

  joined(client: number): void {
    this.#openIfThere();
    if (!this.#log || this.#log.isOpen) this.#send(client, this.#head);
  }

  left(client: number): void {
    this.#behind.delete(client);
  }

  /** They read more of it than they did. */
  readAnew(client: number): void {
    if (this.#log?.isOpen) this.#send(client, { ...this.#head, isAnew: true });
  }

  /** It takes more again. */
  drained(client: number): void {
    if (this.#behind.delete(client)) this.#send(client, this.#head);
  }

  /** Sends them the entries from one version on and before another, or fewer. */
  tell(reader: ReadingTab, from: number, to: number): void {
    const { client } = reader;
    if (!this.#log?.isOpen) return this.#send(client, { type: "page", from, entries: [] });
    const first = Math.max(from, this.#start);
    void this.#log.readFor(client, first, Math.min(to, first + PAGE_ENTRIES), (page) =>
      this.#send(client, { type: "page", ...this.#for(reader, this.#shown(page)) }),
    );
  }

  // ---- the log's side

  /** A room in which nothing was ever asked has no such log. */
  #openIfThere(): void {
    if (!this.#log && this.#room.logs.includes(LOG)) this.#open();
  }

  #open(): void {
    this.#log = this.#room.log<ShownEntry>(LOG, {
      replayed: (page) => this.#apply(page),
      opened: () => {
        this.#listener.opened();
        this.#forgetPurged();
        this.#room.broadcast(this.#head);
        this.#tidy(0);
      },
      committed: (page) => {
        this.#apply(page);
        // what was on its way when they were deleted for good
        this.#forgetPurged();
        this.#tellEntries(page);
        for (const entry of page.entries) if (entry) this.#listener.told(entry);
        this.#tidy(MOST_HIDDEN);
      },
    });
  }

  #apply({ entries }: LogPage<ShownEntry>): void {
    for (const entry of entries) if (entry) this.#applyEntry(entry);
  }

  #applyEntry(entry: ShownEntry): void {
    this.tokens.apply(entry);
    if (entry.type === "setting") return;
    if (entry.type === "asked") {
      this.#mark({ time: entry.time, kind: "assist-asked", participant: entry.participant, word: entry.mode });
      this.#exchanges.set(entry.id, { asked: entry, decided: new Map() });
      this.#know(entry.id);
    }
    const exchange = this.#exchanges.get(entry.id);
    if (entry.type === "answered" && exchange) exchange.answered = entry;
    if (entry.type === "accepted" || entry.type === "refusedBlock")
      exchange?.decided.set(entry.block, entry.type === "accepted" ? "accepted" : "refused");
    if (entry.type === "accepted" || entry.type === "taken")
      this.#mark({ time: entry.time, kind: "assist-accepted", participant: entry.participant });
    this.#characters += charactersOf(entry);
    this.#forget();
  }

  #mark(mark: Mark): void {
    this.#marks.push(mark);
    if (this.#marks.length > MOST_MARKS) this.#marks.shift();
  }

  #know(id: string): void {
    this.#known.add(id);
    const [oldest = ""] = this.#known;
    if (this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
  }

  /** The texts of the oldest. */
  #forget(): void {
    for (const [id, exchange] of this.#exchanges) {
      if (this.#exchanges.size <= MOST_EXCHANGES && this.#characters <= MOST_CHARACTERS) return;
      // one that is being answered is needed still
      if (!exchange.answered) return;
      this.#drop(id, exchange);
    }
  }

  #drop(id: string, { asked, answered }: Exchange): void {
    this.#characters -= charactersOf(asked) + (answered ? charactersOf(answered) : 0);
    this.#exchanges.delete(id);
    this.#hidden++;
  }

  /** The texts of what quotes files that were deleted for good; whoever answers one of those still says no word of it. */
  #forgetPurged(): void {
    const purged = new PurgedFiles(this.#room.details.files);
    let isLess = false;
    for (const [id, exchange] of this.#exchanges) {
      if (!quotes(exchange, purged)) continue;
      isLess = true;
      this.#drop(id, exchange);
    }
    if (isLess) this.#tidy(0);
  }

  get #start(): number {
    return Math.max(0, (this.#log?.version ?? 0) - MOST_ENTRIES);
  }

  /** As anybody may see it now. */
  #entry(version: number, entry: ShownEntry | null): ShownEntry | null {
    if (entry === null || version < this.#start) return null;
    const isKept = entry.type === "setting" || this.#exchanges.has(entry.id);
    return isKept ? entry : withoutTexts(entry);
  }

  /** Erases what nobody is shown, where it is more than so much. */
  #tidy(moreThan: number): void {
    if (this.#hidden <= moreThan) return;
    this.#hidden = 0;
    this.#log?.rewrite((entry, version) => this.#entry(version, entry));
  }

  /** To whoever keeps up; the others read it when they can. */
  #tellEntries(page: LogPage<ShownEntry>): void {
    for (let at = 0; at < page.entries.length;) {
      const part = this.#shown({ from: page.from + at, entries: page.entries.slice(at) });
      for (const reader of this.#room.clients) {
        const { client } = reader;
        if (this.#behind.has(client)) continue;
        if (!this.#room.offer(client, { type: "entries", ...this.#for(reader, part) })) this.#behind.add(client);
      }
      at += part.entries.length;
    }
  }

  /** As many as one message holds. */
  #shown({ from, entries }: LogPage<ShownEntry>): LogPage<ShownEntry> {
    const shown: (ShownEntry | null)[] = [];
    let characters = 0;
    for (const [index, entry] of entries.entries()) {
      const one = this.#entry(from + index, entry);
      characters += one ? charactersOf(one) : 0;
      if (shown.length > 0 && characters > PAGE_CHARACTERS) break;
      shown.push(one);
    }
    return { from, entries: shown };
  }

  /** Without the words of what this reader may not read. */
  #for(reader: ReadingTab, { from, entries }: LogPage<ShownEntry>): LogPage<ShownEntry> {
    const isRead = (entry: ShownEntry): boolean => {
      const exchange = "id" in entry ? this.#exchanges.get(entry.id) : undefined;
      return !exchange || this.#readers.mayRead(reader, exchange.asked);
    };
    return { from, entries: entries.map((entry) => (entry && !isRead(entry) ? withoutTexts(entry) : entry)) };
  }

  get #head() {
    return { type: "head", head: this.#log?.version ?? 0 } as const;
  }

  #send(client: number, message: ServerAssistMessage): void {
    this.#room.send(client, message);
  }
}
