// What one reader has not read yet, in its order, up to the last. Knows no run.

export class Unread<Event> implements AsyncIterable<Event> {
  readonly #events: Event[] = [];
  readonly #isLast: (event: Event) => boolean;
  #wake = (): void => {};

  constructor(isLast: (event: Event) => boolean) {
    this.#isLast = isLast;
  }

  /** `joined`: makes one event of this one and the one before it, where both are one to a reader who is behind. */
  add(event: Event, joined: (before: Event) => Event | undefined = () => undefined): void {
    const before = this.#events.at(-1);
    const one = before === undefined ? undefined : joined(before);
    if (one === undefined) this.#events.push(event);
    else this.#events[this.#events.length - 1] = one;
    this.#wake();
  }

  /** For one reader: those that are there, and those that come. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event> {
    for (;;) {
      const event = this.#events.shift();
      if (event === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else {
        yield event;
        if (this.#isLast(event)) return;
      }
    }
  }
}
