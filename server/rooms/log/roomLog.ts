// The room's own log: what was accepted, what the store has, and who waits for it. Knows no client and no file.
import { type ErrorCode, Refusal } from "../../protocol/errors.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { Outlet } from "../ports.ts";
import type { RoomServices } from "../roomServices.ts";
import { type Append, type AppendOutcome, type Commit, EVENTS } from "../roomStore.ts";
import { turn } from "./deadline.ts";
import { Erasing } from "./erasing.ts";
import { entriesFrom, pages } from "./reading.ts";
import { applyStoredEvent, isSecret, type RoomDocument, type StoredEvent, streamOf } from "./roomDocument.ts";
import { StreamLog, type StreamOwner } from "./streamLog.ts";

/** The document grows with everybody who was ever here, so it is written with every so many events; a reader applies the rest. */
const DOCUMENT_EVERY = 32;

/** Writes to sockets between which everything else that has arrived gets its turn: some milliseconds. */
export const WRITES_AT_ONCE = 1_500;

/** The room, as its log knows it. */
interface LoggedRoom {
  /** The event is durable, and may be told. Returns the writes to sockets that it took. */
  tell(event: RoomEvent): number;
  /** Something was written, and is durable. */
  wrote(): void;
  failed(reason: AppendOutcome | "error"): void;
}

const silent =
  (run: () => void): (() => number) =>
  () => {
    run();
    return 0;
  };

export class RoomLog implements StreamOwner<StoredEvent, RoomDocument> {
  readonly #log: StreamLog<StoredEvent, RoomDocument>;
  readonly erasing: Erasing;
  readonly #services: Pick<RoomServices, "commitLoop" | "clock" | "store" | "logger" | "writeBudgets">;
  readonly #room: LoggedRoom;
  /** the document goes with the events from this version on */
  #documentDue: number;
  /** what is to be told and done by now, in order; each gives the writes to sockets that it took */
  #due: (() => number)[] = [];
  /** why nothing more becomes durable */
  #closed: ErrorCode | undefined;

  constructor(
    document: RoomDocument,
    services: Pick<RoomServices, "commitLoop" | "clock" | "store" | "logger" | "writeBudgets">,
    room: LoggedRoom,
  ) {
    const { eventsVersion } = document;
    const start = { stream: streamOf(document, EVENTS), version: eventsVersion, state: document };
    this.#log = new StreamLog(start, services.commitLoop, this);
    this.#services = services;
    this.#room = room;
    this.#documentDue = eventsVersion + 1;
    this.erasing = new Erasing(this, this.#log, services);
  }

  /** The room as it will be stored once everything accepted is. */
  get accepted(): RoomDocument {
    return this.#log.accepted;
  }

  get durable(): RoomDocument {
    return this.#log.durable;
  }

  /** Something is accepted that is not durable yet, or is to be deleted and is there. */
  get busy(): boolean {
    return this.#log.busy || this.erasing.busy;
  }

  accept(event: StoredEvent): void {
    this.#log.accept([event], applyStoredEvent(this.accepted, event));
  }

  /** Runs when everything accepted by now is durable and told, at once when it is; also when the room closes before that, or has. */
  whenDurable(run: () => void): void {
    this.#log.whenDurable(() => this.#do([silent(run)]));
  }

  /** Resolves when everything accepted by now is durable. Throws the Refusal with which the room closes before that. */
  async settled(): Promise<void> {
    const { eventsVersion } = this.accepted;
    await new Promise<void>((resolve) => this.whenDurable(resolve));
    if (this.#closed && this.durable.eventsVersion < eventsVersion) throw new Refusal(this.#closed);
  }

  /** Throws the Refusal with which the room has closed. */
  assertOpen(): void {
    if (this.#closed) throw new Refusal(this.#closed);
  }

  /** Nothing more will become durable here, and whoever waits for it is told this code. */
  close(code: ErrorCode): void {
    this.#closed = code;
    for (const run of this.#due.splice(0)) run();
    this.#log.close();
  }

  /** In order, and in pieces: a role for everybody, say, is thousands of events for hundreds of clients. */
  #do(runs: readonly (() => number)[]): void {
    const isUnderWay = this.#due.length > 0;
    this.#due.push(...runs);
    if (!isUnderWay) this.#doDue();
  }

  #doDue(): void {
    for (let writes = 0; this.#due.length > 0;) {
      if (writes >= WRITES_AT_ONCE) return void this.#services.clock.after(0, () => this.#doDue());
      try {
        writes += this.#due[0]!();
      } finally {
        this.#due.shift();
      }
    }
  }

  /** All that it says, from its beginning on, in pages. `work`: in whose turn each is read. */
  async *read(work: Outlet["work"]): AsyncGenerator<readonly StoredEvent[]> {
    const { store, clock } = this.#services;
    let version = 0;
    for await (const page of pages(store, streamOf(this.durable, EVENTS), 0, work)) {
      if (version > 0) await turn(clock);
      const events: StoredEvent[] = [];
      // each on its own: a page takes long where many events are as long as names may be
      for (const commit of page) events.push(...(await work(() => entriesFrom<StoredEvent>([commit], version))));
      version += events.length;
      yield events;
    }
  }

  // ---- the stream's side

  write(events: readonly StoredEvent[], document: RoomDocument): Pick<Append, "entries" | "document"> {
    const entries = JSON.stringify(events);
    const isDue = document.eventsVersion >= this.#documentDue || events.some(({ type }) => type === "rewritten");
    if (!isDue) return { entries };
    this.#documentDue = document.eventsVersion + DOCUMENT_EVERY;
    return { entries, document };
  }

  committed(_: Commit, events: readonly StoredEvent[]): void {
    this.#room.wrote();
    this.#do(events.flatMap((event) => (isSecret(event) ? [] : () => this.#room.tell(event))));
  }

  failed(reason: AppendOutcome | "error"): void {
    this.#room.failed(reason);
  }
}
