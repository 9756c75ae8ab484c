// Those who wait for a turn: of each network address in turn, and of one address each room in turn. Knows not what for.

interface OfRoom {
  readonly origin: string;
  readonly room: string;
}

const newestOfMost = <One>(lists: Iterable<readonly One[]>): One | undefined =>
  [...lists].reduce((most, other) => (other.length > most.length ? other : most), []).at(-1);

export class WaitingTurns<One extends OfRoom> {
  /** by address and room, each with at least one; whose turn is next first */
  readonly #waiting = new Map<string, Map<string, One[]>>();

  get all(): readonly One[] {
    return [...this.#waiting.values()].flatMap((rooms) => [...rooms.values()].flat());
  }

  add(one: One): void {
    const rooms = this.#waiting.get(one.origin) ?? new Map<string, One[]>();
    this.#waiting.set(one.origin, rooms);
    rooms.set(one.room, [...(rooms.get(one.room) ?? []), one]);
  }

  delete(one: One): void {
    const rooms = this.#waiting.get(one.origin);
    const left = rooms?.get(one.room)?.filter((other) => other !== one);
    if (!rooms || !left) return;
    if (left.length > 0) rooms.set(one.room, left);
    else rooms.delete(one.room);
    if (rooms.size === 0) this.#waiting.delete(one.origin);
  }

  /** Whose turn it is: they wait no more, and others of their address and their room come after all others. */
  next(): One | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const [origin, rooms] = first;
    const [[room, [one, ...left]]] = rooms as unknown as [[string, [One, ...One[]]]];
    rooms.delete(room);
    if (left.length > 0) rooms.set(room, left);
    this.#waiting.delete(origin);
    if (rooms.size > 0) this.#waiting.set(origin, rooms);
    return one;
  }

  /** The newest of the room that has most, of the address that has most. */
  get newestOfMost(): One | undefined {
    const most = newestOfMost([...this.#waiting.values()].map((rooms) => [...rooms.values()].flat()));
    return most && newestOfMost(this.#waiting.get(most.origin)!.values());
  }
}
