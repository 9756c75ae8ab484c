// How much this client may say on one connection: what the server bounds, kept here first. Knows no message.
import { Allowance } from "#protocol/allowance.ts";
import type { Limits } from "#protocol/limits.ts";

/** So many bytes of a push count as one more push. */
const BYTES_PER_PUSH = 50_000;
/** What the server takes at once, in seconds of what it takes for ever; a frame counts as so many bytes more than it has. */
const BYTES_BURST_SECONDS = 4;
const FRAME_COST_BYTES = 2_000;
/** A slow network brings together what was said one after the other, and pushes are not all that is said. */
const SHARE = 0.75;

export class Allowances {
  /** messages that open files; as many again may be others */
  readonly openings: Allowance;
  readonly #pushes: Allowance;
  readonly #bytes: Allowance;

  /** `now` in ms since 1970 */
  constructor({ messagesPerSecond, pushesPerSecond, pushBurst, frameBytes }: Limits, now: number) {
    this.openings = new Allowance(messagesPerSecond, messagesPerSecond, now);
    this.#pushes = new Allowance(pushesPerSecond, pushBurst, now);
    const perSecond = frameBytes * SHARE;
    this.#bytes = new Allowance(perSecond, perSecond * BYTES_BURST_SECONDS, now);
  }

  /** Counts a push of so many bytes and returns 0, or counts nothing and returns the ms until it may go. */
  spend(bytes: number, now: number): number {
    const wait = this.#bytes.spend(bytes + FRAME_COST_BYTES, now);
    if (wait > 0) return wait;
    const cost = 1 + bytes / BYTES_PER_PUSH;
    const waitMore = this.#pushes.spend(cost, now);
    if (waitMore > 0) this.#bytes.giveBack(bytes + FRAME_COST_BYTES);
    return waitMore;
  }
}
