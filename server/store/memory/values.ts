// Shared values in memory. Knows no room.
import { assertValueName, type SharedValues, valueText } from "../../sharedValues.ts";

/** Each call does its work at once and resolves in a microtask. `assertOpen` throws once the store is closed. */
export class MemoryValues implements SharedValues {
  readonly #texts: Map<string, string>;
  readonly #assertOpen: () => void;

  constructor(texts: Map<string, string>, assertOpen: () => void) {
    this.#texts = texts;
    this.#assertOpen = assertOpen;
  }

  async read(name: string): Promise<unknown> {
    this.#assertOpen();
    assertValueName(name);
    const text = this.#texts.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async change<Value>(name: string, change: (value: unknown) => Value): Promise<Value> {
    this.#assertOpen();
    assertValueName(name);
    const before = this.#texts.get(name);
    const value = change(before === undefined ? undefined : JSON.parse(before));
    const text = valueText(name, value);
    if (text === undefined) this.#texts.delete(name);
    else this.#texts.set(name, text);
    return value;
  }

  async names(prefix: string): Promise<string[]> {
    this.#assertOpen();
    return [...this.#texts.keys()].filter((name) => name.startsWith(prefix)).toSorted();
  }
}
