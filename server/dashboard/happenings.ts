// What has happened on this server, the latest of it, for whoever looks. Knows no room by its id and no reader.
import type { Clock } from "../rooms/ports.ts";
import { EVENTS_KEPT, TOGETHER_MS, TOLD_APART } from "./bounds.ts";
import type { ServerEvent } from "./messages.ts";

type Happening = Omit<ServerEvent, "id" | "node" | "time" | "times">;

/** Told at once where it is the first of its kind within a second; the others of that second are told together at its end. */
export class Happenings {
  readonly #node: string;
  readonly #clock: Clock;
  readonly #kept: ServerEvent[] = [];
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  /** how many more there were of each since it was told */
  readonly #more = new Map<string, { happening: Happening; times: number }>();
  #lastId: number;
  #stop: (() => void) | undefined;

  constructor(node: string, clock: Clock) {
    this.#node = node;
    this.#clock = clock;
    // higher than any of a process before this one
    this.#lastId = clock.now() * 1_000;
  }

  /** The latest, the newest first. */
  get latest(): readonly ServerEvent[] {
    return this.#kept.toReversed();
  }

  /** Each from now on; the returned function ends it. */
  listen(hear: (event: ServerEvent) => void): () => void {
    this.#listeners.add(hear);
    return () => void this.#listeners.delete(hear);
  }

  tell(happening: Happening): void {
    const { kind, what = "", room = "", group = "" } = happening;
    const isCrowded = this.#more.size >= TOLD_APART;
    const key = isCrowded ? kind : `${kind} ${what} ${room} ${group}`;
    const known = this.#more.get(key);
    if (known) {
      known.times++;
      const { name: _, ...nameless } = happening;
      // several are told as one, which names none of them
      if (!isCrowded) known.happening = known.times === 1 ? happening : nameless;
      return;
    }
    this.#more.set(key, { happening: isCrowded ? { kind } : happening, times: 0 });
    this.#stop ??= this.#clock.after(TOGETHER_MS, () => this.#tellMore());
    this.#put(isCrowded ? { kind } : happening, 1);
  }

  #tellMore(): void {
    this.#stop = undefined;
    const all = [...this.#more];
    this.#more.clear();
    for (const [key, { happening, times }] of all) {
      if (times === 0) continue;
      this.#more.set(key, { happening, times: 0 });
      this.#put(happening, times);
    }
    if (this.#more.size > 0) this.#stop = this.#clock.after(TOGETHER_MS, () => this.#tellMore());
  }

  #put(happening: Happening, times: number): void {
    const event: ServerEvent = {
      id: ++this.#lastId,
      node: this.#node,
      time: this.#clock.now(),
      ...happening,
      ...(times > 1 && { times }),
    };
    this.#kept.push(event);
    if (this.#kept.length > EVENTS_KEPT) this.#kept.shift();
    for (const hear of this.#listeners) hear(event);
  }

  close(): void {
    this.#stop?.();
    this.#listeners.clear();
  }
}
