// The store as rooms use it where they may move to other servers. Knows whose a room is by its owners, and no room's inside.
import type { Append, AppendOutcome, RoomStore } from "../rooms/roomStore.ts";
import type { Owners } from "./owners.ts";

/**
 * Whoever writes to a room has it, or takes it when nobody does: the first that is written is the entry with which a new owner takes over [C11].
 * A commit of a room that is another's, before or after it is kept, is a conflict: what the log has of it is there for
 * whoever has the room.
 */
export function guardedStore(store: RoomStore, owners: Pick<Owners, "take" | "epochOf">): RoomStore {
  const appendTogether = together((appends) => store.append(appends));

  async function append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    const taken = await Promise.all(appends.map(({ stream }) => owners.take(stream.roomId)));
    const epochs = taken.map((owner) => (owner.state === "mine" ? owner.epoch : undefined));
    const outcomes = await appendTogether(appends.filter((_, index) => epochs[index] !== undefined));
    let next = 0;
    return appends.map(({ stream }, index) => {
      if (epochs[index] === undefined) return "conflict";
      const outcome = outcomes[next++]!;
      return outcome === "ok" && owners.epochOf(stream.roomId) !== epochs[index] ? "conflict" : outcome;
    });
  }

  return decorated(store, { append });
}

/** The same store, with some methods of `own` in the place of its. */
const decorated = (store: RoomStore, own: Partial<RoomStore>): RoomStore =>
  new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(name in own ? own : target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });

/** What is asked for while one append is under way goes together into the next: many rooms that move at once are each taken over. */
function together(append: RoomStore["append"]): RoomStore["append"] {
  let underWay: Promise<unknown> | undefined;
  let waiting: Append[] = [];
  let next: Promise<AppendOutcome[]> | undefined;

  return async (appends) => {
    if (appends.length === 0) return [];
    const from = waiting.length;
    waiting.push(...appends);
    next ??= (async () => {
      await underWay;
      const all = waiting;
      waiting = [];
      next = undefined;
      const appending = append(all);
      underWay = appending.catch(() => {});
      return appending;
    })();
    const outcomes = await next;
    return outcomes.slice(from, from + appends.length);
  };
}
