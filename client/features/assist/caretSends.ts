// What goes of a file when it is asked what comes at the caret, and to whom: nothing before this person was shown that. Draws nothing.
import type { Text } from "@codemirror/state";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { AFTER_CARET_CHARACTERS, BEFORE_CARET_CHARACTERS } from "./bounds.ts";
import type { StoredSwitch, StoredWord } from "./storedChoices.ts";
import { keyOf, type Recipient, recipientSays } from "./recipient.ts";

/** All that goes of the room. */
interface AtCaret {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What is looked at is sent at once, sent where somebody pauses from now on, or only looked at. */
type Why = "ask" | "automatic" | "look";

export interface CaretSurroundings {
  /** of the file that is shown; another one when a signal changes that it reads; undefined: it is not open yet */
  atCaret(): AtCaret | undefined;
  /** to whom this person has let it go, by its key */
  readonly shownTo: Pick<StoredWord, "value" | "keep">;
  /** they want it to go by itself where they pause */
  readonly automatic: Pick<StoredSwitch, "isOn" | "turn">;
}

const isLow = (text: string): boolean => /^[\udc00-\udfff]/.test(text);

/** What the other half sends of a text around the caret; no letter is cut in two. */
export function aroundCaret(text: Text, caret: number): Omit<AtCaret, "path"> {
  const whole = (at: number): number => (isLow(text.sliceString(at, at + 1)) ? at - 1 : at);
  const from = whole(Math.max(0, caret - BEFORE_CARET_CHARACTERS));
  const to = whole(Math.min(text.length, caret + AFTER_CARET_CHARACTERS));
  return { before: text.sliceString(from, caret), after: text.sliceString(caret, to) };
}

export class CaretSends {
  /** the model, its provider and whose key, in words; undefined: nobody can be asked */
  readonly whom = computed(() => recipientSays(this.#recipient.value));
  /** this person was shown what goes to them, and let it go */
  readonly isShown = computed(() => {
    const { value: recipient } = this.#recipient;
    return recipient !== undefined && this.#surroundings.shownTo.value.value === keyOf(recipient);
  });
  readonly isAutomatic = computed(() => this.#surroundings.automatic.isOn.value && this.isShown.value);
  /** it went by itself to somebody else: it waits until this person was shown whom it would go to now */
  readonly isPaused = computed(() => this.#surroundings.automatic.isOn.value && !this.isShown.value);
  readonly text = computed(() => this.#surroundings.atCaret());
  /** UTF-16 units of it */
  readonly characters = computed(() => (this.text.value?.before.length ?? 0) + (this.text.value?.after.length ?? 0));
  /** it is shown, and what for */
  readonly looking = signal<Why | undefined>(undefined);

  readonly #surroundings: CaretSurroundings;
  readonly #recipient: ReadonlySignal<Recipient | undefined>;
  #agreed = (): void => {};

  constructor(surroundings: CaretSurroundings, recipient: ReadonlySignal<Recipient | undefined>) {
    this.#surroundings = surroundings;
    this.#recipient = recipient;
  }

  /** Shows it. `agreed` runs once this person has let it go. */
  look(why: Why, agreed = (): void => {}): void {
    this.#agreed = agreed;
    this.looking.value = why;
  }

  /** Whoever does not let it go by itself wants none of that. */
  lookNoMore(): void {
    if (this.looking.peek() === "automatic") this.stopAutomatic();
    this.looking.value = undefined;
  }

  /** What is shown may go from now on, to whom it says. */
  agree(): void {
    const { value: recipient } = this.#recipient;
    const { value: why } = this.looking;
    if (recipient === undefined || why === undefined || why === "look" || this.text.value === undefined) return;
    this.#surroundings.shownTo.keep(keyOf(recipient));
    if (why === "automatic") this.#surroundings.automatic.turn(true);
    this.looking.value = undefined;
    this.#agreed();
  }

  stopAutomatic(): void {
    this.#surroundings.automatic.turn(false);
  }
}
