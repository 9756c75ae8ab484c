// Makes files in a room and types into them, by a connection of its own, as anybody would. Knows no file of this device and no DOM.
import { type ChangeSpec, Text } from "@codemirror/state";
import { Allowance } from "#protocol/allowance.ts";
import type { RoomFile } from "#protocol/events.ts";
import type { Imported } from "#protocol/importedText.ts";
import type { Limits } from "#protocol/limits.ts";
import { type Document, Refused } from "../../sync/document.ts";
import type { Participation } from "../../sync/participation.ts";
import type { TimeAndChance, Notice } from "../../sync/ports.ts";
import type { FileMaking } from "../../ui/pageFeature.ts";
import { refusalWords } from "../../words.errors.ts";
import { CannotGoIn } from "./readText.ts";

/** Messages that go at once, in seconds of the rate: the server takes two, and a slow network brings some together. */
const BURST_SECONDS = 1.5;

export interface WriterOptions {
  /** random, used by nobody else */
  readonly client: string;
  readonly clock: TimeAndChance;
  readonly making: FileMaking;
  /** Comes into the room as this client. */
  enter(client: string): Participation;
  /** The connection, the room or a text is another now. */
  changed(): void;
}

/** What is asked of the feature that makes files. */
interface Wish {
  readonly data: object;
  /** the file that it is about, as the room has it, once it is as it was wished */
  found(): RoomFile | undefined;
  /** the number of the file that was made for it, once it is known */
  made?: number | undefined;
  /** the same, where its answer was lost with the connection */
  heard?(): number | undefined;
  refusal?: string;
}

/** Each method throws CannotGoIn when it cannot be done. */
export class RoomWriter {
  readonly #clock: TimeAndChance;
  readonly #making: FileMaking;
  readonly #session: Participation;
  readonly #changed: () => void;
  #wish: Wish | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #messages: Allowance | undefined;
  #pace: Promise<void> = Promise.resolve();
  /** counts the times that the connection came back */
  #connection = 0;

  constructor({ client, clock, making, enter, changed }: WriterOptions) {
    this.#clock = clock;
    this.#making = making;
    this.#changed = changed;
    this.#session = enter(client);
    this.#session.listen({
      changed: () => this.#changed(),
      notice: (notice) => this.#notice(notice),
      feature: (feature, data) => this.#answered(feature, data),
    });
  }

  /** The connection is gone; what is under way goes on when it is back. */
  get isOffline(): boolean {
    return this.#session.status.state === "offline";
  }

  /** The room's files that are not deleted. */
  get files(): readonly RoomFile[] {
    return this.#session.room?.files.filter(({ deleted }) => deleted === undefined) ?? [];
  }

  /** Comes in; resolves with the room's limits when it can be written to. */
  enter(): Promise<Limits> {
    this.#session.start();
    return this.#until(() => (this.#session.you ? this.#session.limits : undefined));
  }

  /** Leaves the room; what is typed and not stored is kept in this browser. */
  leave(): void {
    this.#session.leave();
  }

  // ---- files, one wish at a time: so it is clear which one is refused

  /** Makes a file at the path that `pathFor` chooses beside those that are there. */
  make(pathFor: (files: readonly RoomFile[]) => string, imported: Imported): Promise<RoomFile> {
    return this.#inTurn(async () => {
      const name = pathFor(this.files);
      const wish: Wish = {
        data: this.#making.make(name, imported),
        found: () => this.files.find(({ file }) => file === wish.made),
        heard: () => this.files.find((file) => file.name === name)?.file,
      };
      return this.#granted(wish);
    });
  }

  /** Has the room know what the text had that is in the file now. */
  mark(number: number, imported: Imported): Promise<RoomFile> {
    const isMarked = (file: RoomFile): boolean =>
      file.file === number && JSON.stringify(file.imported) === JSON.stringify(imported);
    return this.#inTurn(() =>
      this.#granted({
        data: this.#making.mark(number, imported),
        found: () => this.files.find(isMarked),
      }),
    );
  }

  #inTurn<Found>(run: () => Promise<Found>): Promise<Found> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #granted(wish: Wish): Promise<RoomFile> {
    this.#wish = wish;
    try {
      if (!wish.found()) await this.#ask(wish);
      return await this.#until(() => {
        const file = wish.found();
        if (!file && wish.refusal !== undefined) throw new CannotGoIn(wish.refusal);
        return file;
      });
    } finally {
      this.#wish = undefined;
    }
  }

  async #ask({ data }: Wish): Promise<void> {
    const connection = this.#connection;
    await this.#paced();
    if (connection === this.#connection) this.#session.send(this.#making.feature, data);
  }

  // ---- texts

  /** Opens a file; resolves with its text. */
  async open(file: number): Promise<string> {
    await this.#paced();
    return (await this.#opened(file)).text;
  }

  /** Puts the text in the place of what is in a file that is open; resolves once all of it is stored. */
  async write(file: number, text: string): Promise<void> {
    const document = await this.#opened(file);
    document.edit(changeBetween(document.text, text));
    await document.saved().catch(cannotGoIn);
  }

  #opened(file: number): Promise<Document> {
    return this.#session.open(file).ready().catch(cannotGoIn);
  }

  // ---- the session's side

  #answered(feature: string, data: unknown): void {
    if (feature !== this.#making.feature || !this.#wish) return;
    this.#wish.made = this.#making.made(data) ?? this.#wish.made;
  }

  #notice(notice: Notice): void {
    const wish = this.#wish;
    if (notice.type === "said" && wish) wish.refusal = notice.message;
    if (notice.type === "connectionBack") {
      this.#connection += 1;
      if (wish) wish.made ??= wish.heard?.();
      if (wish && !wish.found()) void this.#ask(wish);
    }
  }

  /** What a message costs is counted here first: the server refuses those that come too often. */
  #paced(): Promise<void> {
    const clock = this.#clock;
    const { messagesPerSecond } = this.#session.limits;
    const messages = (this.#messages ??= new Allowance(
      messagesPerSecond,
      messagesPerSecond * BURST_SECONDS,
      clock.now(),
    ));
    this.#pace = this.#pace.then(async () => {
      for (let wait = messages.spend(1, clock.now()); wait > 0; wait = messages.spend(1, clock.now()))
        await new Promise<void>((resolve) => void clock.after(wait, resolve));
    });
    return this.#pace;
  }

  /** Resolves with what `look` finds, looked at whenever something has changed. */
  #until<Found>(look: () => Found | undefined): Promise<Found> {
    return this.#session.until(() => {
      const { status } = this.#session;
      if (status.state === "ended") throw new CannotGoIn(status.message);
      if (status.state === "readOnly") throw new CannotGoIn(refusalWords("read_only"));
      return look();
    });
  }
}

function cannotGoIn(error: unknown): never {
  throw error instanceof Refused ? new CannotGoIn(error.message) : error;
}

/** What makes one text of the other; what is the same at both ends stays, with the carets in it. */
function changeBetween(before: string, after: string): ChangeSpec {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  const inserted = after.slice(from, after.length - end);
  return { from, to: before.length - end, insert: Text.of(inserted.split("\n")) };
}
