// Switches of one person's that this browser remembers, about code that is gone on with. Knows no editor.
import { type ReadonlySignal, signal } from "@preact/signals";

class KeptSwitch {
  readonly #stored: string;
  readonly #isOn;

  constructor(name: string) {
    this.#stored = `companion:assist:${name}`;
    this.#isOn = signal(this.#read());
  }

  get isOn(): ReadonlySignal<boolean> {
    return this.#isOn;
  }

  turn(isOn: boolean): void {
    this.#isOn.value = isOn;
    try {
      if (isOn) localStorage.setItem(this.#stored, "on");
      else localStorage.removeItem(this.#stored);
    } catch {
      // it holds until the page is closed
    }
  }

  #read(): boolean {
    try {
      return localStorage.getItem(this.#stored) === "on";
    } catch {
      return false;
    }
  }
}

/** It is done by itself where they pause. */
export const automatic = new KeptSwitch("automatic");
/** They have taken it by the key that does, and need not be told of it. */
export const knowsKey = new KeptSwitch("knows-key");
