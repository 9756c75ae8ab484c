// Files that others make, told: several at once, as of a folder that is uploaded, are one piece of news. Knows no room.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Participant, RoomFile } from "#protocol/events.ts";
import type { TimeAndChance } from "../../../sync/ports.ts";
import type { News } from "../../parts/notify.ts";
import { words } from "../../words.ts";

/** What comes later than this after the one before is news of its own. */
const TOLD_AFTER_MS = 1_000;

export interface MadeFilesOptions {
  readonly clock: Pick<TimeAndChance, "after">;
  tell(news: News): void;
  /** Shows a file, with the focus in it. */
  open(file: number): void;
}

export class MadeFiles {
  readonly #options: MadeFilesOptions;
  /** what is to be told of each person, by their number */
  readonly #untold = new Map<number, { readonly files: readonly RoomFile[]; readonly stop: () => void }>();

  readonly #unseen = signal<ReadonlySet<number>>(new Set());

  constructor(options: MadeFilesOptions) {
    this.#options = options;
  }

  /** the numbers of those that were not shown in this window yet */
  get unseen(): ReadonlySignal<ReadonlySet<number>> {
    return this.#unseen;
  }

  /** A file is shown. */
  seen(file: number): void {
    const unseen = new Set(this.#unseen.peek());
    if (unseen.delete(file)) this.#unseen.value = unseen;
  }

  /** Somebody has made a file. */
  add(file: RoomFile, by: Pick<Participant, "participant" | "name">): void {
    const { clock } = this.#options;
    this.#unseen.value = new Set(this.#unseen.peek()).add(file.file);
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
      text: files.length === 1 ? words.value.madeFile(name, first.name) : words.value.madeFiles(name, files.length),
      about: `files of ${participant}`,
      go: () => this.#options.open(first.file),
      goName: words.value.open,
    });
  }
}
