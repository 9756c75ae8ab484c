// The room's own log: what was accepted, what the store has, and who waits for it. Knows no client and no file.
import { Refusal } from "../protocol/errors.ts";
import { applyStoredEvent, type RoomDocument, type StoredEvent } from "./roomDocument.ts";
import { type Append, EVENTS } from "./roomStore.ts";

/** Everything in `accepted` is decided; only what is in `durable` may be shown [C5]. */
export class RoomLog {
  #accepted: RoomDocument;
  #taken: RoomDocument;
  #durable: RoomDocument;
  #events: StoredEvent[] = [];
  /** what to do when so many events are durable, in order */
  #waiting: { version: number; run: () => void }[] = [];

  constructor(document: RoomDocument) {
    this.#accepted = document;
    this.#taken = document;
    this.#durable = document;
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

  /** Runs when everything accepted by now is durable, at once when it is; also when the room closes before that. */
  whenDurable(run: () => void): void {
    const version = this.#accepted.eventsVersion;
    if (version === this.#durable.eventsVersion) run();
    else this.#waiting.push({ version, run });
  }

  /** What was accepted since the last call, with the room after it. */
  take(): Append | undefined {
    const from = this.#taken.eventsVersion;
    const events = this.#events.slice(from - this.#durable.eventsVersion);
    if (events.length === 0) return undefined;
    this.#taken = this.#accepted;
    const stream = { roomId: this.#accepted.roomId, file: EVENTS };
    return { stream, from, count: events.length, entries: JSON.stringify(events), document: this.#accepted };
  }

  /** What was taken is durable: `show` gets each event, then whoever waited goes on. */
  committed(show: (event: StoredEvent) => void): void {
    const events = this.#events.splice(0, this.#taken.eventsVersion - this.#durable.eventsVersion);
    this.#durable = this.#taken;
    for (const event of events) show(event);
    while (this.#waiting[0] && this.#waiting[0].version <= this.#durable.eventsVersion) this.#waiting.shift()?.run();
  }

  /** Nothing more will become durable here. */
  close(): void {
    for (const { run } of this.#waiting.splice(0)) run();
  }

  /** Resolves when everything accepted by now is durable. Throws Refusal room_reset when the room closes before that. */
  async settled(): Promise<void> {
    const version = this.#accepted.eventsVersion;
    await new Promise<void>((resolve) => this.whenDurable(resolve));
    if (this.#durable.eventsVersion < version) throw new Refusal("room_reset");
  }
}
