// When the journal is erased: a little after something was deleted, once for all that is deleted until then. Knows neither.

/** Appends wait while the journal is erased, which may be as much as its files hold. */
const ERASE_AFTER_MS = 5_000;

export class JournalErasing {
  readonly #erase: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(erase: () => Promise<void>) {
    this.#erase = erase;
  }

  /** Something was deleted, and may stand in the journal. */
  later(): void {
    if (!this.#ended) this.#timer ??= setTimeout(() => this.#run(), ERASE_AFTER_MS);
  }

  /** Whoever closes the journal erases it. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#timer = undefined;
    // Where the disk does not take it now it may later.
    this.#erase().catch(() => this.later());
  }
}
