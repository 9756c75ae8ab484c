// Reads a feature's log as its other half tells of it: what was missed, and what is older when it is wanted. Knows no connection and no entry.
import { signal } from "@preact/signals";
import type { EntryPage, LoadedEntries } from "./loadedEntries.ts";

interface LogReaderOptions<Log> {
  /** Nothing is loaded; it grows from this version. */
  begin(at: number): Log;
  /** Asks the other half for these entries, which answers with a page that may have fewer. */
  ask(from: number, to: number): void;
  /** entries that are asked for at once */
  readonly pageEntries: number;
  /** further behind than so many entries, what was read is forgotten and the newest is read anew */
  readonly mostBehind: number;
}

interface Asked<Entry> {
  readonly from: number;
  readonly to: number;
  readonly entries: (Entry | null)[];
}

export class LogReader<Entry, Log extends LoadedEntries<Entry>> {
  readonly hasOlder = signal(false);
  readonly isLoading = signal(false);
  readonly #options: LogReaderOptions<Log>;
  #log: Log | undefined;
  /** nothing before it can be read */
  #start = 0;
  /** the newest version that was heard of */
  #head = 0;
  #asked: Asked<Entry> | undefined;

  constructor(options: LogReaderOptions<Log>) {
    this.#options = options;
  }

  /** As much of it as was read; undefined before the other half has said where it is. */
  get log(): Log | undefined {
    return this.#log;
  }

  get start(): number {
    return this.#start;
  }

  /**
   * The connection is there, for the first time or again, or this window was too slow. `isAnew`: what was read is told otherwise by now. The log
   * that is begun anew; undefined: it goes on.
   */
  head(start: number, head: number, isAnew = this.#isFarFrom(head)): Log | undefined {
    this.#asked = undefined;
    this.isLoading.value = false;
    this.#head = head;
    if (isAnew) this.#log = this.#options.begin(head);
    this.#start = start;
    this.forget(start);
    return isAnew ? this.#log : undefined;
  }

  #isFarFrom(head: number): boolean {
    return !this.#log || head < this.#log.head || head - this.#log.head > this.#options.mostBehind;
  }

  /** Takes what is new, and says from which version on; undefined: it is not known yet where the log is. */
  entries(page: EntryPage<Entry>): number | undefined {
    this.#head = Math.max(this.#head, page.from + page.entries.length);
    return this.#add(page);
  }

  /** Takes an answer. False: more of it is to come, or nobody asked for it. */
  page({ from, entries }: EntryPage<Entry>): boolean {
    const asked = this.#asked;
    if (!asked || from !== asked.from + asked.entries.length) return false;
    asked.entries.push(...entries);
    const reached = from + entries.length;
    if (entries.length > 0 && reached < asked.to) {
      this.#ask(reached, asked.to);
      return false;
    }
    this.#asked = undefined;
    this.isLoading.value = false;
    this.#add(asked);
    return true;
  }

  /** Reads what was missed. True: something is asked for. */
  readOn(): boolean {
    if (!this.#asked && this.#log && this.#log.head < this.#head) this.read(this.#log.head, this.#head);
    return this.#asked !== undefined;
  }

  /** Reads what is before what was read, as far as this version where that is nearer than a page. */
  readOlder(from = 0): void {
    if (!this.#log || this.isLoading.peek() || this.#log.from <= this.#start) return;
    this.isLoading.value = true;
    this.read(Math.max(this.#start, from, this.#log.from - this.#options.pageEntries), this.#log.from);
  }

  /** Nothing before this version can be read any more; what was read is here still. */
  beginsAt(start: number): void {
    this.#start = start;
    this.#changed();
  }

  /** What is before this version is not needed; it can be read again. */
  forget(version: number): void {
    this.#log?.dropBefore(version);
    this.#changed();
  }

  read(from: number, to: number): void {
    this.#asked = { from, to, entries: [] };
    this.#ask(from, to);
  }

  #ask(from: number, to: number): void {
    this.#options.ask(from, Math.min(to, from + this.#options.pageEntries));
  }

  #add(page: EntryPage<Entry>): number | undefined {
    const from = this.#log?.add(page);
    this.#changed();
    return from;
  }

  #changed(): void {
    this.hasOlder.value = (this.#log?.from ?? 0) > this.#start;
  }
}
