// Who is in a room now: every tab, and of whom the last one has gone just now. Knows no connection and no file.
import { GONE_AFTER_MS } from "#protocol/limits.ts";
import type { ConnectedClient } from "#protocol/serverMessages.ts";
import type { TimeAndChance } from "./ports.ts";

/** What it tells stays the same object until it changes. */
export class WhoIsHere {
  readonly #clock: TimeAndChance;
  readonly #gone: (participant: number) => void;
  #clients: ReadonlyMap<number, ConnectedClient> = new Map();
  /** by participant, each with what keeps it from being told */
  #leaving: ReadonlyMap<number, () => void> = new Map();

  /** `gone`: a participant has left, and is not back in a moment. */
  constructor(clock: TimeAndChance, gone: (participant: number) => void) {
    this.#clock = clock;
    this.#gone = gone;
  }

  /** The number of each client and whose it is; a new map at each change. */
  get clients(): ReadonlyMap<number, ConnectedClient> {
    return this.#clients;
  }

  /** Of whom no tab is here, and who is back in a moment for all that is known; a new map at each change. */
  get leaving(): ReadonlyMap<number, unknown> {
    return this.#leaving;
  }

  /** These and no others are here. */
  are(clients: readonly ConnectedClient[]): void {
    this.#clients = new Map(clients.map((client) => [client.client, client]));
  }

  /** True: of this participant no tab was here, nor a moment ago. */
  joined(client: ConnectedClient): boolean {
    const { participant } = client;
    const forget = this.#leaving.get(participant);
    const isNew = !forget && !this.#isHere(participant);
    forget?.();
    if (forget) this.#setLeaving(participant);
    this.#clients = new Map(this.#clients).set(client.client, client);
    return isNew;
  }

  /** A page that is loaded anew and a connection that was cut are back by the time that it would be told. */
  left(number: number): void {
    const participant = this.#clients.get(number)?.participant;
    this.#clients = new Map([...this.#clients].filter(([one]) => one !== number));
    if (participant === undefined || this.#isHere(participant)) return;
    const tell = (): void => {
      this.#setLeaving(participant);
      this.#gone(participant);
    };
    this.#setLeaving(participant, this.#clock.after(GONE_AFTER_MS, tell));
  }

  /** It is not told any more who has left. */
  forgetLeaving(): void {
    for (const forget of this.#leaving.values()) forget();
    this.#leaving = new Map();
  }

  #isHere(participant: number): boolean {
    return [...this.#clients.values()].some((client) => client.participant === participant);
  }

  /** Without `forget` nobody waits any more for their return. */
  #setLeaving(participant: number, forget?: () => void): void {
    const others = [...this.#leaving].filter(([other]) => other !== participant);
    this.#leaving = new Map(forget ? [...others, [participant, forget]] : others);
  }
}
