// One upload after the other: what was found, the one question, how far it is, and what there is to say at the end. Draws nothing.
import { signal } from "@preact/signals";
import type { RoomDetails } from "#protocol/events.ts";
import { comparablePath } from "#protocol/filePaths.ts";
import { type Candidate, type Former, type Found, fromDrop, type LeftOut } from "./candidates.ts";
import type { Dropped } from "./dropped.ts";
import { type Clash, cleanPath, type UploadedFile, Uploader, type UploadOptions } from "./uploader.ts";
import { words } from "./words.later.ts";

/** What is over sooner is not worth a dialog. */
const SHOWN_AFTER_MS = 1_000;

/** What is told when not all went in as it came. */
export interface Summary {
  readonly arrivals: readonly UploadedFile[];
  readonly leftOut: readonly LeftOut[];
  /** so many were not begun, because it was cancelled */
  readonly notBegun: number;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly isOffline: boolean;
  readonly isCancelled: boolean;
}

export type Phase =
  | { readonly state: "idle" }
  | { readonly state: "choosing" }
  | { readonly state: "looking" }
  /** these paths are taken */
  | { readonly state: "asking"; readonly taken: readonly string[] }
  | { readonly state: "bringing"; readonly progress: Progress }
  | { readonly state: "told"; readonly summary: Summary };

export interface UploadSurroundings extends Pick<UploadOptions, "enter" | "clock" | "making"> {
  room(): RoomDetails | undefined;
  newId(): string;
  /** Shows a file of the room. */
  open(file: number): void;
  /** Says a sentence in passing. */
  say(sentence: string): void;
}

export class UploadModel {
  readonly phase = signal<Phase>({ state: "idle" });
  /** it takes so long that a person wants to see how far it is */
  readonly isSlow = signal(false);
  readonly #surroundings: UploadSurroundings;
  #uploader: Uploader | undefined;
  #answer: (clash: Clash | undefined) => void = () => {};
  #isCancelled = false;
  #stopWaiting = (): void => {};

  constructor(surroundings: UploadSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Offers to choose files or a folder. */
  choose(): void {
    if (this.#isFree()) this.phase.value = { state: "choosing" };
  }

  /** Uploads what was dropped. */
  drop(dropped: Dropped): Promise<void> {
    return this.upload(() => fromDrop(dropped));
  }

  /** Uploads what `find` finds. */
  async upload(find: () => Promise<Found>): Promise<void> {
    if (!this.#isFree()) return;
    await this.#busy(async () => {
      const found = await find();
      const clash = await this.#clash(found.candidates);
      if (clash === undefined || this.#isCancelled) return;
      const { arrivals, leftOut, done } = await this.#bring(found.candidates, clash);
      const notBegun = found.candidates.length - done;
      this.#tell({ arrivals, leftOut: [...found.leftOut, ...leftOut], notBegun });
    });
  }

  /** Gives the files whose text was replaced the text that they had. */
  async putBack({ arrivals }: Summary): Promise<void> {
    await this.#busy(async () => {
      const candidates = arrivals.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, text: before }]));
      const { arrivals: back, leftOut } = await this.#bring(candidates, "replace");
      if (leftOut.length > 0) this.#tell({ arrivals: [], leftOut, notBegun: 0 });
      else this.#surroundings.say(words.value.isBack(back.length));
    });
  }

  /** What becomes of paths that are taken; undefined: nothing is uploaded. */
  answer(clash: Clash | undefined): void {
    this.#answer(clash);
  }

  /** What has begun is finished, and nothing more is begun. */
  cancel(): void {
    this.#isCancelled = true;
    this.#uploader?.cancel();
    this.#tellProgress();
  }

  /** Takes what is on the screen away, if it is that still; an upload goes on. */
  close(shown: Phase["state"]): void {
    if (shown !== this.phase.peek().state) return;
    if (shown === "choosing" || shown === "told") this.phase.value = { state: "idle" };
    else if (shown === "asking") this.answer(undefined);
    else this.isSlow.value = false;
  }

  /** The room is left. */
  leave(): void {
    this.#uploader?.leave();
  }

  /** Something is being looked at, asked or uploaded. */
  get isUnderWay(): boolean {
    return !["idle", "choosing", "told"].includes(this.phase.peek().state);
  }

  #isFree(): boolean {
    if (this.isUnderWay) this.#surroundings.say(words.value.isUnderWay);
    return !this.isUnderWay;
  }

  async #busy(run: () => Promise<void>): Promise<void> {
    this.#isCancelled = false;
    this.#look();
    try {
      await run();
    } finally {
      this.#stopWaiting();
      this.isSlow.value = false;
      if (this.phase.peek().state !== "told") this.phase.value = { state: "idle" };
    }
  }

  #look(): void {
    this.phase.value = { state: "looking" };
    this.#stopWaiting = this.#surroundings.clock.after(SHOWN_AFTER_MS, () => {
      this.isSlow.value = true;
    });
  }

  async #clash(candidates: readonly Candidate[]): Promise<Clash | undefined> {
    const files = this.#surroundings.room()?.files.filter(({ deleted }) => deleted === undefined) ?? [];
    const there = new Map(files.map(({ name }) => [comparablePath(name), name]));
    const taken = candidates.flatMap(({ path }) => there.get(comparablePath(cleanPath(path))) ?? []);
    if (taken.length === 0) return "keepBoth";
    this.#stopWaiting();
    this.isSlow.value = false;
    this.phase.value = { state: "asking", taken };
    const clash = await new Promise<Clash | undefined>((resolve) => {
      this.#answer = resolve;
    });
    this.#look();
    return clash;
  }

  async #bring(candidates: readonly (Candidate | Former)[], clash: Clash): Promise<Uploader> {
    const { enter, clock, making, newId } = this.#surroundings;
    const changed = (): void => this.#tellProgress();
    const uploader = new Uploader({ candidates, clash, client: newId(), clock, making, enter, changed });
    this.#uploader = uploader;
    this.#tellProgress();
    try {
      await uploader.run();
    } finally {
      this.#uploader = undefined;
    }
    return uploader;
  }

  #tellProgress(): void {
    if (!this.#uploader) return;
    const { done, total, isOffline } = this.#uploader;
    this.phase.value = { state: "bringing", progress: { done, total, isOffline, isCancelled: this.#isCancelled } };
  }

  #tell(summary: Summary): void {
    const { arrivals, leftOut, notBegun } = summary;
    const { say, open } = this.#surroundings;
    const [first] = arrivals;
    if (first && arrivals.length === 1) open(first.file);
    const isNews =
      leftOut.length + notBegun > 0 || arrivals.some(({ isMixed, before }) => isMixed || before !== undefined);
    if (isNews) this.phase.value = { state: "told", summary };
    else if (!first) say(words.value.nothingInIt);
    else say(words.value.isIn(arrivals.map(({ path }) => path)));
  }
}
