// Which moment is looked at, and how it moves: playing, seeking, going by edits and by pauses. Its clock comes from outside; draws nothing.
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { versionAt } from "#weave/timeLine.ts";
import { type Axis, Track } from "./track.ts";

/** So many times as quick as it was typed. */
export const SPEEDS = [1, 2, 4, 8, 16, 32, 64] as const;
export type Speed = (typeof SPEEDS)[number];

/** A moment of the past. */
export interface Moment {
  /** how many of the track's edits are made by then */
  readonly count: number;
  /** ms on the track's axis */
  readonly played: number;
  /** ms since 1970 */
  readonly time: number;
}

/** Calls once, with ms of a clock that never goes back, when the next picture is drawn; the returned function cancels. */
export type NextFrame = (run: (now: number) => void) => () => void;

export class Player {
  readonly #frame: NextFrame;
  readonly #track = signal(new Track([]));
  readonly #moment = signal<Moment | undefined>(undefined);
  readonly #moves = signal(0);
  readonly #isPlaying = signal(false);
  readonly #skipsPauses = signal(true);
  readonly speed = signal<Speed>(1);
  readonly axis: ReadonlySignal<Axis> = computed(() => this.#track.value.axis(this.#skipsPauses.value));
  #cancel: () => void = () => {};
  #lastFrame: number | undefined;
  /** more of the track is being read */
  #isGrowing = false;
  /** ms in which the rest is to be played; undefined: as quick as the speed says */
  #within: number | undefined;

  constructor(frame: NextFrame) {
    this.#frame = frame;
  }

  get track(): ReadonlySignal<Track> {
    return this.#track;
  }

  /** undefined: now, and not the past */
  get moment(): ReadonlySignal<Moment | undefined> {
    return this.#moment;
  }

  /** counts how often another moment was gone to, by a person or by playing */
  get moves(): ReadonlySignal<number> {
    return this.#moves;
  }

  get isPlaying(): ReadonlySignal<boolean> {
    return this.#isPlaying;
  }

  /** of a pause no more than a second is played */
  get skipsPauses(): ReadonlySignal<boolean> {
    return this.#skipsPauses;
  }

  // ---- what is played

  /** Another track, or more of it: the moment stays what it is. Where still more is to come, playing waits for it at the end. */
  load(track: Track, isGrowing = false): void {
    this.#isGrowing = isGrowing;
    batch(() => {
      const before = this.#track.peek();
      const moment = this.#moment.peek();
      this.#track.value = track;
      if (!moment) return;
      const { count, time } = moment;
      // there may be several edits at a moment
      const isPart = isPartOf(before, track, count);
      this.#moment.value = isPart ? { count, time, played: this.axis.peek().at(time) } : this.#momentAt(time);
    });
  }

  setSkipsPauses(skips: boolean): void {
    batch(() => {
      const moment = this.#moment.peek();
      this.#skipsPauses.value = skips;
      if (!moment) return;
      const played = this.axis.peek().at(moment.time);
      // edits of the same moment lie in the same place
      this.#moment.value = { ...moment, played };
    });
  }

  // ---- where it is

  /** Goes to a place on the axis, in ms. */
  seek(played: number): void {
    const axis = this.axis.peek();
    const place = Math.max(0, Math.min(played, axis.total));
    this.#set({ count: axis.count(place), played: place, time: axis.time(place) });
  }

  /** Goes to a time, in ms since 1970. */
  seekTime(time: number): void {
    this.#set(this.#momentAt(time));
  }

  /** Goes to where the first `count` edits are made. */
  seekCount(count: number): void {
    const whole = Math.max(0, Math.min(count, this.#track.peek().length));
    this.#set(this.#momentOf(whole, this.axis.peek().of(Math.max(0, whole - 1))));
  }

  /** So many edits on, or back. */
  step(edits: number): void {
    this.pause();
    this.seekCount(this.#count() + edits);
  }

  /** To the next pause, or the one before. */
  stepPause(to: 1 | -1): void {
    this.pause();
    const track = this.#track.peek();
    this.seekCount(to === 1 ? track.nextPause(this.#count()) : track.previousPause(this.#count()));
  }

  /** The past is not looked at any more. */
  backToNow(): void {
    this.pause();
    this.#moment.value = undefined;
  }

  // ---- playing

  /** From where it is; from the beginning where it is at the end, or nowhere in the past. */
  play(): void {
    const { length } = this.#track.peek();
    if (this.#isPlaying.peek() || length === 0) return;
    const moment = this.#moment.peek();
    if (!moment || (moment.count >= length && !this.#isGrowing)) this.seekCount(0);
    this.#isPlaying.value = true;
    this.#lastFrame = undefined;
    this.#next();
  }

  /** From a time, in ms since 1970, to the end within so many ms, however long that took. */
  playFrom(time: number, withinMs: number): void {
    this.pause();
    this.seekTime(time);
    this.play();
    this.#within = withinMs;
  }

  pause(): void {
    this.#cancel();
    this.#isPlaying.value = false;
    this.#within = undefined;
  }

  #next(): void {
    this.#cancel = this.#frame((now) => {
      const passed = now - (this.#lastFrame ?? now);
      this.#lastFrame = now;
      this.#go(this.#within === undefined ? passed * this.speed.peek() : this.#share(this.#within, passed));
      if (this.#isPlaying.peek()) this.#next();
    });
  }

  /** What of the rest is to be played now, so that all of it is within so many ms. */
  #share(withinMs: number, passed: number): number {
    this.#within = withinMs - passed;
    const rest = this.axis.peek().total - (this.#moment.peek()?.played ?? 0);
    return passed < withinMs ? (rest * passed) / withinMs : rest;
  }

  #go(ms: number): void {
    const moment = this.#moment.peek();
    const axis = this.axis.peek();
    if (!moment) return this.pause();
    const played = Math.min(moment.played + ms, axis.total);
    // edits of the same place that are not made yet are made with it
    const count = Math.max(moment.count, axis.count(played));
    batch(() => {
      this.#set({ count, played, time: axis.time(played) });
      if (count >= this.#track.peek().length && !this.#isGrowing) this.pause();
    });
  }

  #count(): number {
    return this.#moment.peek()?.count ?? this.#track.peek().length;
  }

  #set(moment: Moment): void {
    batch(() => {
      this.#moment.value = moment;
      this.#moves.value = this.#moves.peek() + 1;
    });
  }

  #momentOf(count: number, played: number): Moment {
    const { times } = this.#track.peek();
    const axis = this.axis.peek();
    const isAtEdit = count > 0 && axis.of(count - 1) === played;
    return { count, played, time: isAtEdit ? times[count - 1]! : axis.time(played) };
  }

  #momentAt(time: number): Moment {
    // before the first edit nothing is made, though that lies at the very beginning
    return { count: versionAt(this.#track.peek().times, time), played: this.axis.peek().at(time), time };
  }
}

/** Whether the first `count` edits of one track are those of the other, as far as the last of them tells. */
function isPartOf(one: Track, other: Track, count: number): boolean {
  if (count === 0) return true;
  if (count > Math.min(one.length, other.length)) return false;
  return one.file(count - 1) === other.file(count - 1) && one.version(count - 1) === other.version(count - 1);
}
