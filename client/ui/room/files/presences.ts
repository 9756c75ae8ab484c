// Where the others are, as far as they have said: in which file, how far they are with it, and who is typing. Draws nothing.
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { PresenceState } from "#protocol/serverMessages.ts";
import type { Presence } from "#protocol/serverMessages.ts";
import type { TimeAndChance } from "../../../sync/ports.ts";

/** Whoever has typed nothing for so long is not typing. */
const TYPING_MS = 2_000;

/** All by the numbers of clients. */
export class Presences {
  readonly #clock: Pick<TimeAndChance, "after">;
  readonly #inFile = signal<ReadonlyMap<number, number>>(new Map());
  readonly #states = signal<ReadonlyMap<number, PresenceState>>(new Map());
  readonly #typists = signal<ReadonlySet<number>>(new Set());
  /** what forgets each typist in time */
  readonly #forgetting = new Map<number, () => void>();

  constructor(clock: Pick<TimeAndChance, "after">) {
    this.#clock = clock;
  }

  get inFile(): ReadonlySignal<ReadonlyMap<number, number>> {
    return this.#inFile;
  }

  /** those who are idle or away */
  get states(): ReadonlySignal<ReadonlyMap<number, PresenceState>> {
    return this.#states;
  }

  get typists(): ReadonlySignal<ReadonlySet<number>> {
    return this.#typists;
  }

  heard(presences: readonly Presence[]): void {
    const inFile = new Map(this.#inFile.peek());
    const states = new Map(this.#states.peek());
    for (const { client, file, state } of presences) {
      inFile.set(client, file);
      if (state === undefined) states.delete(client);
      else states.set(client, state);
    }
    batch(() => {
      set(this.#inFile, inFile);
      set(this.#states, states);
    });
  }

  /** Some of the client's text has come. */
  typed(client: number): void {
    this.#forgetting.get(client)?.();
    this.#forgetting.set(
      client,
      this.#clock.after(TYPING_MS, () => this.#rested(client)),
    );
    const typists = this.#typists.peek();
    if (!typists.has(client)) this.#typists.value = new Set(typists).add(client);
  }

  #rested(client: number): void {
    this.#forgetting.delete(client);
    this.#typists.value = new Set([...this.#typists.peek()].filter((one) => one !== client));
  }

  /** Forgets those who are not here. */
  keepOnly(here: ReadonlyMap<number, unknown>): void {
    const kept = <Value>(map: ReadonlyMap<number, Value>): ReadonlyMap<number, Value> =>
      new Map([...map].filter(([client]) => here.has(client)));
    batch(() => {
      set(this.#inFile, kept(this.#inFile.peek()));
      set(this.#states, kept(this.#states.peek()));
    });
  }

  stop(): void {
    for (const cancel of this.#forgetting.values()) cancel();
  }
}

/** Leaves the signal alone where nothing is different. */
function set<Value>(
  target: { value: ReadonlyMap<number, Value>; peek(): ReadonlyMap<number, Value> },
  next: ReadonlyMap<number, Value>,
): void {
  const before = target.peek();
  if (before.size !== next.size || [...next].some(([client, value]) => before.get(client) !== value))
    target.value = next;
}
