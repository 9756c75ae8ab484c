// Looking at the past of a room: what is played, and what of it is over the code. Draws nothing.
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { PageRoom } from "../../../ui/pageFeature.ts";
import type { HistoryFile } from "../../../../server/features/history/messages.ts";
import { Detour } from "../detour.ts";
import type { FileHistory } from "../weave/fileHistory.ts";
import { type NextFrame, Player } from "./player.ts";
import type { LoadedHistory } from "../weave/loadedHistory.ts";
import { Track } from "./track.ts";

/** While a log is read, the time line grows so often. */
const GROWS_EACH_MS = 150;
/** What others type is on the time line within so long. */
const READ_ON_AFTER_MS = 2_000;
/** So many files are played together, those with the smallest numbers: they are read whole. */
const MOST_FILES = 200;
/** … until they have so many edits: each takes about 40 bytes of memory. */
const MOST_EDITS = 1_000_000;

/** What is played: the file that is shown, or the room, as it goes from file to file. */
export type Scope = "file" | "room";

interface PlaybackOptions {
  readonly frame: NextFrame;
  /** Runs once after `ms`; the returned function cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** All that was asked for is here. */
  readonly well: () => void;
  /** Something could not be had. */
  readonly failed: (problem: unknown) => void;
}

/** What is over the code. */
export interface Shown {
  readonly file: FileHistory;
  readonly version: number;
}

export class Playback {
  readonly room: PageRoom;
  readonly history: LoadedHistory;
  readonly player: Player;
  readonly scope = signal<Scope>("room");
  /** somebody wants to look at the past: until then no log is read for it */
  readonly isWanted = signal(false);
  readonly #options: PlaybackOptions;
  readonly #ends: (() => void)[] = [];
  #cancelGrowing: (() => void) | undefined;
  #cancelReading: (() => void) | undefined;
  #hasMoreCome = false;
  #isClosed = false;
  /** what it was when the player moved last */
  #count: number | undefined;
  readonly #detour: Detour;

  constructor(room: PageRoom, history: LoadedHistory, options: PlaybackOptions) {
    this.room = room;
    this.history = history;
    this.#options = options;
    this.player = new Player(options.frame);
    this.#detour = new Detour(room);
    this.#ends.push(
      effect(() => {
        for (const file of this.#played.value) void history.file(file).version.value;
        void history.walls.value;
        // that all is read ends the playing at the end
        void history.progress.value;
        this.#growSoon();
      }),
      effect(() => this.#follow()),
    );
  }

  /** The numbers of the room's files whose edits are read together: as many as the bounds let be. */
  readonly inRoom: ReadonlySignal<readonly number[]> = computed(() => {
    const files: number[] = [];
    let edits = 0;
    for (const { file, version } of this.playable.value) {
      edits += version;
      if (files.length === MOST_FILES || (edits > MOST_EDITS && files.length > 0)) break;
      files.push(file);
    }
    return files;
  });

  /** The numbers of the files that are played. */
  readonly #played: ReadonlySignal<readonly number[]> = computed(() => {
    if (!this.isWanted.value || !this.history.isHere) return [];
    const shown = this.room.tabs.shown.value;
    if (this.scope.value === "file") return [shown];
    const files = this.inRoom.value;
    // what is looked at has its past in any case
    return files.includes(shown) ? files : [...files, shown];
  });

  /** those of the room in which something was typed, the deleted ones last: to a viewer these are closed */
  readonly playable = computed(() => {
    const typedIn = this.history.files.value.filter(({ version }) => version > 0);
    const [there, deleted] = [typedIn.filter(isThere), typedIn.filter((file) => !isThere(file))];
    return this.room.people.you.value?.role === "viewer" ? there : [...there, ...deleted];
  });

  /** how many of them are left out, as there are too many */
  readonly leftOut = computed(() =>
    this.scope.value === "file"
      ? 0
      : this.playable.value.filter(({ file }) => !this.#played.value.includes(file)).length,
  );

  /** undefined: it is the live text */
  readonly shown: ReadonlySignal<Shown | undefined> = computed(() => {
    const moment = this.player.moment.value;
    if (!moment) return undefined;
    const number = this.room.tabs.shown.value;
    const version = this.player.track.value.versionIn(number, moment.count);
    return version === undefined ? undefined : { file: this.history.file(number), version };
  });

  /** the edit that was made last at the moment that is looked at: its place on the track */
  readonly lastEdit = computed(() => {
    const count = this.player.moment.value?.count ?? 0;
    return count > 0 ? count - 1 : undefined;
  });

  /** Reads on to what there is now; once the room is left nothing is asked, and what was asked before is told to nobody. */
  async refresh(): Promise<void> {
    // the editors go after it, and have it read on
    if (this.#isClosed) return;
    const { well, failed } = this.#options;
    await this.history.refresh().then(well, (problem: unknown) => {
      if (!this.#isClosed) failed(problem);
    });
  }

  /** The past is not looked at any more: the file is shown that was before, or `stay`. */
  backToNow(stay?: number): void {
    this.player.backToNow();
    this.#detour.end(stay);
  }

  /** Something was typed: it is read when some more has come, and what comes while that is waited for, which may not be saved by then, the time after. */
  readOnSoon(): void {
    this.#hasMoreCome = this.#cancelReading !== undefined;
    this.#cancelReading ??= this.#options.after(READ_ON_AFTER_MS, () => {
      this.#cancelReading = undefined;
      void this.refresh();
      if (this.#hasMoreCome) this.readOnSoon();
    });
  }

  /** Nothing is read on until more is typed. */
  stopReadingOn(): void {
    this.#cancelReading?.();
    this.#cancelReading = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.player.pause();
    this.#cancelGrowing?.();
    this.stopReadingOn();
    for (const end of this.#ends) end();
    this.history.close();
  }

  /** The first that is read of a file is there at once, and so is all of it. */
  #growSoon(): void {
    const isAllRead = this.history.progress.peek() === undefined;
    if (this.#cancelGrowing && !isAllRead) return;
    this.#cancelGrowing?.();
    const grow = (): void => {
      this.#cancelGrowing = undefined;
      const track = new Track(this.#played.peek().map((file) => this.history.file(file)));
      this.player.load(track, this.history.progress.peek() !== undefined);
    };
    const isAtOnce = isAllRead || this.player.track.peek().length === 0;
    this.#cancelGrowing = this.#options.after(isAtOnce ? 0 : GROWS_EACH_MS, grow);
  }

  /** Where the room goes from file to file, so does what is shown. Who looks at another file is left there until it goes on. */
  #follow(): void {
    const count = this.player.moment.value?.count;
    if (count === this.#count) return;
    untracked(() => {
      if (count !== undefined) this.#detour.begin();
    });
    this.#count = count;
    if (count === undefined || count === 0 || this.scope.peek() === "file") return;
    untracked(() => {
      const file = this.player.track.peek().file(count - 1);
      if (!this.#isPurged(file)) this.#detour.show(file);
    });
  }

  /** The room knows it before the time line does. */
  #isPurged(number: number): boolean {
    return this.room.room.peek()?.files.some(({ file, purged }) => file === number && purged === true) === true;
  }
}

const isThere = ({ deleted }: HistoryFile): boolean => deleted === undefined;
