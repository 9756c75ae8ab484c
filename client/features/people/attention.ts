// How far this person is with the room: no input for a while, or the page is not seen. Knows no room and no page.
import type { PresenceState } from "#protocol/serverMessages.ts";

const IDLE_AFTER_MS = 60_000;

interface AttentionOptions {
  /** ms, of any origin */
  now(): number;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** Another state holds from now on. */
  changed(state: PresenceState | undefined): void;
}

export class Attention {
  readonly #options: AttentionOptions;
  #state: PresenceState | undefined;
  #isHidden = false;
  #inputAt: number;
  #cancel = (): void => {};

  constructor(options: AttentionOptions) {
    this.#options = options;
    this.#inputAt = options.now();
    this.#wait();
  }

  /** The person has done something; that they often do costs next to nothing. */
  input(): void {
    this.#inputAt = this.#options.now();
    if (this.#state === "idle") this.#look();
  }

  /** The page is seen, or not any more. */
  hidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    if (!isHidden) this.#inputAt = this.#options.now();
    this.#look();
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const rested = this.#options.now() - this.#inputAt;
    const state = this.#isHidden ? "away" : rested >= IDLE_AFTER_MS ? "idle" : undefined;
    if (state === undefined) this.#wait();
    if (state === this.#state) return;
    this.#state = state;
    this.#options.changed(state);
  }

  /** Looks again when the person could be idle, if they do nothing more. */
  #wait(): void {
    this.#cancel();
    const due = this.#inputAt + IDLE_AFTER_MS - this.#options.now();
    this.#cancel = this.#options.after(due, () => this.#look());
  }
}
