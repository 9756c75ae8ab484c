// As much of a feature's log as this tab has read. Pure: knows no connection and no entry.

/** Consecutive entries, the first at version `from`. */
export interface EntryPage<Entry> {
  readonly from: number;
  readonly entries: readonly (Entry | null)[];
}

/** The entries from one version to another, without a gap; grows at both ends. */
export class LoadedEntries<Entry> {
  #from: number;
  readonly #entries: (Entry | null)[] = [];

  /** Begins with nothing, at a version from which it grows. */
  constructor(at: number) {
    this.#from = at;
  }

  get from(): number {
    return this.#from;
  }

  get head(): number {
    return this.#from + this.#entries.length;
  }

  get entries(): readonly (Entry | null)[] {
    return this.#entries;
  }

  /** The entry at a version that is loaded. */
  at(version: number): Entry | undefined {
    return this.#entries[version - this.#from] ?? undefined;
  }

  /**
   * Takes what fits at one of its ends, and says from which version on it is new at the newer one; the rest is known already, or comes
   * again when it is asked for.
   */
  add({ from, entries }: EntryPage<Entry>): number {
    const { head } = this;
    const end = from + entries.length;
    if (from <= head && end > head) this.#entries.push(...entries.slice(head - from));
    else if (from < this.#from && end >= this.#from) {
      this.#entries.unshift(...entries.slice(0, this.#from - from));
      this.#from = from;
    }
    return head;
  }

  /** Forgets what is before the version. */
  dropBefore(version: number): void {
    const dropped = Math.min(Math.max(0, version - this.#from), this.#entries.length);
    this.#entries.splice(0, dropped);
    this.#from += dropped;
  }
}
