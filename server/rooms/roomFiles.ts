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
  /** those with something durable that was not sent yet, in the order in which it came */
  readonly #unshown = new Set<RoomFile>();
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

  /** What was taken of a file is durable. */
  committed(append: Append, now: number): void {
    const file = this.#open.get(append.stream.file);
    if (!file) return;
    file.committed(append, now);
    this.#unshown.add(file);
  }

  /** Sends what is durable and was not sent yet, that of the file first that waits for longest, by so many writes and a file's more at most. */
  show(most = Infinity): { readonly writes: number; readonly isAll: boolean } {
    let writes = 0;
    for (const file of this.#unshown) {
      if (writes >= most) return { writes, isAll: false };
      this.#unshown.delete(file);
      writes += file.show();
    }
    return { writes, isAll: true };
  }

  /** The divergence alarm. */
  async check(): Promise<void> {
    await this.#byTurns((file) => file.check());
  }

  /** Writes the snapshots that make the next opening quick. */
  async keepSnapshots(closing: boolean): Promise<void> {
    const now = this.#services.clock.now();
    const kept: Promise<void>[] = [];
    await this.#byTurns((file) => kept.push(file.keepSnapshot(now, closing)));
    await Promise.all(kept);
  }

  /** Long texts take milliseconds each: between two files everything else that has arrived gets its turn. */
  async #byTurns(run: (file: RoomFile) => void): Promise<void> {
    for (const [index, file] of [...this.#open.values()].entries()) {
      if (index > 0) await new Promise<void>((resolve) => this.#services.clock.after(0, resolve));
      run(file);
    }
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
