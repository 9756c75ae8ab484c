// Whether a keyboard on the screen is up: then the window is much lower than it was at the same width. Knows no editor.
import { type ReadonlySignal, signal } from "@preact/signals";

/** Of the height without it; bars of a browser that come and go take less. */
const WITH_KEYBOARD = 0.8;
/** Whoever has zoomed in sees less of the window, with or without a keyboard. */
const ZOOMED = 1.1;

export class Keyboard {
  readonly #isUp = signal(false);
  readonly #listening = new AbortController();
  #width = 0;
  #tallest = 0;

  constructor(viewport: VisualViewport | null = visualViewport) {
    if (!viewport || !matchMedia("(pointer: coarse)").matches) return;
    const look = (): void => this.#look(viewport);
    viewport.addEventListener("resize", look, { signal: this.#listening.signal });
    look();
  }

  get isUp(): ReadonlySignal<boolean> {
    return this.#isUp;
  }

  stop(): void {
    this.#listening.abort();
  }

  #look({ width, height, scale, offsetTop }: VisualViewport): void {
    if (scale > ZOOMED) return;
    if (width !== this.#width) this.#tallest = 0;
    this.#width = width;
    this.#tallest = Math.max(this.#tallest, height);
    this.#isUp.value = height < this.#tallest * WITH_KEYBOARD;
    // where the page does not shrink with the window, what is at its foot lies under the keyboard
    const hidden = Math.max(0, innerHeight - height - offsetTop);
    document.documentElement.style.setProperty("--keyboard", `${hidden}px`);
  }
}
