// Who is in the room: the tabs that are here, and whose last one has gone just now. Knows no connection and no file.
import { GONE_AFTER_MS } from "#protocol/limits.ts";
import type { ConnectedClient } from "#protocol/serverMessages.ts";
import type { TimeAndChance } from "./ports.ts";

/** Whatever it tells stays the same object until it changes. */
export class Roster {
  /** the number of each client and whose it is; set here alone */
  clients: ReadonlyMap<number, ConnectedClient> = new Map();
  readonly #clock: TimeAndChance;
  readonly #gone: (participant: number) => void;
  /** by participant, each with what keeps it from being told */
  #leaving: ReadonlyMap<number, () => void> = new Map();

  /** `gone`: none of their tabs was here for `GONE_AFTER_MS`. */
  constructor(clock: TimeAndChance, gone: (participant: number) => void) {
    this.#clock = clock;
    this.#gone = gone;
  }

  /** Of whom no tab is here, and who is back in a moment for all that is known. */
  get leaving(): ReadonlyMap<number, unknown> {
    return this.#leaving;
  }

  /** These are here, and nobody else. */
  set(clients: readonly ConnectedClient[]): void {
    this.clients = new Map(clients.map((client) => [client.client, client]));
  }

  /** Takes in one more, and returns whether they are here by that: not whoever is back from a moment ago. */
  join(client: ConnectedClient): boolean {
    const { participant } = client;
    const forget = this.#leaving.get(participant);
    const isNew = !this.#isHere(participant) && !forget;
    forget?.();
    if (forget) this.#setLeaving(participant);
    this.clients = new Map(this.clients).set(client.client, client);
    return isNew;
  }

  /** A page that is loaded anew and a connection that was cut are back by the time that it would be told. */
  leave(number: number): void {
    const participant = this.clients.get(number)?.participant;
    this.clients = new Map([...this.clients].filter(([one]) => one !== number));
    if (participant === undefined || this.#isHere(participant)) return;
    this.#setLeaving(
      participant,
      this.#clock.after(GONE_AFTER_MS, () => {
        this.#setLeaving(participant);
        this.#gone(participant);
      }),
    );
  }

  /** Nobody is told of any more who has gone just now. */
  forgetLeaving(): void {
    for (const forget of this.#leaving.values()) forget();
    this.#leaving = new Map();
  }

  #isHere(participant: number): boolean {
    return [...this.clients.values()].some((client) => client.participant === participant);
  }

  /** Without `forget` nobody waits any more for their return. */
  #setLeaving(participant: number, forget?: () => void): void {
    const others = [...this.#leaving].filter(([other]) => other !== participant);
    this.#leaving = new Map(forget ? [...others, [participant, forget]] : others);
  }
}
