// The log of a room's runs: what is kept of it, how that is shown, and what becomes of it. Knows no run while it runs.
import type { Mark } from "../../rooms/roomPort.ts";
import type { LogPage } from "../featureLog.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import { PurgedFiles } from "../../featureParts/purgedFiles.ts";
import { ToldLog } from "../../featureParts/toldLog.ts";
import { type KeptRun, KeptRuns } from "./keptRuns.ts";
import { PAGE_ENTRIES, type ServerRunMessage, type ShownEntry } from "./messages.ts";

/** Its name in a room; one in which nothing was ever run has no such log. */
export const LOG = "runs";
/** Bytes that nobody is shown any more before they are erased; those that were cleared are erased at once. */
const HIDDEN_BYTES = 1024 * 1024;

interface Listener {
  /** All that was in it is read. */
  opened(): void;
  /** It is durable, and everybody who keeps up knows of it; `shown`: as they do. */
  told(version: number, entry: ShownEntry, shown: ShownEntry | null): void;
  /** Files were deleted for good, which what goes on may quote. */
  purged(): void;
}

export class RunLog extends ToldLog<ShownEntry, ServerRunMessage> {
  protected readonly pageEntries = PAGE_ENTRIES;
  readonly #room: FeatureRoom;
  readonly #listener: Listener;
  readonly #kept = new KeptRuns();
  #whenOpen: (() => void)[] = [];
  #cancelTidying = (): void => {};

  constructor(room: FeatureRoom, listener: Listener) {
    super(room, LOG);
    this.#room = room;
    this.#listener = listener;
  }

  /** Those that have no end in it. */
  get running(): readonly KeptRun[] {
    return this.#kept.running;
  }

  /** When runs began and ended, once it is read. Rejects with a Refusal when the room leaves memory meanwhile. */
  async marks(): Promise<readonly Mark[]> {
    await this.whenRead();
    return this.#kept.marks;
  }

  /** Where the entry is that has this key, as keyOf makes them; undefined where it is not kept. */
  versionOf(key: string): number | undefined {
    return this.#kept.versionOf(key);
  }

  /** Whether a run that goes on may print what was in a file that was deleted for good. */
  mayQuote(run: number): boolean {
    return this.#kept.mayQuote(run);
  }

  /** Nothing of what a run prints and is typed, where that may quote a file that was deleted for good. */
  override append(entry: ShownEntry): void {
    const isText = entry.type === "output" || entry.type === "input";
    if (!isText || !this.mayQuote(entry.run)) super.append(entry);
  }

  /** Runs it once it can be written to: in this turn, where that is so already, and never where the room leaves memory before. */
  writing(run: () => void): void {
    if (this.open().isOpen) run();
    else this.#whenOpen.push(run);
  }

  /** Files were deleted for good: nothing is shown of their runs, nor what was printed while they were there. */
  purged(): void {
    this.purgeWith(() => this.#purge());
  }

  // ---- how it is shown

  protected override get start(): number {
    return this.#kept.start;
  }

  protected shown(version: number, entry: ShownEntry | null): ShownEntry | null {
    return this.#kept.shown(version, entry);
  }

  protected head(isAnew?: true): ServerRunMessage {
    return { type: "head", start: this.start, head: this.version, ...(isAnew && { isAnew }) };
  }

  protected message(type: "entries" | "page", page: LogPage<ShownEntry>): ServerRunMessage {
    return { type, ...page };
  }

  // ---- what is in it

  protected apply({ from, entries }: LogPage<ShownEntry>): void {
    // what was on its way when they were deleted for good
    if (this.isOpen) this.#kept.purge(this.#purgedFiles);
    for (const [index, entry] of entries.entries()) if (entry !== null) this.#kept.apply(from + index, entry);
  }

  protected opened(): void {
    this.#listener.opened();
    this.#purge();
    this.tellHead();
    for (const run of this.#whenOpen.splice(0)) run();
  }

  protected told(page: LogPage<ShownEntry>): void {
    for (const [index, entry] of page.entries.entries()) {
      if (!entry) continue;
      const version = page.from + index;
      this.#listener.told(version, entry, this.shown(version, entry));
      if (entry.type === "cleared") this.#tidy(0);
      if (entry.type === "asked" || entry.type === "ended") this.#tidy(HIDDEN_BYTES);
    }
    // what was on its way
    if (this.#kept.hidesPurged) this.#tidy(HIDDEN_BYTES);
  }

  get #purgedFiles(): PurgedFiles {
    return new PurgedFiles(this.#room.details.files);
  }

  #purge(): void {
    this.#kept.purge(this.#purgedFiles);
    this.#tidy(0);
    this.#listener.purged();
  }

  /** Erases what nobody is shown, where it is more than so much, or is of files that were deleted for good. */
  #tidy(moreThanBytes: number): void {
    this.#kept.tidy(this.#room.now);
    if (this.#kept.hidesPurged || this.#kept.hiddenBytes > moreThanBytes) {
      this.#kept.erasing();
      this.rewrite((entry, version) => this.#kept.shown(version, entry));
    }
    this.#cancelTidying();
    const ms = this.#kept.tidyIn(this.#room.now);
    if (ms !== undefined) this.#cancelTidying = this.#room.after(ms, () => this.#tidy(HIDDEN_BYTES));
  }
}
