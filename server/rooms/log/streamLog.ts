// One stream of a room as its owner writes it: what is accepted, on its way to the store, durable. Knows no entry's meaning.
import { Refusal } from "../../protocol/errors.ts";
import type { Append, AppendOutcome, Commit, RoomStore, Stream } from "../roomStore.ts";
import type { CommitLoop, CommitSource } from "./commitLoop.ts";

/** Whose stream it is. `State`: what all entries up to a version make of whatever they are about. */
export interface StreamOwner<Entry, State> {
  /** An entry is stored at once, for no other belongs to it; otherwise with all that is accepted in the same turn of the event loop. */
  readonly isPrompt?: boolean;
  /** The entries as they are stored, and the room's document where that is to be kept with them. */
  write(entries: readonly Entry[], after: State): Pick<Append, "entries" | "document">;
  /** From now on they may be shown. */
  committed(commit: Commit, entries: readonly Entry[], after: State): void;
  /** What the store has is not known any more: the owner forgets all that it believed, and closes the stream. */
  failed(reason: AppendOutcome | "error"): void;
}

/** Everything accepted is decided; only what is durable may be shown [C5]. */
export class StreamLog<Entry, State> implements CommitSource {
  #stream: Stream;
  readonly #commitLoop: CommitLoop;
  readonly #owner: StreamOwner<Entry, State>;
  #durable: { readonly version: number; readonly state: State };
  /** so many entries were taken, counted as versions are */
  #taken: number;
  /** what is not stored for now begins here */
  #pausedFrom = Infinity;
  /** accepted and not durable, each with the state after it */
  #pending: { readonly entry: Entry; readonly after: State }[] = [];
  /** what to do when so many entries are durable, in order */
  #waiting: { readonly version: number; readonly run: () => void }[] = [];
  #isClosed = false;

  /** `version` entries are durable, and make `state`. */
  constructor(
    start: { readonly stream: Stream; readonly version: number; readonly state: State },
    commitLoop: CommitLoop,
    owner: StreamOwner<Entry, State>,
  ) {
    this.#stream = start.stream;
    this.#commitLoop = commitLoop;
    this.#owner = owner;
    this.#durable = start;
    this.#taken = start.version;
  }

  get stream(): Stream {
    return this.#stream;
  }

  /** How many entries are durable. */
  get version(): number {
    return this.#durable.version;
  }

  get durable(): State {
    return this.#durable.state;
  }

  get accepted(): State {
    return this.#pending.at(-1)?.after ?? this.durable;
  }

  /** Something is accepted that is not durable yet. */
  get busy(): boolean {
    return this.#pending.length > 0;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** `after`: the state with them. What is accepted when the stream is closed is nowhere. */
  accept(entries: readonly Entry[], after: State): void {
    for (const entry of entries) this.#pending.push({ entry, after });
    this.#commitLoop[this.#owner.isPrompt ? "commitNow" : "enqueue"](this);
  }

  /** Runs when everything accepted by now is durable, at once when it is; also when the stream closes before that, or has. */
  whenDurable(run: () => void): void {
    if (this.#isClosed || !this.busy) run();
    else this.#waiting.push({ version: this.version + this.#pending.length, run });
  }

  /** What is accepted from now on is not stored before `letThrough` or `goOn`. Resolves when all before it is durable, or the stream is closed. */
  pause(): Promise<void> {
    this.#pausedFrom = this.version + this.#pending.length;
    return new Promise((resolve) => this.whenDurable(resolve));
  }

  /** So many more entries are stored in this stream. */
  letThrough(count: number): void {
    this.#pausedFrom += count;
    this.#commitLoop.enqueue(this);
  }

  /** What was accepted since the pause is stored from now on, in this stream. */
  goOn(stream: Stream): void {
    this.#stream = stream;
    this.#pausedFrom = Infinity;
    this.#commitLoop.enqueue(this);
  }

  /** Nothing more is stored, or told to the owner. */
  close(): void {
    this.#isClosed = true;
    for (const { run } of this.#waiting.splice(0)) run();
  }

  // ---- the commit loop's side

  take(): Append | undefined {
    const from = this.#taken;
    const taken = this.#pending.slice(from - this.version, this.#pausedFrom - this.version);
    const last = taken.at(-1);
    if (this.#isClosed || !last) return undefined;
    this.#taken += taken.length;
    const entries = taken.map(({ entry }) => entry);
    return { stream: this.#stream, from, count: taken.length, ...this.#owner.write(entries, last.after) };
  }

  committed(commit: Append): void {
    if (this.#isClosed) return;
    const done = this.#pending.splice(0, commit.count);
    const state = done.at(-1)!.after;
    this.#durable = { version: commit.from + commit.count, state };
    this.#owner.committed(
      commit,
      done.map(({ entry }) => entry),
      state,
    );
    while (this.#waiting[0] && this.#waiting[0].version <= this.version) this.#waiting.shift()!.run();
  }

  failed(reason: AppendOutcome | "error"): void {
    if (!this.#isClosed) this.#owner.failed(reason);
  }
}

/**
 * Takes a stream over: its next place, with an entry that changes nothing, so that whoever wrote it before, and does not know that the
 * room has moved, can append no more [C11]. The commit, or undefined when the room is gone. Throws Refusal room_reset when somebody
 * is quicker.
 */
export async function takeOver(
  store: RoomStore,
  stream: Stream,
  from: number,
  entry: unknown,
): Promise<Commit | undefined> {
  const commit = { from, count: 1, entries: JSON.stringify([entry]) };
  const [outcome] = await store.append([{ stream, ...commit }]);
  if (outcome === "conflict") throw new Refusal("room_reset");
  return outcome === "ok" ? commit : undefined;
}
