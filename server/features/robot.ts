// A feature that takes part in a room as if it were a person: it opens files, edits them and is somewhere in them. Knows no socket.
import { ChangeSet, type ChangeSpec, type Text } from "@codemirror/state";
import type { ChangeJSON } from "../protocol/changes.ts";
import type { RoomMessage } from "../protocol/clientMessages.ts";
import { Refusal } from "../protocol/errors.ts";
import type { Selection } from "../protocol/selections.ts";
import type { RoomPort } from "../rooms/roomPort.ts";
import type { LiveFile } from "../rooms/file/liveFile.ts";
import type { RoomClient } from "../rooms/people/audience.ts";
import type { RobotHello } from "../rooms/people/people.ts";
import type { Clock, Outlet } from "../rooms/ports.ts";

/** It reads the room itself, and so hears nothing. */
class DeafOutlet implements Outlet {
  readonly origin = "";
  readonly isSheltered = true;
  readonly full = false;
  #ended = false;
  #whenEnded: (() => void)[] = [];

  send(): void {}

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const run of this.#whenEnded.splice(0)) run();
  }

  whenEnded(run: () => void): void {
    if (this.#ended) run();
    else this.#whenEnded.push(run);
  }

  async work<Result>(run: () => Result): Promise<Result> {
    return run();
  }
}

/** A change of a file's text at a version. */
export interface ChangeAt {
  readonly version: number;
  readonly changes: ChangeSet;
}

export class Robot {
  readonly #room: RoomPort;
  readonly #clock: Clock;
  readonly #client: RoomClient;
  #isHere = true;
  /** one edit after the other: each is made on top of what it sees */
  #edits: Promise<unknown> = Promise.resolve();

  private constructor(room: RoomPort, clock: Clock, client: RoomClient) {
    this.#room = room;
    this.#clock = clock;
    this.#client = client;
    client.outlet.whenEnded(() => (this.#isHere = false));
  }

  static async enter(room: RoomPort, clock: Clock, feature: string, robot: RobotHello): Promise<Robot> {
    return new Robot(room, clock, await room.enter(feature, robot, new DeafOutlet()));
  }

  /** Its number in the room's logs. */
  get client(): number {
    return this.#client.client;
  }

  /** As which everybody sees it. */
  get participant(): number {
    return this.#client.participant;
  }

  /** It has not left, and nobody has put it out. */
  get isHere(): boolean {
    return this.#isHere;
  }

  /** Opens a file that the room lists. Throws Refusal unknown_file. */
  async open(file: number): Promise<Text> {
    if (!this.#room.rights.isListed(file)) throw new Refusal("unknown_file");
    this.#client.wanted.add(file);
    const isOpen = await this.#room.files.open(this.#client, { file, version: null });
    if (!isOpen) throw new Refusal("unknown_file");
    return this.#live(file).authority.text;
  }

  /**
   * Edits a file that it has open: `change` is called with its text, in UTF-16 units and with line feeds, and says what becomes of it.
   * Resolves with a version that has it, once it is durable; undefined where nothing was to be changed. What comes too fast waits as
   * everybody's does. Throws Refusal unknown_file, read_only, written_much, those of a push that is too long, and room_reset when the room closes.
   */
  edit(file: number, change: (text: Text) => ChangeSpec): Promise<number | undefined> {
    return this.#inTurn(file, ({ version, authority: { text } }) => {
      return { version, changes: ChangeSet.of(change(text), text.length) };
    });
  }

  /**
   * The same by a change of the text at a version, over which goes what came since: `change` is called when everybody can see all that the
   * robot has written. Throws Refusal version_too_old besides, and whatever `change` rejects with.
   */
  editAt(file: number, change: () => Promise<ChangeAt>): Promise<number | undefined> {
    return this.#inTurn(file, change);
  }

  #inTurn(file: number, change: (live: LiveFile) => ChangeAt | Promise<ChangeAt>): Promise<number | undefined> {
    const edited = this.#edits.then(() => this.#edit(file, change));
    this.#edits = edited.catch(() => {});
    return edited;
  }

  async #edit(file: number, change: (live: LiveFile) => ChangeAt | Promise<ChangeAt>): Promise<number | undefined> {
    for (;;) {
      const live = this.#live(file);
      // also what the same robot wrote before it came again
      await new Promise<void>((resolve) => live.log.whenDurable(resolve));
      const { version, changes } = await change(live);
      if (changes.empty) return undefined;
      const json = changes.toJSON() as ChangeJSON;
      const seq = live.authority.confirmed(this.#client.client) + 1;
      const wait = this.#say({ type: "push", file, version, seq, changes: [json] }, JSON.stringify(json).length);
      if (wait === undefined) return this.#durable(live, seq);
      // it may be another text by then
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.after(wait, resolve);
        this.#client.outlet.whenEnded(() => {
          cancel();
          resolve();
        });
      });
    }
  }

  /** The ms after which to say it again, or undefined: it is said. */
  #say(message: RoomMessage, characters: number): number | undefined {
    try {
      this.#room.receive(this.#client, message, characters);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal && error.code === "rate_limited" && error.retryAfterMs !== undefined)
        return error.retryAfterMs;
      throw error;
    }
  }

  async #durable(live: LiveFile, seq: number): Promise<number> {
    await new Promise<void>((resolve) => live.log.whenDurable(resolve));
    if (live.authority.confirmed(this.#client.client) < seq) throw new Refusal("room_reset");
    return live.version;
  }

  /** Is at these places of a file that it has open, for everybody to see. */
  at(file: number, selections: readonly Selection[]): void {
    const { version } = this.#live(file);
    const message: RoomMessage = {
      type: "presence",
      file,
      version,
      selections: selections.map(([anchor, head]) => [anchor, head]),
    };
    this.#room.receive(this.#client, message, 0);
  }

  #live(file: number): LiveFile {
    const live = this.#isHere ? this.#room.files.followed(file, this.#client.client) : undefined;
    if (!live) throw new Refusal("unknown_file", "open it first");
    return live;
  }

  leave(): void {
    this.#client.outlet.end("superseded");
    this.#room.leave(this.#client);
  }
}
