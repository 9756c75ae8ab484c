// Orders the updates of one file: de-duplicates, rebases, applies. Synchronous; knows no room, no client's socket and no store.
import { rebaseUpdates } from "@codemirror/collab";
import { ChangeSet, Text } from "@codemirror/state";
import { decodeChange } from "../protocol/changes.ts";
import { Refusal } from "../protocol/errors.ts";
import { CONCURRENCY_SLACK, type Limits } from "../protocol/limits.ts";
import type { UpdateJSON } from "../protocol/messages.ts";
import { mapSelections, type Selection } from "../protocol/selections.ts";
import type { Commit, Snapshot } from "./roomStore.ts";

/**
 * An update in its place in the log. `json` is the UpdateJSON as it is stored and sent, so it is encoded once. The change itself
 * is a dozen objects that few ask for again once it is shown, and that every collection of garbage would have to carry along.
 */
class Entry {
  readonly client: number;
  readonly seq: number;
  readonly json: string;
  /** of the text before it */
  readonly length: number;
  /** of all changes before it that were ever in memory */
  readonly sectionsBefore: number;
  #changes: ChangeSet | undefined;

  constructor(client: number, seq: number, json: string, changes: ChangeSet, sectionsBefore: number) {
    this.client = client;
    this.seq = seq;
    this.json = json;
    this.length = changes.length;
    this.sectionsBefore = sectionsBefore;
    this.#changes = changes;
  }

  get changes(): ChangeSet {
    return (this.#changes ??= ChangeSet.fromJSON((JSON.parse(this.json) as UpdateJSON)[3]));
  }

  /** It is shown: from now on it is read from its JSON by the first who is behind it. */
  shown(): void {
    this.#changes = undefined;
  }
}

/** What a client offers: its changes from `seq` on, made on top of `version`. */
export interface Offer {
  readonly version: number;
  readonly seq: number;
  readonly changes: readonly unknown[];
}

/** Put together, so many cost less to apply than one by one, wherever they are; many more would cost more again. */
const APPLIED_TOGETHER = 16;

/** The text after the changes, each of which is on top of the one before. */
function applyAll(text: Text, changes: readonly ChangeSet[]): Text {
  let after = text;
  for (let at = 0; at < changes.length;) {
    let together = changes[at++]!;
    while (at < changes.length && at % APPLIED_TOGETHER > 0) together = together.compose(changes[at++]!);
    after = together.apply(after);
  }
  return after;
}

const clientId = (client: number): string => String(client);

/**
 * One file's log as far as it is in memory, and the text after it.
 * There are two heads. `accepted` has everything that was ordered; `durable` trails it and moves when the store has kept
 * what was taken: nobody is ever shown anything past `durable` [C5].
 */
export class Authority {
  readonly #limits: Limits;
  /** the recent log; #log[0] takes the text from version #base to #base + 1 */
  #log: Entry[] = [];
  #base: number;
  /** of all changes that were ever in the log */
  #sections = 0;
  #accepted: { text: Text; readonly seqs: Map<number, number> };
  #taken: { version: number; text: Text };
  #durable: { version: number; text: Text; readonly seqs: Map<number, number> };

  constructor(snapshot: Snapshot, limits: Limits) {
    const text = Text.of(snapshot.text.split("\n"));
    this.#limits = limits;
    this.#base = snapshot.version;
    this.#accepted = { text, seqs: new Map(snapshot.confirmed) };
    this.#taken = { version: snapshot.version, text };
    this.#durable = { version: snapshot.version, text, seqs: new Map(snapshot.confirmed) };
  }

  /** How many updates the newest text that may be shown contains. */
  get version(): number {
    return this.#durable.version;
  }

  /** The newest text that may be shown. */
  get text(): Text {
    return this.#durable.text;
  }

  /** The client's highest durable seq; 0 when it never changed this file. */
  confirmed(client: number): number {
    return this.#durable.seqs.get(client) ?? 0;
  }

  /** The oldest version from which the log is in memory. */
  get recentFrom(): number {
    return this.#base;
  }

  /** Something is accepted that is not durable yet. */
  get busy(): boolean {
    return this.#head > this.version;
  }

  get #head(): number {
    return this.#base + this.#log.length;
  }

  /** Applies commits read from the store, up to a version; they are durable already. Throws when they do not fit: the log is damaged. */
  replay(commits: readonly Commit[], upTo: number): void {
    const replayed: ChangeSet[] = [];
    for (const commit of commits) {
      const updates = JSON.parse(commit.entries) as UpdateJSON[];
      updates.forEach((update, index) => {
        const version = commit.from + index;
        if (version < this.#head || version >= upTo) return;
        if (version > this.#head) throw new Error(`invariant: the log has a gap at ${this.#head}`);
        const changes = ChangeSet.fromJSON(update[3]);
        replayed.push(changes);
        this.#add(update, changes);
      });
    }
    this.#accepted.text = applyAll(this.#accepted.text, replayed);
    this.#taken = { version: this.#head, text: this.#accepted.text };
    this.committed(this.#head);
  }

  /**
   * Orders what a client offers, at `time` (the server's, ms since 1970), and returns how many updates were new.
   * An old version is rebased, never refused, one update at a time [C1, C2]; what is there already is dropped [C3].
   * Throws Refusal; then nothing has changed.
   */
  accept(client: number, offer: Offer, time: number): number {
    if (offer.version > this.version) throw new Refusal("version_ahead");
    if (offer.version < this.#base) throw new Refusal("version_too_old");
    const last = this.#accepted.seqs.get(client) ?? 0;
    if (offer.seq > last + 1) throw new Refusal("seq_gap");
    let pending = this.#decode(client, offer);
    let expected = offer.seq;
    for (let index = offer.version - this.#base; index < this.#log.length && pending.length > 0; index++) {
      const entry = this.#log[index]!;
      if (entry.client === client && entry.seq !== expected++)
        throw new Refusal("bad_change", "its seq does not belong to its version");
      pending = rebaseUpdates(pending, [{ changes: entry.changes, clientID: clientId(entry.client) }]);
    }
    if (pending.length > 0 && expected !== last + 1)
      throw new Refusal("bad_change", "its version lacks changes of its own");
    const text = this.#textAfter(pending.map(({ changes }) => changes));
    pending.forEach(({ changes }, index) => {
      this.#add([client, last + 1 + index, time, changes.toJSON()], changes);
    });
    this.#accepted.text = text;
    return pending.length;
  }

  /**
   * What rebasing the offer takes at most, in steps over a section, a tenth of a microsecond each: each of its changes meets each
   * update since its version, and both are gone through from end to end.
   */
  workOf({ version, changes }: Offer): number {
    const behind = Math.max(0, this.#head - version);
    const met = this.sectionsSince(version);
    let sections = 0;
    for (const change of changes) {
      if (!Array.isArray(change)) continue;
      // What others have inserted into a stretch that is deleted cuts it into as many pieces.
      const isCut = change.some(
        (section) => Array.isArray(section) && typeof section[0] === "number" && section[0] > 1,
      );
      sections += change.length + (isCut ? met : 0);
    }
    return behind * sections + changes.length * met;
  }

  /** How many sections the changes since a version have. */
  sectionsSince(version: number): number {
    const { sectionsBefore } = this.#log[Math.max(0, version - this.#base)] ?? { sectionsBefore: this.#sections };
    return this.#sections - sectionsBefore;
  }

  #decode(client: number, offer: Offer): readonly { changes: ChangeSet; clientID: string }[] {
    let length = this.#lengthAt(offer.version);
    let inserted = 0;
    let sections = 0;
    return offer.changes.map((json) => {
      const changes = decodeChange(json, length, this.#limits);
      sections += (json as unknown[]).length;
      if (sections > this.#limits.pushSections) throw new Refusal("bad_change", "too many sections");
      inserted += Math.max(0, changes.newLength - length);
      if (inserted > this.#limits.pushCharacters) throw new Refusal("document_too_large");
      length = changes.newLength;
      return { changes, clientID: clientId(client) };
    });
  }

  #lengthAt(version: number): number {
    return this.#log[version - this.#base]?.length ?? this.#accepted.text.length;
  }

  /** Only what grows is refused, so that a file past a bound can still be made smaller. */
  #textAfter(pending: readonly ChangeSet[]): Text {
    const longestText = this.#limits.documentCharacters * CONCURRENCY_SLACK;
    const longestLine = this.#limits.lineCharacters * CONCURRENCY_SLACK;
    if (pending.some(({ length, newLength }) => newLength > length && newLength > longestText))
      throw new Refusal("document_too_large");
    // No line is longer than its text.
    if (pending.every(({ newLength }) => newLength <= longestLine)) return applyAll(this.#accepted.text, pending);
    return pending.reduce((before, changes) => {
      const after = changes.apply(before);
      changes.iterChangedRanges((fromA, toA, fromB, toB) => {
        const grown = [after.lineAt(fromB).length, after.lineAt(toB).length];
        const was = Math.max(before.lineAt(fromA).length, before.lineAt(toA).length);
        if (grown.some((length) => length > longestLine && length > was)) throw new Refusal("line_too_long");
      });
      return after;
    }, this.#accepted.text);
  }

  /** Puts it into the log; the text is left to the caller. */
  #add(update: UpdateJSON, changes: ChangeSet): void {
    const [client, seq, , change] = update;
    this.#accepted.seqs.set(client, seq);
    this.#log.push(new Entry(client, seq, JSON.stringify(update), changes, this.#sections));
    this.#sections += (change as unknown[]).length;
  }

  /** Takes the next place in the log and leaves the text as it is, so that whoever had the file before can append no more [C11]. */
  mark(time: number): Commit {
    const changes = ChangeSet.empty(this.#accepted.text.length);
    this.#add([0, 0, time, changes.toJSON()], changes);
    return this.take()!;
  }

  /** What was accepted since the last call, as one commit, or undefined. */
  take(): Commit | undefined {
    const from = this.#taken.version;
    const count = this.#head - from;
    if (count === 0) return undefined;
    this.#taken = { version: this.#head, text: this.#accepted.text };
    return { from, count, entries: this.#encode(from, this.#head) };
  }

  /** The store has kept everything before `version`, which is where the last commit that was taken ends. */
  committed(version: number): void {
    for (let index = this.#durable.version - this.#base; index < version - this.#base; index++) {
      const entry = this.#log[index]!;
      this.#durable.seqs.set(entry.client, entry.seq);
      entry.shown();
    }
    this.#durable.version = version;
    this.#durable.text = this.#taken.text;
    const { recentUpdates } = this.#limits;
    // A fifth more than must stay, so that the list is not cut at every commit.
    if (this.#log.length > recentUpdates * 1.2) this.#trim(version - recentUpdates);
  }

  #trim(version: number): void {
    if (version <= this.#base) return;
    this.#log = this.#log.slice(version - this.#base);
    this.#base = version;
  }

  /** The JSON list of the updates from `from` to `to`, both in memory and durable or taken. */
  #encode(from: number, to: number): string {
    let list = "[";
    for (let index = from - this.#base; index < to - this.#base; index++)
      list += (list.length > 1 ? "," : "") + this.#log[index]!.json;
    return `${list}]`;
  }

  /**
   * Durable updates from `from` on, at most `limit` and no more than about `characters` of JSON but at least one, as a
   * commit; undefined when `from` is not in memory any more.
   */
  recent(from: number, limit: number, characters: number): Commit | undefined {
    if (from < this.#base) return undefined;
    const last = Math.min(from + limit, this.version);
    let to = from;
    for (let size = 0; to < last && size < characters; to++) size += this.#log[to - this.#base]!.json.length;
    return { from, count: to - from, entries: this.#encode(from, to) };
  }

  /** Carries positions of a client from `version` to the durable head; undefined when that version is not in memory. */
  carry(client: number, version: number, selections: readonly Selection[]): readonly Selection[] | undefined {
    if (version < this.#base || version > this.version) return undefined;
    const length = this.#lengthAt(version);
    if (selections.some(([anchor, head]) => anchor > length || head > length)) return undefined;
    let carried = selections;
    for (let index = version - this.#base; index < this.version - this.#base; index++) {
      const entry = this.#log[index]!;
      carried = mapSelections(carried, entry.changes, entry.client === client);
    }
    return carried;
  }

  snapshot(): Snapshot {
    const { version, text, seqs } = this.#durable;
    return { version, text: text.toString(), confirmed: [...seqs] };
  }
}
