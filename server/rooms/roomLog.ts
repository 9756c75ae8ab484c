// The room's own log: what was accepted, what the store has, and who waits for it. Knows no client and no file.
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { applyStoredEvent, isSecret, type RoomDocument, type StoredEvent } from "./roomDocument.ts";
import { type Append, EVENTS } from "./roomStore.ts";

/** The document grows with everybody who was ever here, so it is written with every so many events; a reader applies the rest. */
const DOCUMENT_EVERY = 32;

/** Writes to sockets between which everything else that has arrived gets its turn: some milliseconds. */
export const WRITES_AT_ONCE = 1_500;

const silent =
  (run: () => void): (() => number) =>
  () => {
    run();
    return 0;
  };

/** Everything in `accepted` is decided; only what is in `durable` may be shown [C5]. */
export class RoomLog {
  #accepted: RoomDocument;
  #taken: RoomDocument;
  #durable: RoomDocument;
  #events: StoredEvent[] = [];
  /** the document goes with the events from this version on */
  #documentDue: number;
  /** what to do when so many events are durable, in order */
  #waiting: { version: number; run: () => void }[] = [];
  /** what is to be told and done by now, in order; each gives the writes to sockets that it took */
  #due: (() => number)[] = [];
  #isDueLater = false;
  readonly #later: (run: () => void) => void;
  /** why nothing more becomes durable */
  #closed: ErrorCode | undefined;

  /** `later`: runs once everything else that has arrived had its turn. */
  constructor(document: RoomDocument, later: (run: () => void) => void) {
    this.#later = later;
    this.#accepted = document;
    this.#taken = document;
    this.#durable = document;
    this.#documentDue = document.eventsVersion + 1;
  }

  get accepted(): RoomDocument {
    return this.#accepted;
  }

  get durable(): RoomDocument {
    return this.#durable;
  }

  /** Something is accepted that is not durable yet. */
  get busy(): boolean {
    return this.#accepted !== this.#durable;
  }

  accept(event: StoredEvent): void {
    this.#accepted = applyStoredEvent(this.#accepted, event);
    this.#events.push(event);
  }

  /** Runs when everything accepted by now is durable, at once when it is; also when the room closes before that, or has. */
  whenDurable(run: () => void): void {
    const version = this.#accepted.eventsVersion;
    if (this.#closed) run();
    else if (version > this.#durable.eventsVersion) this.#waiting.push({ version, run });
    else if (this.#due.length > 0) this.#due.push(silent(run));
    else run();
  }

  /** What was accepted since the last call, with the room after it. */
  take(): Append | undefined {
    const from = this.#taken.eventsVersion;
    const events = this.#events.slice(from - this.#durable.eventsVersion);
    if (events.length === 0) return undefined;
    const document = (this.#taken = this.#accepted);
    const append = {
      stream: { roomId: document.roomId, file: EVENTS },
      from,
      count: events.length,
      entries: JSON.stringify(events),
    };
    if (document.eventsVersion < this.#documentDue) return append;
    this.#documentDue = document.eventsVersion + DOCUMENT_EVERY;
    return { ...append, document };
  }

  /** What was taken is durable: `show` gets each event that is not secret and gives the writes that it took, then whoever waited goes on. */
  committed(show: (event: RoomEvent) => number): void {
    const events = this.#events.splice(0, this.#taken.eventsVersion - this.#durable.eventsVersion);
    this.#durable = this.#taken;
    for (const event of events) if (!isSecret(event)) this.#due.push(() => show(event));
    while (this.#waiting[0] && this.#waiting[0].version <= this.#durable.eventsVersion)
      this.#due.push(silent(this.#waiting.shift()!.run));
    if (!this.#isDueLater) this.#doDue();
  }

  /** A role for everybody, say, is thousands of events for hundreds of clients. */
  #doDue(): void {
    this.#isDueLater = false;
    for (let writes = 0; this.#due.length > 0;) {
      if (writes >= WRITES_AT_ONCE) {
        this.#isDueLater = true;
        return this.#later(() => this.#doDue());
      }
      writes += this.#due[0]!();
      this.#due.shift();
    }
  }

  /** Nothing more will become durable here, and whoever waits for it is told this code. */
  close(code: ErrorCode): void {
    this.#closed = code;
    for (const run of this.#due.splice(0)) run();
    for (const { run } of this.#waiting.splice(0)) run();
  }

  /** Resolves when everything accepted by now is durable. Throws the Refusal with which the room closes before that. */
  async settled(): Promise<void> {
    const version = this.#accepted.eventsVersion;
    await new Promise<void>((resolve) => this.whenDurable(resolve));
    if (this.#closed && this.#durable.eventsVersion < version) throw new Refusal(this.#closed);
  }
}
