// Files that others make, told: several at once, as of a folder that is uploaded, are one piece of news. Knows no room.
import type { Participant, RoomFile } from "#protocol/events.ts";
import type { Clock } from "../sync/ports.ts";
import type { News } from "./notify.ts";

/** What comes later than this after the one before is news of its own. */
const TOLD_AFTER_MS = 1_000;

export interface MadeFilesOptions {
  readonly clock: Pick<Clock, "after">;
  tell(news: News): void;
  /** Shows a file, with the focus in it. */
  open(file: number): void;
}

export class MadeFiles {
  readonly #options: MadeFilesOptions;
  /** what is to be told of each person, by their number */
  readonly #untold = new Map<number, { readonly files: readonly RoomFile[]; readonly stop: () => void }>();

  constructor(options: MadeFilesOptions) {
    this.#options = options;
  }

  /** Somebody has made a file. */
  add(file: RoomFile, by: Pick<Participant, "participant" | "name">): void {
    const { clock } = this.#options;
    const before = this.#untold.get(by.participant);
    before?.stop();
    const files = [...(before?.files ?? []), file];
    this.#untold.set(by.participant, { files, stop: clock.after(TOLD_AFTER_MS, () => this.#tell(files, by)) });
  }

  stop(): void {
    for (const { stop } of this.#untold.values()) stop();
  }

  #tell(files: readonly RoomFile[], { participant, name }: Pick<Participant, "participant" | "name">): void {
    this.#untold.delete(participant);
    const [first] = files as readonly [RoomFile];
    this.#options.tell({
      kind: "fileMade",
      text: `${name} made ${files.length === 1 ? first.name : `${files.length} files`}`,
      about: `files of ${participant}`,
      go: () => this.#options.open(first.file),
    });
  }
}
