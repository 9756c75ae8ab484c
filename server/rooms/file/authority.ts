// Orders the updates of one file: de-duplicates, rebases, applies. Synchronous; knows no room, no client's socket and no store.
import { rebaseUpdates } from "@codemirror/collab";
import { ChangeSet, Text } from "@codemirror/state";
import { type ChangeJSON, checkChange } from "../../protocol/changes.ts";
import { composed } from "../../protocol/composed.ts";
import { Refusal } from "../../protocol/errors.ts";
import { CONCURRENCY_SLACK, type Limits } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/serverMessages.ts";
import { mapSelections, type Selection } from "../../protocol/selections.ts";
import type { UpdateJSON } from "../../protocol/updates.ts";
import { applyChanges } from "./applyChanges.ts";
import { type RecentUpdate, RecentUpdates } from "./recentUpdates.ts";
import type { Snapshot } from "../roomStore.ts";

/** What a client offers: its changes from `seq` on, made on top of `version`. */
export interface Offer {
  readonly version: number;
  readonly seq: number;
  readonly changes: readonly unknown[];
}

/** What a client is given to begin with. */
export type FileOpening = Pick<Extract<ServerMessage, { type: "file" }>, "text" | "change" | "confirmed">;

/** What is offered, checked, or that rebased; the text has `length` characters before it. */
interface Pending {
  readonly change: ChangeJSON;
  readonly length: number;
  readonly newLength: number;
}

const clientId = (client: number): string => String(client);

/**
 * One file's log as far as it is in memory, and the text after it.
 * There are two heads. `accepted` has everything that was ordered; `durable` trails it and moves when the store has it: nobody is
 * ever shown anything past `durable` [C5].
 */
export class Authority {
  readonly #limits: Limits;
  /** the log as far as it is in memory */
  readonly #log: RecentUpdates;
  #accepted: { text: Text; readonly seqs: Map<number, number> };
  #durable: { version: number; text: Text; readonly seqs: Map<number, number> };

  constructor(snapshot: Snapshot, limits: Limits) {
    const text = Text.of(snapshot.text.split("\n"));
    this.#limits = limits;
    this.#log = new RecentUpdates(snapshot.version, limits.recentUpdates);
    this.#accepted = { text, seqs: new Map(snapshot.confirmed) };
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
    return this.#log.base;
  }

  /** The text with everything that was ordered. */
  get accepted(): Text {
    return this.#accepted.text;
  }

  /** Applies updates that the store has, and that follow the head: they are durable already. Throws when they do not fit: the log is damaged. */
  replay(updates: readonly UpdateJSON[]): void {
    const replayed = updates.map((update) => this.#add(update));
    this.#accepted.text = applyChanges(
      this.#accepted.text,
      updates.map(([, , , change]) => change),
    );
    this.committed(replayed, this.#accepted.text);
  }

  /**
   * Orders what a client offers, at `time` (the server's, ms since 1970), and returns the updates that are new.
   * An old version is rebased, never refused, one update at a time [C1, C2]; what is there already is dropped [C3].
   * Throws Refusal; then nothing has changed.
   */
  accept(client: number, offer: Offer, time: number): readonly RecentUpdate[] {
    if (offer.version > this.version) throw new Refusal("version_ahead");
    if (offer.version < this.#log.base) throw new Refusal("version_too_old");
    const last = this.#accepted.seqs.get(client) ?? 0;
    if (offer.seq > last + 1) throw new Refusal("seq_gap");
    const checked = this.#check(offer);
    const pending = this.#log.head > offer.version ? this.#rebased(client, offer, checked) : checked;
    // Those of its own that are there already stood between its version and the head, and are dropped by then [C3].
    if (pending.length > 0 && offer.seq + checked.length - pending.length !== last + 1)
      throw new Refusal("bad_change", "its version lacks changes of its own");
    this.#accepted.text = this.#textAfter(pending);
    return pending.map(({ change }, index) => this.#add([client, last + 1 + index, time, change]));
  }

  /**
   * What rebasing the offer takes at most, in steps over a section, a tenth of a microsecond each: each of its changes meets each
   * update since its version, and both are gone through from end to end.
   */
  workOf({ version, changes }: Offer): number {
    const behind = Math.max(0, this.#log.head - version);
    const met = this.stepsSince(version);
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

  /** What going through the updates since a version takes, in the same steps. */
  stepsSince(version: number): number {
    return this.#log.stepsSince(version);
  }

  #check({ version, changes }: Offer): readonly Pending[] {
    let newLength = this.#lengthAt(version);
    let inserted = 0;
    let sections = 0;
    return changes.map((json) => {
      const length = newLength;
      newLength = checkChange(json, length, this.#limits);
      const change = json as ChangeJSON;
      sections += change.length;
      if (sections > this.#limits.pushSections) throw new Refusal("bad_change", "too many sections");
      inserted += Math.max(0, newLength - length);
      if (inserted > this.#limits.pushCharacters) throw new Refusal("document_too_large");
      return { change, length, newLength };
    });
  }

  /** What is offered and not there yet, on top of all that came since its version, one update at a time [C1]. */
  #rebased(client: number, { version, seq }: Offer, checked: readonly Pending[]): readonly Pending[] {
    const clientID = clientId(client);
    let pending: readonly { changes: ChangeSet; clientID: string }[] = checked.map(({ change }) => ({
      changes: ChangeSet.fromJSON(change),
      clientID,
    }));
    let expected = seq;
    for (const entry of this.#log.between(version)) {
      if (pending.length === 0) break;
      if (entry.client === client && entry.seq !== expected++)
        throw new Refusal("bad_change", "its seq does not belong to its version");
      pending = rebaseUpdates(pending, [{ changes: entry.changes, clientID: clientId(entry.client) }]);
    }
    return pending.map(({ changes }) => {
      const { length, newLength } = changes;
      return { change: changes.toJSON() as ChangeJSON, length, newLength };
    });
  }

  #lengthAt(version: number): number {
    return this.#log.at(version)?.length ?? this.#accepted.text.length;
  }

  /** Only what grows is refused, so that a file past a bound can still be made smaller. */
  #textAfter(pending: readonly Pending[]): Text {
    const longestText = this.#limits.documentCharacters * CONCURRENCY_SLACK;
    const longestLine = this.#limits.lineCharacters * CONCURRENCY_SLACK;
    if (pending.some(({ length, newLength }) => newLength > length && newLength > longestText))
      throw new Refusal("document_too_large");
    const changes = pending.map(({ change }) => change);
    return applyChanges(this.#accepted.text, changes, ({ before, after, from, to, lines }) => {
      // No line is longer than its text.
      if (after.length <= longestLine) return;
      const end = after.length - (before.length - to);
      const grown = Math.max(after.lineAt(from).length, after.lineAt(end).length);
      const was = Math.max(before.lineAt(from).length, before.lineAt(to).length);
      const inner = lines.slice(1, -1);
      if ((grown > longestLine && grown > was) || inner.some(({ length }) => length > longestLine))
        throw new Refusal("line_too_long");
    });
  }

  /** Puts it into the log; the text is left to the caller. */
  #add(update: UpdateJSON): RecentUpdate {
    const [client, seq] = update;
    this.#accepted.seqs.set(client, seq);
    return this.#log.add(update);
  }

  /** An update that leaves the text as it is. */
  still(time: number): UpdateJSON {
    const { length } = this.#accepted.text;
    return [0, 0, time, length > 0 ? [length] : []];
  }

  /** The store has these, the first that were accepted and not durable; `text` is the one after them. */
  committed(updates: readonly RecentUpdate[], text: Text): void {
    for (const update of updates) {
      this.#durable.seqs.set(update.client, update.seq);
      update.shown();
    }
    this.#durable.version += updates.length;
    this.#durable.text = text;
    this.#log.shown(this.version);
  }

  /** Durable updates from `from` on, at most `limit`; undefined when `from` is not in memory any more. */
  recent(from: number, limit: number): Iterable<RecentUpdate> | undefined {
    return from < this.#log.base ? undefined : this.#log.between(from, Math.min(from + limit, this.version));
  }

  /**
   * What leads a client to the durable head: from a version that is in memory one change, and from the head itself the text. What the
   * change inserts is in the text, so nothing shows that was there only in between.
   */
  opening(client: number, from: number): FileOpening {
    const confirmed = this.confirmed(client);
    if (from === this.version) return { text: this.text.toString(), confirmed };
    const changes = [...this.#log.between(from, this.version)].map((entry) => entry.changes);
    return { change: composed(changes).toJSON() as ChangeJSON, confirmed };
  }

  /** Carries positions of a client from `version` to the durable head; undefined when that version is not in memory. */
  carry(client: number, version: number, selections: readonly Selection[]): readonly Selection[] | undefined {
    if (version < this.#log.base || version > this.version) return undefined;
    const length = this.#lengthAt(version);
    if (selections.some(([anchor, head]) => anchor > length || head > length)) return undefined;
    let carried = selections;
    for (const entry of this.#log.between(version, this.version))
      carried = mapSelections(carried, entry.changes, entry.client === client);
    return carried;
  }

  snapshot(): Snapshot {
    const { version, text, seqs } = this.#durable;
    return { version, text: text.toString(), confirmed: [...seqs] };
  }
}
