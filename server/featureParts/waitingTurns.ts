// Those who wait for a turn: of each key in turn, and of one key each of the next in turn, as of a network address each room. Knows not what for.

export class WaitingTurns<One> {
  readonly #keys: readonly ((one: One) => string)[];
  /** by the first key, none of them empty; whose turn is next first */
  readonly #turns = new Map<string, WaitingTurns<One>>();
  /** where there is no key: who came first first */
  #line: One[] = [];

  constructor(...keys: readonly ((one: One) => string)[]) {
    this.#keys = keys;
  }

  /** In the order in which they have their turns. */
  get all(): readonly One[] {
    const lists = [...this.#turns.values()].map(({ all }) => all);
    const rounds = Math.max(0, ...lists.map(({ length }) => length));
    const inTurn = Array.from({ length: rounds }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1)));
    return [...this.#line, ...inTurn.flat()];
  }

  get count(): number {
    let count = this.#line.length;
    for (const turns of this.#turns.values()) count += turns.count;
    return count;
  }

  /** How many of them have this as their first key. */
  countOf(key: string): number {
    return this.#turns.get(key)?.count ?? 0;
  }

  add(one: One): void {
    const [keyOf, ...others] = this.#keys;
    if (!keyOf) return void this.#line.push(one);
    const key = keyOf(one);
    const turns = this.#turns.get(key) ?? new WaitingTurns(...others);
    turns.add(one);
    this.#turns.set(key, turns);
  }

  /** They wait no more, if they did. */
  delete(one: One): void {
    const [keyOf] = this.#keys;
    if (!keyOf) return void (this.#line = this.#line.filter((other) => other !== one));
    const key = keyOf(one);
    const turns = this.#turns.get(key);
    turns?.delete(one);
    if (turns?.count === 0) this.#turns.delete(key);
  }

  /** Whose turn it is: they wait no more, and others of their keys come after all others. */
  next(): One | undefined {
    const [first] = this.#turns;
    if (!first) return this.#line.shift();
    const [key, turns] = first;
    const one = turns.next();
    this.#turns.delete(key);
    if (turns.count > 0) this.#turns.set(key, turns);
    return one;
  }

  /** The newest of the second key that has most, of the first key that has most, and so on. */
  get newestOfMost(): One | undefined {
    const [first, ...others] = this.#turns.values();
    if (!first) return this.#line.at(-1);
    return others.reduce((most, other) => (other.count > most.count ? other : most), first).newestOfMost;
  }
}
