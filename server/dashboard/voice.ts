// How what the operator says reaches the rooms in memory: some in each turn of the event loop. Knows no room's inside.
import type { OperatorVoice } from "../features/featureRoom.ts";
import type { Clock } from "../rooms/ports.ts";
import { TOLD_AT_ONCE } from "./bounds.ts";
import type { Standing } from "./messages.ts";

type Hear = (ending?: { readonly reason: string }) => void;

export class Voice implements OperatorVoice {
  readonly #said: () => Standing;
  readonly #clock: Clock;
  readonly #rooms = new Map<string, Hear>();

  constructor(said: () => Standing, clock: Clock) {
    this.#said = said;
    this.#clock = clock;
  }

  get said(): OperatorVoice["said"] {
    const { blocks: _, ...said } = this.#said();
    return said;
  }

  listen(roomId: string, hear: Hear): () => void {
    this.#rooms.set(roomId, hear);
    return () => {
      if (this.#rooms.get(roomId) === hear) this.#rooms.delete(roomId);
    };
  }

  /** Everybody is told what holds now. */
  changed(): void {
    const waiting = [...this.#rooms];
    const tell = (): void => {
      for (const [roomId, hear] of waiting.splice(0, TOLD_AT_ONCE)) if (this.#rooms.get(roomId) === hear) hear();
      if (waiting.length > 0) this.#clock.after(0, tell);
    };
    tell();
  }

  /** Whoever is in the room is told why it is closed. */
  ending(roomId: string, reason: string): void {
    this.#rooms.get(roomId)?.({ reason });
  }
}
