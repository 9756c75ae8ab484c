// Who is where, merged and never stored [C9]. Knows no socket; whoever makes it says how a place is carried to what was shown since.
import type { Presence } from "../protocol/messages.ts";

/** The newest presence of each client, and which of them the room has not been told of yet. */
export class PresenceBoard {
  readonly #latest = new Map<number, Presence>();
  readonly #untold = new Set<number>();
  readonly #carry: (presence: Presence) => Presence | undefined;

  /** `carry`: to the version that everybody has been shown; undefined when it cannot be. */
  constructor(carry: (presence: Presence) => Presence | undefined) {
    this.#carry = carry;
  }

  put(presence: Presence): void {
    this.#latest.set(presence.client, presence);
    this.#untold.add(presence.client);
  }

  remove(client: number): void {
    this.#latest.delete(client);
    this.#untold.delete(client);
  }

  /** What has changed since the last call, of those first who have waited for longest, until it is about so many selections. */
  takeUntold(selections: number): Presence[] {
    const taken: Presence[] = [];
    let count = 0;
    for (const client of this.#untold) {
      if (count >= selections) break;
      this.#untold.delete(client);
      const presence = this.#latest.get(client);
      if (!presence) continue;
      taken.push(presence);
      count += 1 + presence.selections.length;
    }
    return this.#carried(taken);
  }

  get hasUntold(): boolean {
    return this.#untold.size > 0;
  }

  /** Everybody's in the files that are meant, for somebody who has just come. */
  allIn(isMeant: (file: number) => boolean): Presence[] {
    return this.#carried([...this.#latest.values()].filter(({ file }) => isMeant(file)));
  }

  /** What was carried is kept: nobody has to carry it over those updates again. */
  #carried(presences: readonly Presence[]): Presence[] {
    return presences.flatMap((presence) => {
      const carried = this.#carry(presence);
      if (carried) this.#latest.set(carried.client, carried);
      return carried ?? [];
    });
  }
}
