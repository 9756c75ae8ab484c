// What is taken out of a room's logs for good: streams that it has dropped, and what a log that is rewritten does not say any more.
// Knows no client, and of entries those of the room alone.
import type { RoomServices } from "../roomServices.ts";
import { EVENTS, FEATURE_STREAMS, REWRITTEN_STREAMS } from "../roomStore.ts";
import { entriesFrom, pages } from "./reading.ts";
import { purged } from "../../protocol/events.ts";
import { within } from "./deadline.ts";
import { type RoomDocument, type StoredEvent } from "./roomDocument.ts";
import type { RoomLog } from "./roomLog.ts";
import type { StreamLog } from "./streamLog.ts";

type ErasingServices = Pick<RoomServices, "store" | "clock" | "logger" | "writeBudgets">;

/** A store that does not answer for so long has trouble of its own; and deleting what is very long takes its time. */
const ANSWER_WITHIN_MS = 10_000;
const DELETED_WITHIN_MS = 600_000;
/** Streams that are deleted side by side: a store may have to do something once for all of them. */
const DELETED_AT_ONCE = 50;

type Change = (entry: unknown, version: number) => unknown;

/** The room's log, which says what is dropped, and the stream that it is in. One thing is erased after the other. */
export class Erasing {
  readonly #room: RoomLog;
  readonly #own: StreamLog<StoredEvent, RoomDocument>;
  readonly #services: ErasingServices;
  #work = Promise.resolve();
  #left = 0;
  /** dropped, and maybe still written */
  readonly #stillWritten = new Set<number>();
  /** logs that are to be rewritten and are not begun, with what is to become of their entries, one after the other */
  readonly #waiting = new Map<number, Change[]>();

  /** Goes on with what was interrupted; where nothing may be written, whoever opens the room next does. */
  constructor(room: RoomLog, own: StreamLog<StoredEvent, RoomDocument>, services: ErasingServices) {
    this.#room = room;
    this.#own = own;
    this.#services = services;
    if (own.accepted.dropped?.length && !services.writeBudgets.readOnly) this.#then(() => this.#clear());
  }

  /** Something is to be erased and is there. */
  get busy(): boolean {
    return this.#left > 0;
  }

  /** Resolves when nothing is left of what is to be erased by now. */
  get idle(): Promise<void> {
    return this.#work;
  }

  /** Files of the room, which nobody can open any more by what is accepted, are deleted for good. `end` resolves when nothing of them is on its way to the store. */
  drop(files: readonly number[], end: () => Promise<void>): void {
    for (const file of files) this.#stillWritten.add(file);
    const said = this.#say({ type: "dropped", time: this.#services.clock.now(), streams: files });
    this.#then(async () => {
      await said;
      await end();
      for (const file of files) this.#stillWritten.delete(file);
      await this.#clear();
    });
  }

  /**
   * A feature's log is written anew, into a stream of its own, and the old one deleted; `change` says what becomes of the entry at a
   * version. What is accepted meanwhile comes behind them as it is. A crash leaves the log as it was or as it is to be.
   */
  rewrite(number: number, log: StreamLog<string, undefined>, change: Change): void {
    const waiting = this.#waiting.get(number);
    // once is enough for all that was asked for before it begins
    if (waiting) return void waiting.push(change);
    const changes = [change];
    this.#waiting.set(number, changes);
    this.#then(async () => {
      this.#waiting.delete(number);
      if (log.isClosed) return;
      await this.#rewrite(number, log, (entry, version) => changes.reduce((one, next) => next(one, version), entry));
      await this.#clear();
    });
  }

  #then(run: () => Promise<void>): void {
    this.#left++;
    this.#work = this.#work
      .then(() => this.#room.assertOpen())
      .then(run)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#left--);
  }

  /** Nobody may wait for a log that is half rewritten: the room is read again, and goes on with what it has dropped. */
  #failed(error: unknown): void {
    if (this.#own.isClosed) return;
    const { roomId } = this.#room.accepted;
    this.#services.logger.warn(
      { err: error, room: roomId },
      "what is to be erased is erased when the room is opened again",
    );
    this.#own.failed("error");
  }

  /** Asks the store, unless the room has closed meanwhile: then another may have it. Rejects when it does not answer. */
  async #ask<Answer>(ask: () => Answer, withinMs = ANSWER_WITHIN_MS): Promise<Awaited<Answer>> {
    this.#room.assertOpen();
    return within(this.#services.clock, withinMs, Promise.resolve(ask()), "the store does not answer");
  }

  /** Deletes the streams that the room has dropped, and the names of files among them wherever the room's log has them. */
  async #clear(): Promise<void> {
    const { store, clock } = this.#services;
    const { roomId } = this.#room.accepted;
    for (let streams = this.#dropped; streams.length > 0; streams = this.#dropped) {
      for (let at = 0; at < streams.length; at += DELETED_AT_ONCE) {
        const some = streams.slice(at, at + DELETED_AT_ONCE);
        const deleteSome = () => Promise.all(some.map((file) => store.deleteStream({ roomId, file })));
        await this.#ask(deleteSome, DELETED_WITHIN_MS);
      }
      if (streams.some((file) => file > EVENTS && file < FEATURE_STREAMS))
        await this.#rewrite(EVENTS, this.#own, (event) => this.#nameless(event as StoredEvent));
      await this.#say({ type: "cleared", time: clock.now(), streams });
    }
  }

  get #dropped(): readonly number[] {
    return this.#room.accepted.dropped?.filter((stream) => !this.#stillWritten.has(stream)) ?? [];
  }

  /** A file that is deleted for good is called nothing, in what was said of it before as well. */
  #nameless(event: StoredEvent): StoredEvent {
    if (event.type !== "file") return event;
    const { file } = event.file;
    const isPurged = this.#room.accepted.files.some((one) => one.file === file && one.purged);
    return isPurged ? { ...event, file: purged(event.file) } : event;
  }

  /** Until the room's own log says that it is there, the old stream is the log. Its own log says so in both streams, in one place. */
  async #rewrite<Logged, State>(number: number, log: StreamLog<Logged, State>, change: Change): Promise<void> {
    const { store, clock, writeBudgets } = this.#services;
    const from = log.stream;
    // By the place of an entry that is stored before it is used: no other owner of the room can have the same. Until the log is there, it is to be deleted.
    const to = { ...from, file: REWRITTEN_STREAMS + this.#room.accepted.eventsVersion };
    this.#stillWritten.add(to.file);
    await this.#say({ type: "dropped", time: clock.now(), streams: [to.file] });
    const event: StoredEvent = { type: "rewritten", time: clock.now(), log: number, stream: to.file };
    const isOwn = number === EVENTS;
    let end = 0;
    const put = async (entries: readonly unknown[]): Promise<void> => {
      const append = { stream: to, from: end, count: entries.length, entries: JSON.stringify(entries) };
      writeBudgets.of(to.roomId).add(append.entries.length);
      const [outcome] = await this.#ask(() => store.append([append]));
      if (outcome !== "ok") throw new Error("somebody else writes the stream of a rewritten log");
      end += entries.length;
    };
    const copy = async (): Promise<void> => {
      for await (const page of pages(store, from, end, (run) => this.#ask(run)))
        await put(entriesFrom<unknown>(page, end).map((entry, index) => change(entry, end + index)));
    };
    await copy();
    const paused = log.pause();
    let said = isOwn ? this.#say(event) : undefined;
    await paused;
    await copy();
    if (isOwn) {
      await put([event]);
      log.letThrough(1);
    } else said = this.#say(event);
    await said;
    log.goOn(to);
    this.#stillWritten.delete(to.file);
  }

  /** Resolves when it is durable. Rejects with the Refusal with which the room closes before that. */
  #say(event: StoredEvent): Promise<void> {
    this.#room.accept(event);
    const said = this.#room.settled();
    // heard by whoever waits for it, if not at once
    said.catch(() => {});
    return said;
  }
}
