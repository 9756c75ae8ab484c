// When people were seen last, put into the room's log once they have really gone. Knows their numbers and no client.
import { GONE_AFTER_MS } from "../../protocol/limits.ts";
import type { FeatureRoom } from "../featureRoom.ts";

/** While nothing may be written it is tried again so often. */
const LOOK_AGAIN_MS = 5_000;

export class LastSeen {
  readonly #room: FeatureRoom;
  /** when the last tab of each of them has gone, in ms since 1970 */
  readonly #gone = new Map<number, number>();
  #cancel = (): void => {};

  constructor(room: FeatureRoom) {
    this.#room = room;
  }

  /** One of the participant's tabs is here. */
  joined(participant: number): void {
    this.#gone.delete(participant);
    this.#plan();
  }

  /** One of the participant's tabs has gone. */
  left(participant: number): void {
    if (this.#room.clients.some((client) => client.participant === participant)) return;
    this.#gone.set(participant, this.#room.now);
    this.#plan();
  }

  /** Each is due by itself; once nobody is here all are together, so that a room that is left is written once for it. */
  #plan(leastMs = 0): void {
    this.#cancel();
    if (this.#gone.size === 0) return;
    const times = [...this.#gone.values()];
    const next = this.#room.clients.length === 0 ? Math.max(...times) : Math.min(...times);
    const afterMs = Math.max(leastMs, next + GONE_AFTER_MS - this.#room.now);
    this.#cancel = this.#room.after(afterMs, () => this.#write());
  }

  #write(): void {
    // those who have gone meanwhile are all written then
    if (this.#room.isReadOnly) return this.#plan(LOOK_AGAIN_MS);
    const now = this.#room.now;
    for (const [participant, lastSeen] of this.#gone) {
      const person = this.#room.person(participant);
      if (!person || now - lastSeen < GONE_AFTER_MS) continue;
      this.#gone.delete(participant);
      this.#room.accept({ type: "participant", time: now, participant: { ...person, lastSeen } });
    }
    this.#plan();
  }
}
