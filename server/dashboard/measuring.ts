// What this server measures of itself when somebody asks, or every ten seconds. Knows no room and no reader.
import { statfs } from "node:fs/promises";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Counted, Measured } from "../metrics.ts";
import type { Clock } from "../rooms/ports.ts";
import { MINUTE_MS } from "./bounds.ts";
import type { Figures } from "./messages.ts";

/** What is told of the last seconds is of one or two of these. */
const WINDOW_MS = 5_000;
/** What is asked for again so soon is not measured again. */
const KNOWN_MS = 1_000;
/** A timer of so many ms is what the loop's lateness is measured by. */
const LOOP_TIMER_MS = 10;
const NS_PER_MS = 1e6;

/** What there was when a window began. */
interface Mark {
  readonly at: number;
  /** µs of processor time */
  readonly cpu: number;
  readonly counted: Counted;
}

type LoopTimes = Figures["loopMs"];

/** What is measured at one time. */
export interface Moment {
  readonly figures: Figures;
  readonly counted: Counted;
}

export class Measuring {
  readonly #metrics: { counted(): Promise<Counted>; measured(): Measured };
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #loop: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_TIMER_MS });
  /** the windows of the last minute, the oldest first */
  #marks: Mark[] = [];
  #loopBefore: LoopTimes = { middle: 0, slow: 0, most: 0 };
  #last: { readonly at: number; readonly moment: Promise<Moment> } | undefined;

  /** `folder`: on the disk that is told of. */
  constructor(metrics: { counted(): Promise<Counted>; measured(): Measured }, clock: Clock, folder: string) {
    this.#metrics = metrics;
    this.#clock = clock;
    this.#folder = folder;
    this.#loop.enable();
  }

  close(): void {
    this.#loop.disable();
  }

  now(): Promise<Moment> {
    const at = this.#clock.now();
    if (!this.#last || at - this.#last.at >= KNOWN_MS) this.#last = { at, moment: this.#measure(at) };
    return this.#last.moment;
  }

  async #measure(at: number): Promise<Moment> {
    const counted = await this.#metrics.counted();
    const { user, system } = process.cpuUsage();
    const cpu = user + system;
    const loop = this.#loopTimes();
    if (this.#marks.length === 0) this.#marks.push({ at, cpu, counted });
    const recent = this.#marks.findLast((mark) => at - mark.at >= WINDOW_MS) ?? this.#marks[0]!;
    const seconds = Math.max(0.001, (at - recent.at) / 1000);
    const [oldest = recent] = this.#marks;
    if (at - this.#marks.at(-1)!.at >= WINDOW_MS) {
      this.#marks = [...this.#marks.filter((mark) => at - mark.at < MINUTE_MS), { at, cpu, counted }];
      this.#loopBefore = loop.now;
      this.#loop.reset();
    }
    const { rss, heapUsed } = process.memoryUsage();
    const disk = await statfs(this.#folder).catch(() => undefined);
    const { rooms, tabs, people, saving } = this.#metrics.measured();
    const figures: Figures = {
      people,
      tabs,
      rooms,
      roomsSaving: saving,
      keystrokesPerSecond: round((counted.keystrokes - recent.counted.keystrokes) / seconds),
      appendMs: {
        middle: appendMs(oldest.counted.appends, counted.appends, 0.5),
        slow: appendMs(oldest.counted.appends, counted.appends, 0.99),
      },
      loopMs: loop.worst,
      cpuPercent: Math.round((cpu - recent.cpu) / seconds / 10_000),
      memoryBytes: rss,
      heapBytes: heapUsed,
      diskFreeBytes: disk ? disk.bavail * disk.bsize : null,
      diskBytes: disk ? disk.blocks * disk.bsize : null,
    };
    return { figures, counted };
  }

  #loopTimes(): { now: LoopTimes; worst: LoopTimes } {
    const late = (ns: number): number => round(Math.max(0, ns / NS_PER_MS - LOOP_TIMER_MS) || 0);
    const loop = this.#loop;
    const now = { middle: late(loop.percentile(50)), slow: late(loop.percentile(99)), most: late(loop.max) };
    const before = this.#loopBefore;
    const worst = {
      middle: Math.max(now.middle, before.middle),
      slow: Math.max(now.slow, before.slow),
      most: Math.max(now.most, before.most),
    };
    return { now, worst };
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The upper end, in ms, of where this share of the appends between the two lies; null where there were none. */
function appendMs(before: Counted["appends"], now: Counted["appends"], share: number): number | null {
  const all = now.all - before.all;
  if (all === 0) return null;
  const index = now.upTo.findIndex((count, place) => count - (before.upTo[place] ?? 0) >= all * share);
  return (now.ends[index] ?? now.ends.at(-1)!) * 1000;
}
