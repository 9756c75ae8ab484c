// What the server's operator has said and holds now. Draws nothing.
import { computed, effect, signal, untracked } from "@preact/signals";
import type { OperatorMessage } from "../../../server/features/operator/messages.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";

type Standing = Extract<OperatorMessage, { type: "standing" }>;

interface Surroundings {
  /** ms since 1970, by the server's clock */
  readonly now: () => number;
  /** Runs once after `ms`; the returned function cancels. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Nothing may be written no more. */
  readonly writableAgain: () => void;
}

export class OperatorModel {
  /** why the room was ended by them; may be empty; undefined: it was not */
  readonly ending = signal<string | undefined>(undefined);
  readonly readOnly = computed(() => this.#standing.value.readOnly);
  /** until its time is over, or this person has had it hidden */
  readonly notice = computed(() => {
    const { notice } = this.#standing.value;
    return notice?.since === this.#hidden.value ? undefined : notice;
  });

  readonly #standing = signal<Standing>({ type: "standing" });
  /** when the notice was made that is not to be seen */
  readonly #hidden = signal<number | undefined>(undefined);
  readonly #surroundings: Surroundings;
  readonly #forget: () => void;
  #cancel = (): void => {};

  constructor({ people: { you } }: Pick<PageRoom, "people">, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    // whoever comes in anew is told what holds, and of what holds no more nothing
    this.#forget = effect(() => {
      if (you.value) untracked(() => (this.#standing.value = { type: "standing" }));
    });
  }

  heard(message: OperatorMessage): void {
    if (message.type === "ending") {
      this.ending.value = message.reason;
      return;
    }
    const wasReadOnly = this.readOnly.peek() !== undefined;
    this.#standing.value = message;
    this.#waitFor(message.notice);
    if (wasReadOnly && !message.readOnly) this.#surroundings.writableAgain();
  }

  /** This person does not want to see the notice; another one is shown again. */
  hideNotice(): void {
    this.#hidden.value = this.#standing.peek().notice?.since;
  }

  close(): void {
    this.#forget();
    this.#cancel();
  }

  #waitFor(notice: Standing["notice"]): void {
    this.#cancel();
    if (!notice) return;
    const { now, after } = this.#surroundings;
    this.#cancel = after(Math.max(0, notice.until - now()), () => {
      const { notice: _over, ...rest } = this.#standing.peek();
      this.#standing.value = rest;
    });
  }
}
