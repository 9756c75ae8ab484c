// The files of a room that were deleted for good, as whoever keeps what quotes them has to know them. Pure.
import type { RoomFile } from "../protocol/events.ts";

export class PurgedFiles {
  readonly #numbers: ReadonlySet<number>;
  readonly #until: number;

  /** `files`: all of the room's. */
  constructor(files: readonly RoomFile[]) {
    const purged = files.filter((one) => one.purged);
    this.#numbers = new Set(purged.map(({ file }) => file));
    this.#until = Math.max(-Infinity, ...purged.map(({ deleted }) => deleted?.time ?? Infinity));
  }

  has(file: number): boolean {
    return this.#numbers.has(file);
  }

  /** Whether one of them may have been there at this time, in ms since 1970: none was after all had been deleted. */
  wereThere(time: number): boolean {
    return time <= this.#until;
  }
}
