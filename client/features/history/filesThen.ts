// Whether a file was there at a moment, as the server says and the texts show. Draws nothing.
import { versionAt } from "#weave/timeLine.ts";
import type { LoadedHistory } from "./weave/loadedHistory.ts";

export class FilesThen {
  readonly #history: Pick<LoadedHistory, "file" | "filesAt">;
  /** by the moment, the numbers of the files that there were */
  readonly #known = new Map<number, Promise<readonly number[]>>();

  constructor(history: Pick<LoadedHistory, "file" | "filesAt">) {
    this.#history = history;
  }

  /** Whether a file was there at a moment, in ms since 1970, or had been: what had a text was. Where nobody can say so it counts as there. */
  async had(number: number, at: number): Promise<boolean> {
    const file = this.#history.file(number);
    const hadText = (): boolean => versionAt(file.edits.times, at) > 0;
    if (hadText()) return true;
    try {
      // of what is not read nobody knows whether it had a text
      const [then] = await Promise.all([this.#at(at), file.read()]);
      return then.includes(number) || hadText();
    } catch {
      return true;
    }
  }

  /** Rejects with ApiError. */
  #at(at: number): Promise<readonly number[]> {
    const known = this.#known.get(at);
    if (known) return known;
    const asked = this.#history.filesAt(at);
    this.#known.set(at, asked);
    asked.catch(() => this.#known.delete(at));
    return asked;
  }
}
