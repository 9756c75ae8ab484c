// The history of one room: who may see it, and the logs that everything is read from. Knows no text.
import { randomUUID } from "node:crypto";
import type { Note } from "#weave/noted.ts";
import { notesIn } from "#weave/notes.ts";
import { wallsIn } from "#weave/timeLine.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { Participant } from "../../protocol/events.ts";
import type { ConnectedClient } from "../../protocol/serverMessages.ts";
import type { Asker } from "../../rooms/people/rights.ts";
import type { NewRoom, RoomHooks } from "../feature.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { ReadingClient } from "../../featureParts/toldLog.ts";
import { inPieces } from "./inPieces.ts";
import type { KeptAnswers } from "./keptAnswers.ts";
import { logBlocks } from "./logBlocks.ts";
import {
  decodeHistoryMessage,
  decodeWish,
  type History,
  type HistoryFile,
  type Origin,
  type ServerHistoryMessage,
  type Setting,
  type Wish,
} from "./messages.ts";
import { type AskedAt, mustHave, OldTexts } from "./oldTexts.ts";
import { mustSee, Sayings } from "./sayings.ts";
import { updatesPage } from "./updatesPage.ts";
import { AskedOverHttp, SERVER, type Waiter } from "./waiter.ts";
import type { WeaveThread } from "./weaveThread.ts";

const AT_FIRST: Setting = { maySee: "editors", links: false };

/** A room as it is to be made, and what history keeps with it. */
export interface Fork {
  readonly room: NewRoom;
  readonly kept: { readonly origin: Origin };
}

/** What is kept with the room. */
interface KeptOfRoom extends Partial<Setting> {
  readonly origin?: Origin;
}

export class RoomHistory implements RoomHooks {
  readonly #room: FeatureRoom;
  readonly #oldTexts: OldTexts;
  /** once somebody has said something, or wants to know what is said: in most rooms nobody ever does */
  #said: Sayings | undefined;
  #isEnded = false;

  constructor(room: FeatureRoom, keptAnswers: KeptAnswers, weaveThread: WeaveThread) {
    this.#room = room;
    this.#oldTexts = new OldTexts(room, keptAnswers, weaveThread);
  }

  get #sayings(): Sayings {
    return (this.#said ??= new Sayings(this.#room));
  }

  // ---- who may

  get #setting(): Setting & KeptOfRoom {
    return { ...AT_FIRST, ...(this.#room.kept() as KeptOfRoom | undefined) };
  }

  /** Owners always; a viewer who asks by a viewing address is not among everybody, unless owners say so. */
  seesHistory({ participant, address }: Asker): boolean {
    const { maySee, links } = this.#setting;
    const role = this.#room.person(participant)?.role;
    if (role === "owner") return true;
    if (role === "editor") return maySee !== "owners";
    return role === "viewer" && maySee === "everybody" && (links || address === this.#room.details.roomId);
  }

  /** Throws Refusal. */
  #mustSee(asker: Asker): void {
    mustSee(this.#room, asker);
  }

  // ---- hooks

  joined({ client }: ConnectedClient): void {
    this.#room.send(client, { type: "setting", ...this.#setting } satisfies ServerHistoryMessage);
  }

  left({ client }: ConnectedClient): void {
    this.#said?.left(client);
  }

  drained({ client }: ConnectedClient): void {
    this.#said?.drained(client);
  }

  async message(from: ReadingClient, data: unknown): Promise<void> {
    const message = decodeHistoryMessage(data);
    if (message.type === "setting") return this.#set(from, message);
    if (message.type === "read") {
      this.#mustSee(from);
      return this.#tellAgain(from, message.from, message.to);
    }
    const before = await this.#sayings.say(from, message);
    if (before !== undefined) await this.#tellAgain(from, before, before + 1);
  }

  /** Throws Refusal. */
  async #tellAgain(reader: ReadingClient, from: number, to: number): Promise<void> {
    const sayings = this.#sayings;
    await sayings.whenRead();
    await sayings.tell(reader, from, to);
    // they may have become another meanwhile
    this.#mustSee(reader);
  }

  async request({ participant }: Participant, data: unknown, address: string): Promise<unknown> {
    const asker = { participant, address };
    const [asked, waiter] = data instanceof AskedOverHttp ? [data.wish, data.waiter] : [data, SERVER];
    const wish = decodeWish(asked);
    if (wish.type === "fork") return this.#fork(asker, waiter, wish.time);
    this.#mustSee(asker);
    const answer = await this.#answer(asker, waiter, wish);
    return () => (this.#mustSee(asker), answer);
  }

  async #answer(asker: Asker, waiter: Waiter, wish: Exclude<Wish, { type: "fork" }>): Promise<unknown> {
    switch (wish.type) {
      case "text":
        return this.#text(asker, waiter, wish);
      case "blame":
        return this.#blame(waiter, wish);
      case "look":
        return inPieces(await this.#all(asker, waiter), () => this.#mustSeeOn(asker));
      case "files":
        return this.#filesAt(asker, waiter, wish.time);
      case "log":
      case "updates":
        return this.#logOf(asker, wish);
      case "may":
        return undefined;
      case "has":
        return this.#oldTexts.mustHave(wish.file, wish.version);
      case "versions":
        await this.#sayings.whenRead();
        this.#mustSee(asker);
        return { versions: this.#sayings.named.all };
      case "name": {
        const { at = this.#room.now, name } = wish;
        const entry = await this.#sayings.sayAndWait(asker, { type: "name", id: randomUUID(), at, name });
        return this.#sayings.named.at(entry);
      }
    }
  }

  purged(files: readonly number[]): void {
    this.#oldTexts.purged(files);
  }

  closed(): void {
    this.#isEnded = true;
    this.#said?.close();
    this.#oldTexts.closed();
  }

  #set({ participant }: Asker, { maySee, links }: Setting): void {
    if (!this.#room.isOwner(participant)) throw new Refusal("not_owner");
    this.#room.keep({ ...(this.#room.kept() as KeptOfRoom | undefined), maySee, links });
    this.#room.rightsChanged();
    this.#room.whenDurable(() => {
      if (!this.#isEnded) this.#room.broadcast({ type: "setting", ...this.#setting } satisfies ServerHistoryMessage);
    });
  }

  // ---- what there is

  async #all(asker: Asker, { work }: Waiter): Promise<History> {
    const { details } = this.#room;
    const there = details.files.filter(({ purged }) => !purged);
    const versions = await this.#room.versions(there.map(({ file }) => file));
    const files = there.map(({ file, name, deleted }, index): HistoryFile => ({
      file,
      path: name,
      version: versions[index]!,
      ...(deleted && { deleted }),
    }));
    const tabs = await this.#room.pastClients(work);
    const entries = await this.#sayings.entries(work);
    const marks = await this.#room.marks();
    this.#mustSee(asker);
    return { ...this.#setting, files, tabs, people: details.participants, marks, entries };
  }

  /** Those that there were at a moment, deleted since or not. */
  async #filesAt(asker: Asker, { work }: Waiter, time?: number): Promise<unknown> {
    const { details } = this.#room;
    const files =
      time === undefined ? details.files.filter(({ deleted }) => !deleted) : await this.#room.filesAt(time, work);
    this.#mustSee(asker);
    return { files: files.map(({ file, name }) => ({ file, path: name })) };
  }

  /** Throws Refusal. */
  async #text(asker: Asker, waiter: Waiter, { file, version, time }: Extract<Wish, { type: "text" }>): Promise<string> {
    const at = version === undefined ? this.#askedAt(time) : { version };
    const text = await this.#oldTexts.text(waiter, file, at);
    mustHave(this.#room, file);
    this.#mustSee(asker);
    return text;
  }

  /** A moment; undefined: now. */
  #askedAt(time: number | undefined): AskedAt | undefined {
    if (time === undefined) return undefined;
    return { time, walls: async (work) => wallsIn(await this.#sayings.entries(work), await this.#room.marks()) };
  }

  /** BlameAnswer in JSON, gzipped. Throws Refusal. */
  #blame(waiter: Waiter, { file, version }: Extract<Wish, { type: "blame" }>): Promise<Uint8Array> {
    return this.#oldTexts.blame(waiter, file, version, async () => {
      await this.#sayings.whenRead();
      const count = this.#sayings.version;
      return { count, notes: (work) => this.#notesOf(file, count, work) };
    });
  }

  /** What people have said of a file's updates in the first entries of the log. */
  async #notesOf(file: number, said: number, work: Waiter["work"]): Promise<readonly Note[]> {
    if (said === 0) return [];
    return notesIn(await this.#sayings.entriesUntil(said, work), file, await this.#room.pastClients(work));
  }

  /** Whoever edits forks what there is, and whoever sees history what there was. Throws Refusal. */
  async #fork(asker: Asker, waiter: Waiter, time?: number): Promise<Fork> {
    const room = this.#room;
    const person = room.person(asker.participant);
    const check = (): void => {
      const isViewer = room.person(asker.participant)?.role === "viewer";
      if (time !== undefined) this.#mustSee(asker);
      else if (isViewer || !room.mayRead(asker.participant)) throw new Refusal("read_only");
    };
    check();
    const at = time ?? room.now;
    if (at > room.now) throw new Refusal("bad_request", "time is to come");
    const files =
      time === undefined ? room.details.files.filter(({ deleted }) => !deleted) : await room.filesAt(time, waiter.work);
    if (files.length === 0) throw new Refusal("bad_request", "there was no file then");
    const { title, programmingLanguage } = room.details;
    const then = this.#askedAt(time);
    const textOf = async (file: number): Promise<string> => {
      const text = await this.#oldTexts.text(waiter, file, then);
      // they may have become another meanwhile
      check();
      return text;
    };
    return {
      room: {
        name: person?.name ?? "",
        language: programmingLanguage,
        title,
        files: files.map((one) => {
          const { file, ...more } = one;
          return { ...more, text: () => textOf(file) };
        }),
      },
      kept: { origin: { title, at, by: person?.name ?? "" } },
    };
  }

  /** Throws Refusal. */
  async #logOf(
    asker: Asker,
    { type, file, from, to = Infinity }: Extract<Wish, { type: "log" | "updates" }>,
  ): Promise<AsyncGenerator<Uint8Array | string>> {
    await this.#oldTexts.mustHave(file, from);
    if (to < from) throw new Refusal("bad_request", "to is before from");
    const check = (): void => this.#mustSeeOn(asker);
    if (type === "log") return logBlocks(this.#room.packed(file, from), check, to);
    const [head = 0] = await this.#room.versions([file]);
    const read = (first: number, last: number) => this.#room.read(file, first, last);
    return updatesPage(from, Math.min(to, head), read, check);
  }

  /** Of whoever reads on: the newest of who may is not known where the room has ended. Throws Refusal. */
  #mustSeeOn(asker: Asker): void {
    if (this.#isEnded) throw new Refusal("room_reset");
    this.#mustSee(asker);
  }
}
