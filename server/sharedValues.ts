// The port to what all servers on one store know together and that is no room's: small values by their names. Knows no database.

/** UTF-16 units of a value as JSON text, at most. */
export const SHARED_VALUE_CHARACTERS = 256 * 1024;
/** Tries of one change; each other server that changes the same value meanwhile costs one. */
export const SHARED_VALUE_TRIES = 50;

/** Letters, digits, `-`, `_` and, between its parts, `/`: at most 100. The first part is whose the value is. */
const isValueName = (name: string): boolean => name.length <= 100 && /^[\w-]+(\/[\w-]+)*$/.test(name);

/** A value is what JSON can say. Each call rejects when the store does not answer, and of what is no name. */
export interface SharedValues {
  /** What is kept under the name, changes that were acknowledged before with it; undefined: nothing. */
  read(name: string): Promise<unknown>;

  /**
   * Replaces a value by what `change` makes of it, in one step over all servers; undefined removes it. `change` may be called several
   * times, does nothing else, and what it throws is rejected with. Resolves with what is kept on a disk by then. Rejects when others
   * were faster SHARED_VALUE_TRIES times, and of a value that is longer than SHARED_VALUE_CHARACTERS.
   */
  change<Value>(name: string, change: (value: unknown) => Value): Promise<Value>;

  /** The names that begin with the prefix, sorted. */
  names(prefix: string): Promise<string[]>;
}

/** The text of a value; undefined of none. Throws when it is too long or nothing that JSON can say. */
export function valueText(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new Error(`invariant: the value ${name} is nothing that can be kept`);
  if (text.length > SHARED_VALUE_CHARACTERS)
    throw new Error(`invariant: the value ${name} has more than ${SHARED_VALUE_CHARACTERS} characters`);
  return text;
}

/** Throws of what can be no name. */
export function assertValueName(name: string): void {
  if (!isValueName(name)) throw new Error(`invariant: no value can have the name ${name}`);
}

/** Those of one part of the server, under its name: it knows no others. */
export const valuesOf = (values: SharedValues, owner: string): SharedValues => ({
  read: (name) => values.read(`${owner}/${name}`),
  change: (name, change) => values.change(`${owner}/${name}`, change),
  names: async (prefix) => (await values.names(`${owner}/${prefix}`)).map((name) => name.slice(owner.length + 1)),
});
