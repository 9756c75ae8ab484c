// A question for one reader outside of the room: what whoever asked is told of it, in its order. Knows no request.
import type { EventSource } from "../../routing/sentEvents.ts";
import type { ShownEntry } from "./messages.ts";

export type AskEvent =
  | Extract<ShownEntry, { type: "asked" | "answered" }>
  | { readonly type: "part"; readonly at: number; readonly text: string };

/** Whatever waits to be read is no more than an answer is long. */
export class AskStream implements EventSource<AskEvent> {
  readonly #unread: AskEvent[] = [];
  #wake = (): void => {};
  #stop: (() => void) | undefined;
  #isStopped = false;
  #over = (): void => {};
  readonly over = new Promise<void>((resolve) => (this.#over = resolve));

  tell(event: AskEvent): void {
    this.#unread.push(event);
    if (event.type === "answered") this.#over();
    this.#wake();
  }

  /** `stop`: ends the answer. */
  begun(stop: () => void): void {
    this.#stop = stop;
    if (this.#isStopped) stop();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stop?.();
  }

  /** To its end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<AskEvent> {
    for (;;) {
      const event = this.#unread.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
      if (event?.type === "answered") return;
    }
  }
}
