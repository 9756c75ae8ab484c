// What the log of runs adds up to, without what they printed: which of them a room keeps, and how much of each. Pure.
import type { Mark } from "../../rooms/roomPort.ts";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import type { ShownEntry } from "./messages.ts";

type Entry<Type extends ShownEntry["type"]> = Extract<ShownEntry, { type: Type }>;

/** Runs, and what somebody has asked the others to run. */
export const KEPT_ITEMS = 50;
/** For so long after its end a run has all that it printed, then the first and last so many bytes. */
export const WHOLE_MS = 3_600_000;
export const EDGE_BYTES = 32 * 1024;
/** What an entry takes at least, however little it says. */
const ENTRY_BYTES = 128;
/** Of all that is kept whole in a room; over it the oldest have their edges alone. */
export const WHOLE_BYTES = 8 * 1024 * 1024;

/** Some of a run that is not there any more: from one version to another, both inclusive. */
interface Gap {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

interface Printed {
  readonly version: number;
  /** of UTF-8, of which what is short costs more than it has */
  readonly bytes: number;
  readonly cost: number;
}

export interface KeptRun {
  readonly version: number;
  readonly started: Entry<"started">;
  /** UTF-16 units, without what was typed */
  readonly printed: number;
}

interface Item {
  readonly version: number;
  /** undefined: somebody has asked */
  readonly started: Entry<"started"> | undefined;
  readonly key: string;
  readonly file: number;
  readonly path: string;
  /** ms since 1970 */
  readonly time: number;
  /** ms since 1970; undefined: it runs */
  endedAt: number | undefined;
  outcome: string | undefined;
  /** what a browser said of its end, in words that may quote */
  hasSentence: boolean;
  /** what it printed and was typed, until it is cut */
  printed: Printed[];
  /** UTF-16 units of what it printed */
  characters: number;
  cost: number;
  /** all that it printed and was typed, and what of it is not there any more */
  whole: Gap | undefined;
  gap: Gap | undefined;
  /** nothing is left of what it printed, nor of what was said of its end */
  isEmpty?: true;
}

const costOf = (text: string): number => Math.max(ENTRY_BYTES, Buffer.byteLength(text));

/** By which what is said again is known: the ids of each person's runs and of their askings are their own. */
export const keyOf = (type: "started" | "asked", participant: number, id: string): string =>
  `${type} ${participant} ${id}`;

/** Follows the durable log entry by entry. What it says of an entry never changes back: what is not shown once is erased sooner or later. */
export class KeptRuns {
  /** in the order of the log */
  readonly #items = new Map<number, Item>();
  readonly #versions = new Map<string, number>();
  #clearedAt: number | undefined;
  #purged = new PurgedFiles([]);
  #hidesPurged = false;
  #head = 0;
  #cost = 0;
  #hidden = 0;

  /** Nothing before this version is shown. */
  get start(): number {
    const [first] = this.#items.keys();
    return first ?? this.#clearedAt ?? 0;
  }

  /** Bytes that are in the log and shown to nobody. */
  get hiddenBytes(): number {
    return this.#hidden;
  }

  /** Among those there is something of files that were deleted for good. */
  get hidesPurged(): boolean {
    return this.#hidesPurged;
  }

  /** They are being erased. */
  erasing(): void {
    this.#hidesPurged = false;
    this.#hidden = 0;
  }

  versionOf(key: string): number | undefined {
    return this.#versions.get(key);
  }

  get running(): readonly KeptRun[] {
    return [...this.#items.values()].flatMap(({ version, started, endedAt, characters }) =>
      started && endedAt === undefined ? [{ version, started, printed: characters }] : [],
    );
  }

  /** When they began, and when and how they ended. */
  get marks(): readonly Mark[] {
    return [...this.#items.values()].flatMap(({ started, endedAt, outcome }): Mark[] => {
      if (!started) return [];
      const { time, participant, place } = started;
      const begun = { kind: "started", time, participant, word: place };
      return endedAt === undefined || outcome === undefined
        ? [begun]
        : [begun, { kind: "ended", time: endedAt, participant, word: outcome }];
    });
  }

  /** Total: what belongs to no run that is kept changes nothing. */
  apply(version: number, entry: ShownEntry): void {
    this.#head = version + 1;
    this.#take(version, entry);
    const item = this.#items.get("run" in entry ? entry.run : version);
    // it was on its way when they were deleted for good
    if (item) this.#hidePurged(item);
  }

  #take(version: number, entry: ShownEntry): void {
    switch (entry.type) {
      case "started":
        return this.#add(version, entry, entry, undefined);
      case "asked":
        return this.#add(version, entry, undefined, entry.time);
      case "cleared":
        for (const item of this.#items.values()) if (item.endedAt !== undefined) this.#drop(item);
        if (this.#clearedAt !== undefined) this.#hidden += ENTRY_BYTES;
        this.#clearedAt = version;
        return;
      case "output":
      case "input":
        return this.#print(version, entry);
      case "cut":
        return this.#widen(this.#items.get(entry.run), version, entry.bytes);
      case "ended": {
        const run = this.#items.get(entry.run);
        if (!run) return this.#hideLate(ENTRY_BYTES);
        run.outcome ??= entry.outcome;
        run.endedAt ??= entry.time;
        run.hasSentence = run.started?.place === "browser" && entry.sentence !== undefined;
      }
    }
  }

  #add(version: number, by: Entry<"started" | "asked">, started: Item["started"], endedAt: number | undefined): void {
    const key = keyOf(by.type, by.participant, by.id);
    const nothing = { outcome: undefined, printed: [], characters: 0, cost: 0, whole: undefined, gap: undefined };
    const { file, path, time } = by;
    this.#items.set(version, { version, started, key, file, path, time, endedAt, hasSentence: false, ...nothing });
    this.#versions.set(key, version);
  }

  #print(version: number, { type, run, text }: Entry<"output" | "input">): void {
    const cost = costOf(text);
    const item = this.#items.get(run);
    if (!item) this.#hideLate(cost);
    else {
      const bytes = Buffer.byteLength(text);
      item.printed.push({ version, bytes, cost });
      this.#widen(item, version, bytes);
      if (type === "output") item.characters += text.length;
      item.cost += cost;
      this.#cost += cost;
    }
  }

  #widen(item: Item | undefined, to: number, bytes: number): void {
    if (item) item.whole = { from: item.whole?.from ?? to, to, bytes: (item.whole?.bytes ?? 0) + bytes };
  }

  /** These files were deleted for good: no run and no asking of them is shown from now on, nor what was printed by those that began while they were there. */
  purge(purged: PurgedFiles): void {
    this.#purged = purged;
    for (const item of this.#items.values()) this.#hidePurged(item);
  }

  /** Whether a run that goes on may print what was in a file that was deleted for good: then nothing is kept of what it prints. */
  mayQuote(run: number): boolean {
    const item = this.#items.get(run);
    return item === undefined || item.isEmpty === true;
  }

  #hidePurged(item: Item): void {
    const before = this.#hidden;
    if (this.#purged.has(item.file)) this.#drop(item);
    else if (this.#purged.wereThere(item.time)) this.#empty(item);
    this.#hidesPurged ||= this.#hidden > before;
  }

  /** What is told of a run that is not kept: that was dropped while it went on, as those of files that were deleted for good are alone. */
  #hideLate(cost: number): void {
    this.#hidden += cost;
    this.#hidesPurged = true;
  }

  /** Takes out of what is shown what is too old or too much. `now`: ms since 1970. */
  tidy(now: number): void {
    const items = [...this.#items.values()];
    // each kind by itself: whoever asks takes no run from the others
    const askings = items.filter(({ started }) => started === undefined);
    for (const item of askings.slice(0, Math.max(0, askings.length - KEPT_ITEMS))) this.#drop(item);
    const runs = items.filter(({ started }) => started !== undefined);
    const ended = runs.filter(({ endedAt }) => endedAt !== undefined);
    for (const item of ended.splice(0, Math.max(0, runs.length - KEPT_ITEMS))) this.#drop(item);
    for (const item of ended) if (this.#cost > WHOLE_BYTES || now - item.endedAt! >= WHOLE_MS) this.#cut(item);
  }

  /** Ms until there is something to tidy; undefined: not by time alone. */
  tidyIn(now: number): number | undefined {
    const times = [...this.#items.values()].flatMap(({ endedAt, printed }) =>
      endedAt !== undefined && printed.length > 0 ? [endedAt] : [],
    );
    return times.length === 0 ? undefined : Math.max(0, Math.min(...times) + WHOLE_MS - now);
  }

  #drop({ version, key, cost, path }: Item): void {
    if (!this.#items.delete(version)) return;
    this.#versions.delete(key);
    this.#cost -= cost;
    this.#hidden += cost + costOf(path);
  }

  /** Leaves that it was run, how it ended, and how much it printed. */
  #empty(item: Item): void {
    const { cost, hasSentence } = item;
    this.#cost -= cost;
    this.#hidden += cost + (hasSentence ? ENTRY_BYTES : 0);
    Object.assign(item, { printed: [], cost: 0, hasSentence: false, gap: item.whole, isEmpty: true });
  }

  /** Leaves whole entries, as many as fit from both ends. */
  #cut(item: Item): void {
    const { printed } = item;
    item.printed = [];
    const first = fitting(printed);
    const last = printed.length - fitting(printed.toReversed());
    if (first >= last) return;
    const gone = printed.slice(first, last);
    const sum = (of: "bytes" | "cost"): number => gone.reduce((all, one) => all + one[of], 0);
    item.gap = { from: gone[0]!.version, to: gone.at(-1)!.version, bytes: sum("bytes") };
    const cost = sum("cost");
    item.cost -= cost;
    this.#cost -= cost;
    this.#hidden += cost;
  }

  /** The entry at this version as anybody may see it now, and as it is left where the log is written anew. */
  shown(version: number, entry: ShownEntry | null): ShownEntry | null {
    // what is stored and not told yet stays as it is
    if (entry === null || version >= this.#head) return entry;
    if (entry.type === "cleared") return version === this.#clearedAt ? entry : null;
    if (entry.type === "started" || entry.type === "asked") return this.#items.has(version) ? entry : null;
    const run = this.#items.get(entry.run);
    if (!run) return null;
    const { gap, isEmpty } = run;
    if (isEmpty && entry.type === "ended" && run.started?.place === "browser") {
      const { sentence: _, ...ended } = entry;
      return ended;
    }
    if (!gap || version < gap.from || version > gap.to) return entry;
    return version === gap.from ? { type: "cut", run: run.version, bytes: gap.bytes } : null;
  }
}

/** How many of them fit into an edge. */
function fitting(printed: readonly Printed[]): number {
  let cost = 0;
  const end = printed.findIndex((one) => (cost += one.cost) > EDGE_BYTES);
  return end === -1 ? printed.length : end;
}
