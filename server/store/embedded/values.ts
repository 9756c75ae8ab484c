// Shared values in LMDB's tables; one process has them. Knows no room.
import { assertValueName, type SharedValues, valueText } from "../../sharedValues.ts";
import type { Database } from "./database.ts";

type Track = <T>(operation: () => Promise<T>) => Promise<T>;

/** Behind all characters of a name. */
const LAST = "~";

export class EmbeddedValues implements SharedValues {
  readonly #database: Database;
  readonly #track: Track;

  /** `track`: runs it unless the store is closed, which waits for it. */
  constructor(database: Database, track: Track) {
    this.#database = database;
    this.#track = track;
  }

  read(name: string): Promise<unknown> {
    return this.#track(async () => {
      assertValueName(name);
      return this.#kept(name);
    });
  }

  change<Value>(name: string, change: (value: unknown) => Value): Promise<Value> {
    return this.#track(async () => {
      assertValueName(name);
      return this.#database.write(() => {
        const value = change(this.#kept(name));
        const text = valueText(name, value);
        const { values } = this.#database;
        return { writes: [text === undefined ? [values, name] : [values, name, text]], result: value };
      });
    });
  }

  names(prefix: string): Promise<string[]> {
    return this.#track(async () => [...this.#database.values.getKeys({ start: prefix, end: `${prefix}${LAST}` })]);
  }

  #kept(name: string): unknown {
    const text = this.#database.values.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  }
}
