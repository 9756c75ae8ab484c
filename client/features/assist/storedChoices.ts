// What this browser remembers of how one person has code gone on with. Knows no editor.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { browserStorage } from "../../stored.ts";

/** A word; undefined: none. */
export class StoredWord {
  readonly #stored: string;
  readonly #value;

  constructor(name: string) {
    this.#stored = `companion:assist:${name}`;
    this.#value = signal(browserStorage.read(this.#stored));
  }

  get value(): ReadonlySignal<string | undefined> {
    return this.#value;
  }

  /** Where nothing can be stored it holds until the page is closed. */
  keep(value: string | undefined): void {
    this.#value.value = value;
    browserStorage.write(this.#stored, value);
  }
}

export class StoredSwitch {
  readonly #word: StoredWord;
  readonly isOn: ReadonlySignal<boolean>;

  constructor(name: string) {
    this.#word = new StoredWord(name);
    this.isOn = computed(() => this.#word.value.value === "on");
  }

  turn(isOn: boolean): void {
    this.#word.keep(isOn ? "on" : undefined);
  }
}

/** It is done by itself where they pause. */
export const automatic = new StoredSwitch("automatic");
/** They have taken it by the key that does, and need not be told of it. */
export const knowsKey = new StoredSwitch("knows-key");
/** To whom they have let go what is sent for it, by its key. */
export const shownTo = new StoredWord("shown-to");
