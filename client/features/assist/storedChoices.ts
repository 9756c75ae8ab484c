// What this browser remembers of how one person has code gone on with. Knows no editor.
import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** A word; undefined: none. */
export class StoredWord {
  readonly #stored: string;
  readonly #value;

  constructor(name: string) {
    this.#stored = `companion:assist:${name}`;
    this.#value = signal(this.#read());
  }

  get value(): ReadonlySignal<string | undefined> {
    return this.#value;
  }

  keep(value: string | undefined): void {
    this.#value.value = value;
    try {
      if (value === undefined) localStorage.removeItem(this.#stored);
      else localStorage.setItem(this.#stored, value);
    } catch {
      // it holds until the page is closed
    }
  }

  #read(): string | undefined {
    try {
      return localStorage.getItem(this.#stored) ?? undefined;
    } catch {
      return undefined;
    }
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
