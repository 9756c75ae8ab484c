// The old texts of one room, and whose its texts are, as they are asked for and until they are made. Knows no right, and nothing that people say.
import type { Note } from "#weave/noted.ts";
import { Refusal } from "../../protocol/errors.ts";
import type { FeatureRoom } from "../featureRoom.ts";
import type { KeptAnswers } from "./keptAnswers.ts";
import type { Waiter } from "./waiter.ts";
import { TooMuch, type WeaveThread } from "./weaveThread.ts";

/** A version; or a moment in ms since 1970, with the walls of its time, which are read by these pieces of work once they are needed. */
export type AskedAt =
  { readonly version: number } | { readonly time: number; walls(work: Waiter["work"]): Promise<readonly number[]> };

/** How many entries people have made of the room, and what of them is said of one file's updates. */
interface Noted {
  readonly count: number;
  notes(work: Waiter["work"]): Promise<readonly Note[]>;
}

/** Throws Refusal unknown_file. */
export function mustHave(room: FeatureRoom, file: number): void {
  if (!room.details.files.some((one) => one.file === file && !one.purged)) throw new Refusal("unknown_file");
}

export class OldTexts {
  readonly #room: FeatureRoom;
  readonly #keptAnswers: KeptAnswers;
  readonly #weaveThread: WeaveThread;
  #isEnded = false;

  constructor(room: FeatureRoom, keptAnswers: KeptAnswers, weaveThread: WeaveThread) {
    this.#room = room;
    this.#keptAnswers = keptAnswers;
    this.#weaveThread = weaveThread;
  }

  /** That there is such a version, or one at all. Throws Refusal. */
  async mustHave(file: number, version = 0): Promise<void> {
    mustHave(this.#room, file);
    const [head = 0] = await this.#room.versions([file]);
    if (version > head) throw this.#room.refusal("no_version");
  }

  /** At a version or a moment, or as it is now. Throws Refusal. */
  async text(waiter: Waiter, file: number, at?: AskedAt): Promise<string> {
    mustHave(this.#room, file);
    if (!at || ("time" in at && at.time >= this.#room.now)) return (await this.#room.textAt(file)).toString();
    const [head = 0] = await this.#room.versions([file]);
    if ("version" in at && at.version > head) throw this.#room.refusal("no_version");
    if (head === 0 || ("version" in at && at.version === 0)) return "";
    const log = this.#nameOf(file);
    // what was made until a moment is not all there while some of it is on its way to the store
    const key = "version" in at ? `${log}${at.version}` : undefined;
    const make = (dropped: AbortSignal): Promise<string> =>
      this.#made(file, async () => {
        const asked = "version" in at ? at : { time: at.time, walls: await at.walls(waiter.charge) };
        return this.#weaveThread.text(log, asked, (from) => this.#room.packed(file, from), dropped);
      });
    return this.#answer(key, make, waiter);
  }

  /** Whose the text is at a version, or as it is now: BlameAnswer in JSON, gzipped. Throws Refusal. */
  async blame(
    waiter: Waiter,
    file: number,
    version: number | undefined,
    noted: () => Promise<Noted>,
  ): Promise<Uint8Array> {
    mustHave(this.#room, file);
    const [head = 0] = await this.#room.versions([file]);
    const at = version ?? head;
    if (at > head) throw this.#room.refusal("no_version");
    // after the head, so that what is said of its updates is among them
    const { count, notes } = await noted();
    const log = this.#nameOf(file);
    const make = (dropped: AbortSignal): Promise<Uint8Array> =>
      this.#made(file, async () =>
        this.#weaveThread.blame(log, at, await notes(waiter.charge), (from) => this.#room.packed(file, from), dropped),
      );
    const blame = await this.#answer(`${log}blame ${at} ${count}`, make, waiter);
    mustHave(this.#room, file);
    return blame;
  }

  /** Throws Refusal. */
  #answer<Of extends string | Uint8Array>(
    key: string | undefined,
    make: (dropped: AbortSignal) => Promise<Of>,
    waiter: Waiter,
  ): Promise<Of> {
    if (this.#isEnded) throw new Refusal("room_reset");
    return this.#keptAnswers.answer(this.#room.details.roomId, key, make, waiter);
  }

  /** What the thread makes, when it is this one's turn. Throws Refusal. */
  async #made<Of>(file: number, make: () => Promise<Of>): Promise<Of> {
    const made = await make().catch((error: unknown) => {
      if (!(error instanceof TooMuch)) throw error;
      throw error.of === "clock"
        ? new Refusal("rate_limited", undefined, error.againMs)
        : this.#room.refusal("too_much");
    });
    // what is gone by now is not kept
    if (this.#isEnded) throw new Refusal("room_reset");
    mustHave(this.#room, file);
    return made;
  }

  purged(files: readonly number[]): void {
    for (const file of files) this.#forget(this.#nameOf(file), new Refusal("unknown_file"));
  }

  /** The room is not in memory any more; it may have been deleted. */
  closed(): void {
    this.#isEnded = true;
    this.#keptAnswers.refuse(this.#room.details.roomId, new Refusal("room_reset"));
    this.#forget(this.#nameOf(), new Refusal("room_reset"));
  }

  /** By which a file's old texts are known to those who keep them; without one, what all of the room's begin with. */
  #nameOf(file?: number): string {
    return `${this.#room.details.roomId} ${file === undefined ? "" : `${file} `}`;
  }

  #forget(start: string, why: Refusal): void {
    this.#keptAnswers.forget(start);
    this.#weaveThread.forget(start, why);
  }
}
