// The newest updates of one file, as far as memory holds them: each by itself while it is new, later many as one text. Knows no text of a file.
import { ChangeSet } from "@codemirror/state";
import { type ChangeJSON, lengthBefore } from "../../protocol/changes.ts";
import { readUpdates, type UpdateJSON, writeUpdates, type WrittenUpdate } from "../../protocol/updates.ts";

/** Memory has about so many pages of updates, and lets go of one whole page, the oldest, at a time. */
const PAGES = 20;
/** The newest updates go into a page before their time when their JSON is longer than this. */
const LONG_CHARACTERS = 1_000_000;
/** Memory has about so many characters of JSON of a file at most: somebody who replaces a long text over and over must not fill it. */
const MOST_CHARACTERS = 8_000_000;

/** Parsing so much JSON takes as long as going through a section of a change. */
const CHARACTERS_PER_STEP = 64;

/**
 * An update in its place in the log. Its change is JSON, as it is stored and sent, so it is encoded once. The change itself
 * is a dozen objects that few ask for, and that every collection of garbage would have to carry along.
 */
export class RecentUpdate implements WrittenUpdate {
  readonly client: number;
  readonly seq: number;
  readonly time: number;
  readonly change: string;
  /** of the text before it */
  readonly length: number;
  /** of all updates before it that were ever here */
  readonly stepsBefore: number;
  #read: ChangeJSON | undefined;
  #changes: ChangeSet | undefined;

  constructor([client, seq, time, change]: UpdateJSON, stepsBefore: number) {
    this.client = client;
    this.seq = seq;
    this.time = time;
    this.change = JSON.stringify(change);
    this.length = lengthBefore(change);
    this.stepsBefore = stepsBefore;
    this.#read = change;
  }

  get changes(): ChangeSet {
    return (this.#changes ??= ChangeSet.fromJSON(this.#read ?? JSON.parse(this.change)));
  }

  /** It is shown: from now on it is read from its JSON by the first who is behind it. */
  shown(): void {
    this.#read = undefined;
    this.#changes = undefined;
  }
}

/** Updates whose time has passed, as one text: whoever is that far behind, which is hardly anybody, has them taken apart again. */
interface AgedPage {
  readonly from: number;
  readonly json: string;
  readonly stepsBefore: number;
}

/** Versions are those of the log: the update at `version` takes the text from there to the next. */
export class RecentUpdates {
  readonly #most: number;
  readonly #pageSize: number;
  #pages: AgedPage[] = [];
  /** what comes after the pages, and where it begins */
  #newest: RecentUpdate[] = [];
  #newestFrom: number;
  /** of the JSON of their changes, and of the pages */
  #newestCharacters = 0;
  #pagesCharacters = 0;
  /** of all that were ever here */
  #steps = 0;
  /** the page that was taken apart last */
  #opened: { readonly page: AgedPage; readonly entries: readonly RecentUpdate[] } | undefined;

  /** From the version `base` on. At least the `most` newest updates are in memory, unless they are very long. */
  constructor(base: number, most: number) {
    this.#newestFrom = base;
    this.#most = most;
    this.#pageSize = Math.max(1, Math.floor(most / PAGES));
  }

  /** The oldest version from which the updates are here. */
  get base(): number {
    return this.#pages[0]?.from ?? this.#newestFrom;
  }

  /** The version after the last. */
  get head(): number {
    return this.#newestFrom + this.#newest.length;
  }

  add(update: UpdateJSON): RecentUpdate {
    const entry = new RecentUpdate(update, this.#steps);
    this.#newest.push(entry);
    this.#newestCharacters += entry.change.length;
    this.#steps += stepsOf(update, entry);
    return entry;
  }

  /** Those from `from` on and before `to`; `from` is not before `base`. */
  *between(from: number, to = this.head): Iterable<RecentUpdate> {
    for (let version = from; version < to; version++) yield this.at(version)!;
  }

  /** Undefined at the head. `version` is not before `base`. */
  at(version: number): RecentUpdate | undefined {
    if (version >= this.#newestFrom) return this.#newest[version - this.#newestFrom];
    const page = this.#pageWith(version);
    return this.#open(page)[version - page.from];
  }

  #pageWith(version: number): AgedPage {
    return this.#pages.findLast(({ from }) => from <= version)!;
  }

  #open(page: AgedPage): readonly RecentUpdate[] {
    if (this.#opened?.page === page) return this.#opened.entries;
    let { stepsBefore } = page;
    const entries = readUpdates(page.json).map((update) => {
      const entry = new RecentUpdate(update, stepsBefore);
      stepsBefore += stepsOf(update, entry);
      return entry;
    });
    this.#opened = { page, entries };
    return entries;
  }

  /**
   * What going through the updates from `version` on takes: a step for each section of their changes, more where their text is
   * long. Those of its page before it are counted as well: no page is taken apart to find out.
   */
  stepsSince(version: number): number {
    const from = Math.max(version, this.base);
    const first = from < this.#newestFrom ? this.#pageWith(from) : this.at(from);
    return first ? this.#steps - first.stepsBefore : 0;
  }

  /** Everything before `version` is shown. What is not among the newest any more is put into pages, and the oldest of these go. */
  shown(version: number): void {
    const hasAged = (): boolean => version - this.#newestFrom >= 2 * this.#pageSize;
    const isLong = (): boolean => version > this.#newestFrom && this.#newestCharacters > LONG_CHARACTERS;
    while (hasAged() || isLong()) this.#putIntoPage(Math.min(this.#pageSize, version - this.#newestFrom));
    const isEnoughWithoutFirst = (): boolean => version - (this.#pages[1]?.from ?? this.#newestFrom) >= this.#most;
    const isTooLong = (): boolean => this.#pagesCharacters + this.#newestCharacters > MOST_CHARACTERS;
    while (this.#pages.length > 0 && (isEnoughWithoutFirst() || isTooLong())) {
      this.#pagesCharacters -= this.#pages.shift()!.json.length;
      this.#opened = undefined;
    }
  }

  #putIntoPage(count: number): void {
    const some = this.#newest.splice(0, count);
    const json = writeUpdates(some).entries;
    this.#pages.push({ from: this.#newestFrom, json, stepsBefore: some[0]!.stepsBefore });
    this.#newestFrom += count;
    this.#newestCharacters -= some.reduce((sum, { change }) => sum + change.length, 0);
    this.#pagesCharacters += json.length;
  }
}

const stepsOf = ([, , , sections]: UpdateJSON, { change }: RecentUpdate): number =>
  sections.length + Math.floor(change.length / CHARACTERS_PER_STEP);
