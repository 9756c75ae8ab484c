// Answers over HTTP that are under way, by the network address that asked, so that they can be torn off. Knows no route.
import type { ServerResponse } from "node:http";
import { whenClosed } from "./whenClosed.ts";

export class UnderWay {
  readonly #byGroup = new Map<string, Set<ServerResponse>>();

  /** `group`: what counts as one network address. Nothing is kept once the answer is over. */
  begun(group: string, response: ServerResponse): void {
    const answers = this.#byGroup.get(group) ?? new Set();
    this.#byGroup.set(group, answers.add(response));
    whenClosed(response, () => {
      answers.delete(response);
      if (answers.size === 0 && this.#byGroup.get(group) === answers) this.#byGroup.delete(group);
    });
  }

  /** Tears off all that is under way to that address; whatever makes the answers hears that nobody reads them any more. */
  tearOff(group: string): void {
    for (const response of this.#byGroup.get(group) ?? []) response.destroy();
  }
}
