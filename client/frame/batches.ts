// Output in parts that are worth a message each, in its order with all else that a program says. Knows no port.
import { type ConsoleStream, isOutput, type Said } from "./messages.ts";

const BATCH_MS = 30;
const BATCH_CHARACTERS = 4_000;

/** The first is sent at once; what follows soon waits for more of its kind, and is sent by its size or its age: also by code that never lets a timer run. */
export class Batches {
  readonly #send: (message: Said) => void;
  #stream: ConsoleStream = "stdout";
  #text = "";
  #sentAt = -BATCH_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // a program may put others in their place
  readonly #later = globalThis.setTimeout.bind(globalThis);
  readonly #never = globalThis.clearTimeout.bind(globalThis);
  readonly #now = performance.now.bind(performance);

  constructor(send: (message: Said) => void) {
    this.#send = send;
  }

  take(message: Said): void {
    if (!isOutput(message)) {
      this.#flush();
      return this.#send(message);
    }
    if (message.stream !== this.#stream) this.#flush();
    this.#stream = message.stream;
    this.#text += message.text;
    const isDue = this.#text.length >= BATCH_CHARACTERS || this.#now() - this.#sentAt >= BATCH_MS;
    if (isDue) this.#flush();
    else this.#timer ??= this.#later(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    this.#never(this.#timer);
    this.#timer = undefined;
    if (this.#text === "") return;
    this.#send({ type: "output", stream: this.#stream, text: this.#text });
    [this.#text, this.#sentAt] = ["", this.#now()];
  }
}
