// In which order a machine's languages are tried. Knows no language and does not try any.
/** One after the other, first those that a run waits for. */
export class TrialOrder<Found> {
  readonly #left: Set<string>;
  readonly #wanted = new Set<string>();
  readonly #found = new Map<string, Promise<Found | undefined>>();
  readonly #tell = new Map<string, (found: Found | undefined) => void>();

  constructor(languages: readonly string[]) {
    this.#left = new Set(languages);
    for (const language of languages)
      this.#found.set(language, new Promise((resolve) => this.#tell.set(language, resolve)));
  }

  /** What was found of a language, once it was tried; undefined of one that is none of these. */
  async foundOf(language: string): Promise<Found | undefined> {
    this.#wanted.add(language);
    return this.#found.get(language);
  }

  /** Resolves when all are tried. */
  async take(attempt: (language: string) => Promise<Found | undefined>): Promise<void> {
    while (this.#left.size > 0) {
      const wanted = [...this.#wanted].find((language) => this.#left.has(language));
      const [next = ""] = wanted === undefined ? this.#left : [wanted];
      this.#left.delete(next);
      this.#tell.get(next)?.(await attempt(next));
    }
  }
}
