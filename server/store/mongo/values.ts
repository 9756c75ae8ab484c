// Shared values in MongoDB: each change replaces the very record that it was made from. Knows no room.
import { type mongo, Types } from "mongoose";
import { assertValueName, SHARED_VALUE_TRIES, type SharedValues, valueText } from "../../sharedValues.ts";
import { inserted, type ValueRecord } from "./models.ts";
import type { Newest } from "./newest.ts";

type Track = <T>(operation: () => Promise<T>) => Promise<T>;

export class MongoValues implements SharedValues {
  readonly #values: mongo.Collection<ValueRecord>;
  readonly #newest: Newest;
  readonly #track: Track;

  /** `track`: runs it unless the store is closed, which waits for it. */
  constructor(values: mongo.Collection<ValueRecord>, newest: Newest, track: Track) {
    this.#values = values;
    this.#newest = newest;
    this.#track = track;
  }

  read(name: string): Promise<unknown> {
    return this.#track(async () => {
      assertValueName(name);
      const record = await this.#newest.read((options) => this.#values.findOne({ _id: name }, options));
      return record ? JSON.parse(record.json) : undefined;
    });
  }

  change<Value>(name: string, change: (value: unknown) => Value): Promise<Value> {
    return this.#track(async () => {
      assertValueName(name);
      for (let tries = 0; tries < SHARED_VALUE_TRIES; tries++) {
        // An old record fails to be replaced, so any will do.
        const before = await this.#values.findOne({ _id: name });
        const value = change(before ? JSON.parse(before.json) : undefined);
        if (await this.#replace(name, before, valueText(name, value))) return value;
      }
      throw new Error(`the value ${name} was changed by others ${SHARED_VALUE_TRIES} times`);
    });
  }

  /** False when it was not there any more, or there meanwhile. */
  async #replace(name: string, before: ValueRecord | null, json: string | undefined): Promise<boolean> {
    if (json === undefined) {
      if (!before) return true;
      return (await this.#values.deleteOne({ _id: name, revision: before.revision })).deletedCount === 1;
    }
    const record = { revision: new Types.ObjectId(), json };
    if (!before) return inserted(this.#values.insertOne({ _id: name, ...record }));
    return (await this.#values.replaceOne({ _id: name, revision: before.revision }, record)).modifiedCount === 1;
  }

  names(prefix: string): Promise<string[]> {
    return this.#track(async () => {
      const named = await this.#newest.read((options) =>
        this.#values
          .find({ _id: { $gte: prefix, $lt: `${prefix}~` } }, { projection: { _id: 1 }, sort: { _id: 1 }, ...options })
          .toArray(),
      );
      return named.map(({ _id }) => _id);
    });
  }
}
