// Whether something on the way stops WebSockets and lets HTTP through: then no waiting helps. Knows no room and no status.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { OpenSocket } from "../../../sync/ports.ts";

/** Sockets that did not open, one after the other, before the server is asked whether it is there … */
const FAILED_FIRST = 3;
/** … and after so many more again: a network changes. */
const FAILED_MORE = 10;
const ANSWER_WITHIN_MS = 5_000;

/** Whether a server answers at `url`, and takes rooms; whatever else may answer there, as a network's own page does, does not count. */
export async function answers(url: URL): Promise<boolean> {
  const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  return response.ok && ((await response.json()) as { status?: unknown }).status === "ready";
}

export class SocketWatch {
  readonly #isStopped = signal(false);
  readonly #isServerThere: () => Promise<boolean>;
  #failed = 0;

  /** `isServerThere`: over HTTP; rejects when nothing answers. */
  constructor(isServerThere: () => Promise<boolean>) {
    this.#isServerThere = isServerThere;
  }

  /** No socket opens, and the server answers all the same. */
  get isStopped(): ReadonlySignal<boolean> {
    return this.#isStopped;
  }

  /** The same sockets, watched. */
  over(open: OpenSocket): OpenSocket {
    return (handlers) => {
      let isUndecided = true;
      const decided = (hasOpened: boolean): void => {
        if (!isUndecided) return;
        isUndecided = false;
        if (hasOpened) this.#opened();
        else void this.#notOpened();
      };
      const socket = open({
        ...handlers,
        opened() {
          decided(true);
          handlers.opened();
        },
        closed() {
          decided(false);
          handlers.closed();
        },
      });
      return {
        send: (frame) => socket.send(frame),
        close() {
          // given up: it took too long
          decided(false);
          socket.close();
        },
      };
    };
  }

  #opened(): void {
    this.#failed = 0;
    this.#isStopped.value = false;
  }

  async #notOpened(): Promise<void> {
    if (++this.#failed % FAILED_MORE !== FAILED_FIRST) return;
    const isThere = await this.#isServerThere().catch(() => false);
    this.#isStopped.value = isThere && this.#failed > 0;
  }
}
