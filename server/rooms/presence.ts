// Who is where, merged and never stored [C9]. Knows no socket; positions are carried by the room's files.
import type { Presence } from "../protocol/messages.ts";

/** The newest presence of each client, and which of them the room has not been told of yet. */
export class PresenceBoard {
  readonly #latest = new Map<number, Presence>();
  readonly #untold = new Set<number>();

  put(presence: Presence): void {
    this.#latest.set(presence.client, presence);
    this.#untold.add(presence.client);
  }

  /** The same presence at a later version: nothing to tell, but nobody has to carry it over those updates again. */
  move(presence: Presence): void {
    this.#latest.set(presence.client, presence);
  }

  remove(client: number): void {
    this.#latest.delete(client);
    this.#untold.delete(client);
  }

  /** What has changed since the last call. */
  takeUntold(): Presence[] {
    const untold = [...this.#untold].flatMap((client) => this.#latest.get(client) ?? []);
    this.#untold.clear();
    return untold;
  }

  /** Everybody's, for somebody who has just come. */
  all(): Presence[] {
    return [...this.#latest.values()];
  }
}
