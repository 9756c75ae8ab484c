// A run for one reader outside of the room: what everybody in the room sees of it, in their order. Knows no request.
import type { EventSource } from "../../routing/sentEvents.ts";
import type { Phase, ShownEntry } from "./messages.ts";
import { Unread } from "./sandbox/unread.ts";

export type StreamEvent = ShownEntry | Phase;

export class RunStream implements EventSource<StreamEvent> {
  /** whose it is */
  readonly participant: number;
  readonly #unread = new Unread<StreamEvent>(({ type }) => type === "ended");
  #over = (): void => {};
  /** Resolves when the last event is there, whether it is read or not. */
  readonly over = new Promise<void>((resolve) => (this.#over = resolve));
  #stop: (() => void) | undefined;
  #isStopped = false;

  constructor(participant: number) {
    this.participant = participant;
  }

  tell(event: StreamEvent): void {
    this.#unread.add(event);
    if (event.type === "ended") this.#over();
  }

  /** `stop`: ends the run. */
  begun(stop: () => void): void {
    this.#stop = stop;
    if (this.#isStopped) stop();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop?.();
  }

  /** To its end. */
  [Symbol.asyncIterator](): AsyncGenerator<StreamEvent> {
    return this.#unread[Symbol.asyncIterator]();
  }
}
