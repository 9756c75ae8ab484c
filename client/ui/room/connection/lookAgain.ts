// When to look again whether a room that is over is open again: while somebody can see it, ever more rarely. Knows no room.
import type { TimeAndChance } from "../../../sync/ports.ts";

/** The wait is a share of the time that it has been over, … */
const SHARE = 1 / 3;
/** … at least and at most so long, … */
const WAIT_MS = { least: 5_000, most: 30_000 };
/** … give or take a quarter, so that a full room does not come all at once. */
const CHANCE = 0.25;

interface LookAgainOptions {
  readonly clock: TimeAndChance;
  /** Somebody may be looking at the page. */
  isSeen(): boolean;
  look(): void;
}

export class LookAgain {
  readonly #options: LookAgainOptions;
  /** since when it has been over, ms since 1970 */
  #since: number | undefined;
  #cancel = (): void => {};

  constructor(options: LookAgainOptions) {
    this.#options = options;
  }

  /** The room is over and may be open again later; or not any more. */
  over(isOver: boolean): void {
    if (isOver === (this.#since !== undefined)) return;
    this.#since = isOver ? this.#options.clock.now() : undefined;
    this.#plan();
  }

  /** The page is seen again: looks at once. */
  seen(): void {
    if (this.#since !== undefined) this.#look();
  }

  #plan(): void {
    this.#cancel();
    if (this.#since === undefined) return;
    const { clock } = this.#options;
    const share = (clock.now() - this.#since) * SHARE;
    const wait = Math.min(Math.max(share, WAIT_MS.least), WAIT_MS.most);
    this.#cancel = clock.after(wait * (1 - CHANCE + clock.random() * 2 * CHANCE), () => this.#look());
  }

  /** Unseen it waits until it is seen. */
  #look(): void {
    this.#cancel();
    if (!this.#options.isSeen()) return;
    this.#options.look();
    this.#plan();
  }
}
