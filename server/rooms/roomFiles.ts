// The files of a live room that somebody has opened: each read once, stored and shown with the others. Knows no participant.
import type { Text } from "@codemirror/state";
import type { Presence } from "../protocol/messages.ts";
import type { RoomServices } from "./roomServices.ts";
import { RoomFile } from "./roomFile.ts";
import type { Append } from "./roomStore.ts";

export class RoomFiles {
  readonly #services: RoomServices;
  readonly #roomId: string;
  readonly #open = new Map<number, RoomFile>();
  readonly #opening = new Map<number, Promise<RoomFile>>();

  constructor(services: RoomServices, roomId: string) {
    this.#services = services;
    this.#roomId = roomId;
  }

  /** The file when it is open. */
  get(number: number): RoomFile | undefined {
    return this.#open.get(number);
  }

  /** Each that is open, with its number. */
  [Symbol.iterator](): IterableIterator<[number, RoomFile]> {
    return this.#open.entries();
  }

  /** Something is accepted that is not durable yet. */
  get busy(): boolean {
    return [...this.#open.values()].some(({ authority }) => authority.busy);
  }

  /** The file, read from the store when nobody has it open. */
  open(number: number): Promise<RoomFile> {
    const open = this.#opening.get(number);
    if (open) return open;
    const stream = { roomId: this.#roomId, file: number };
    const opening = RoomFile.open({ ...this.#services, stream, now: this.#services.clock.now() });
    this.#opening.set(number, opening);
    opening.then(
      (file) => this.#open.set(number, file),
      () => this.#opening.delete(number),
    );
    return opening;
  }

  /** The text as everybody may see it; nobody opens the file by that. */
  async text(number: number): Promise<Text> {
    const open = this.#opening.get(number);
    if (open) return (await open).authority.text;
    return RoomFile.readText(this.#services, { roomId: this.#roomId, file: number });
  }

  /** Everything that was accepted since the last call. */
  take(): readonly Append[] {
    return [...this.#open.values()].flatMap((file) => file.take() ?? []);
  }

  /** Sends what is durable and was not sent yet. */
  show(): void {
    for (const file of this.#open.values()) file.show();
  }

  /** The divergence alarm. */
  check(): void {
    for (const file of this.#open.values()) file.check();
  }

  /** Writes the snapshots that make the next opening quick. */
  async keepSnapshots(closing: boolean): Promise<void> {
    const now = this.#services.clock.now();
    await Promise.all([...this.#open.values()].map((file) => file.keepSnapshot(now, closing)));
  }

  /** The client gets nothing of any file any more. */
  unfollow(client: number): void {
    for (const file of this.#open.values()) file.unfollow(client);
  }

  /** The presence as of the version that everybody has been shown, or undefined when it cannot be carried there. */
  carry(presence: Presence): Presence | undefined {
    return this.#open.get(presence.file)?.carry(presence);
  }
}
