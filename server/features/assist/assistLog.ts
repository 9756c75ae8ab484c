// The log of a room's questions and answers: how much of it is kept, and how that is shown to whom. Knows no provider.
import type { Mark } from "../../rooms/roomPort.ts";
import type { LogPage } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import { type ReadingClient, ToldLog } from "../../featureParts/toldLog.ts";
import { RoomTokens } from "./dayTokens.ts";
import { PAGE_ENTRIES, type ServerAssistMessage, type ShownEntry } from "./messages.ts";
import { quotes } from "./quoting.ts";
import type { Readers } from "./readers.ts";

/** Its name in a room; one in which nothing was ever asked has no such log. */
export const LOG = "assist";
/** Questions that are kept with their texts, the newest; and the UTF-16 units that those have together. Of older ones it stays who asked when. */
const MOST_EXCHANGES = 200;
const MOST_CHARACTERS = 4_000_000;
/** Entries of which anything is kept. */
const MOST_ENTRIES = 20_000;
/** Questions without their texts, before those are erased. */
const MOST_HIDDEN = 20;
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

export class AssistLog extends ToldLog<ShownEntry, ServerAssistMessage> {
  protected readonly pageEntries = PAGE_ENTRIES;
  readonly tokens = new RoomTokens();
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

  constructor(room: FeatureRoom, readers: Readers, listener: Listener) {
    super(room, LOG);
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
    await this.whenRead();
    return this.#known.has(id);
  }

  /** Those that have no end. */
  get unanswered(): readonly Asked[] {
    return [...this.#exchanges.values()].flatMap(({ asked, answered }) => (answered ? [] : asked));
  }

  /** Who asked when, and what was accepted, once it is read. Rejects with a Refusal when the room leaves memory meanwhile. */
  async marks(): Promise<readonly Mark[]> {
    await this.whenRead();
    return this.#marks;
  }

  /** Files were deleted for good: the texts of what quotes them go. */
  purged(): void {
    this.purgeWith(() => this.#forgetPurged());
  }

  // ---- how it is shown

  protected head(isAnew?: true): ServerAssistMessage {
    return { type: "head", head: this.version, ...(isAnew && { isAnew }) };
  }

  protected message(type: "entries" | "page", page: LogPage<ShownEntry>): ServerAssistMessage {
    return { type, ...page };
  }

  protected shown(version: number, entry: ShownEntry | null): ShownEntry | null {
    if (entry === null || version < this.start) return null;
    const isKept = entry.type === "setting" || this.#exchanges.has(entry.id);
    return isKept ? entry : withoutTexts(entry);
  }

  protected override get start(): number {
    return Math.max(0, this.version - MOST_ENTRIES);
  }

  /** Without the words of what this reader may not read. */
  protected override shownTo(reader: ReadingClient, page: LogPage<ShownEntry>): LogPage<ShownEntry> {
    const isHidden = (entry: ShownEntry | null): entry is ShownEntry => {
      const exchange = entry && "id" in entry ? this.#exchanges.get(entry.id) : undefined;
      return exchange !== undefined && !this.#readers.mayRead(reader, exchange.asked);
    };
    if (!page.entries.some(isHidden)) return page;
    return { ...page, entries: page.entries.map((entry) => (isHidden(entry) ? withoutTexts(entry) : entry)) };
  }

  // ---- what is in it

  protected apply({ entries }: LogPage<ShownEntry>): void {
    for (const entry of entries) if (entry) this.#applyEntry(entry);
    // what was on its way when they were deleted for good
    if (this.isOpen) this.#forgetPurged();
  }

  protected opened(): void {
    this.#listener.opened();
    this.#forgetPurged();
    this.tellHead();
    this.#tidy(0);
  }

  protected told({ entries }: LogPage<ShownEntry>): void {
    for (const entry of entries) if (entry) this.#listener.told(entry);
    this.#tidy(MOST_HIDDEN);
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

  /** Erases what nobody is shown, where it is more than so much. */
  #tidy(moreThan: number): void {
    if (this.#hidden <= moreThan) return;
    this.#hidden = 0;
    this.rewrite((entry, version) => this.shown(version, entry));
  }
}
