// What happens, as it happens, for each open page of the dashboard: server-sent events. Knows no figure.
import type { Response } from "express";
import { Refusal } from "../protocol/errors.ts";
import type { Clock } from "../rooms/ports.ts";
import { LOOK_EVERY_MS, MOST_STREAMS, UNREAD_MS } from "./bounds.ts";
import type { Happenings } from "./happenings.ts";
import type { Live, Overview, ServerEvent } from "./messages.ts";
import { refusal } from "./refusals.ts";

interface Reader {
  readonly response: Response;
  /** what counts as its own network address */
  readonly group: string;
  /** rejects when the reader is signed in no more */
  readonly check: () => Promise<void>;
  /** those of other servers that it has had, by the server */
  readonly seen: Map<string, number>;
  missed: number;
}

export class EventStreams {
  readonly #clock: Clock;
  /** as somebody of an address group is told */
  readonly #overview: (group: string) => Promise<Overview>;
  /** the latest of other servers, the newest first */
  readonly #elsewhere: () => Promise<readonly ServerEvent[]>;
  /** of all who have a place, from before the first of what they are told is known */
  readonly #places = new Set<Response>();
  readonly #readers = new Set<Reader>();
  readonly #stopListening: () => void;
  #stop: (() => void) | undefined;

  constructor(services: {
    clock: Clock;
    happenings: Happenings;
    overview: (group: string) => Promise<Overview>;
    elsewhere: () => Promise<readonly ServerEvent[]>;
  }) {
    this.#clock = services.clock;
    this.#overview = services.overview;
    this.#elsewhere = services.elsewhere;
    this.#stopListening = services.happenings.listen((event) => {
      for (const reader of this.#readers) this.#happened(reader, event);
    });
  }

  /** Answers until the reader goes, or is signed out. Throws Refusal admin.too_many_streams. */
  async open(response: Response, group: string, check: () => Promise<void>): Promise<void> {
    if (this.#places.size >= MOST_STREAMS) throw refusal("too_many_streams");
    // whoever has gone says so no more
    if (response.destroyed) return;
    this.#places.add(response);
    response.on("close", () => this.#places.delete(response));
    const elsewhere = await this.#elsewhere();
    if (response.destroyed) return;
    const seen = new Map<string, number>();
    for (const { node, id } of elsewhere) seen.set(node, Math.max(seen.get(node) ?? 0, id));
    const reader: Reader = { response, group, check, seen, missed: 0 };
    response
      .writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" })
      .flushHeaders();
    response.setTimeout(UNREAD_MS, () => response.destroy());
    this.#readers.add(reader);
    response.on("close", () => this.#readers.delete(reader));
    write(reader, "overview", await this.#overview(group));
    this.#stop ??= this.#clock.after(LOOK_EVERY_MS, () => void this.#tick());
  }

  #happened(reader: Reader, event: ServerEvent): void {
    // what a slow reader cannot take is left out, and counted: nothing waits for it in memory
    if (reader.response.writableNeedDrain) reader.missed++;
    else write(reader, "happened", event);
  }

  async #tick(): Promise<void> {
    const elsewhere = await this.#elsewhere().catch((): readonly ServerEvent[] => []);
    for (const reader of this.#readers) {
      const isSignedIn = await reader.check().then(
        () => true,
        // the store that does not answer signs nobody out
        (error: unknown) => !(error instanceof Refusal),
      );
      if (!isSignedIn) {
        write(reader, "signed-out", null);
        reader.response.end();
        this.#readers.delete(reader);
        continue;
      }
      for (const event of elsewhere.toReversed()) {
        if (event.id <= (reader.seen.get(event.node) ?? 0)) continue;
        reader.seen.set(event.node, event.id);
        this.#happened(reader, event);
      }
      if (reader.response.writableNeedDrain) continue;
      if (reader.missed > 0) write(reader, "missed", reader.missed);
      reader.missed = 0;
      const overview = await this.#overview(reader.group).catch(() => undefined);
      if (overview) write(reader, "overview", overview);
    }
    this.#stop = this.#readers.size > 0 ? this.#clock.after(LOOK_EVERY_MS, () => void this.#tick()) : undefined;
  }

  close(): void {
    this.#stop?.();
    this.#stopListening();
    for (const { response } of this.#readers) response.end();
    this.#readers.clear();
  }
}

function write<Name extends keyof Live>({ response }: Reader, name: Name, data: Live[Name]): void {
  if (!response.writableEnded && !response.destroyed)
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
