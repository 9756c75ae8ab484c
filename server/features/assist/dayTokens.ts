// What may be spent in a day by the server's key: by all together, and the shares of a room, a person and a network address. Knows no question.
import type { SharedValues } from "../../sharedValues.ts";
import type { Left, ShownEntry } from "./messages.ts";

const DAY_MS = 86_400_000;
/** What of the day's tokens a room, a person and a network address may have. */
const ROOM_SHARE = 0.5;
const PERSON_SHARE = 0.25;
const ADDRESS_SHARE = 0.5;
/** Network addresses whose spending is remembered, those that spent last. */
const MOST_ADDRESSES = 10_000;
/** What others may have spent meanwhile is looked up again after so long, to be shown. */
const FRESH_MS = 10_000;
const NAME = "tokens";

/** Days since 1970, in UTC. */
const dayOf = (time: number): number => Math.floor(time / DAY_MS);
/** When what was spent on the day of `time` is forgotten, in ms since 1970. */
export const resetsAt = (time: number): number => (dayOf(time) + 1) * DAY_MS;

interface Spent {
  readonly day: number;
  readonly tokens: number;
}

const spentOn = (day: number, value: unknown): number => {
  const spent = value as Spent | undefined;
  return spent?.day === day ? spent.tokens : 0;
};

/** Tokens that were set aside, on a day, for whoever asked from a network address. */
export interface Reservation extends Spent {
  readonly origin: string;
}

/** Who asks from where, and what their room and they themselves have spent today. */
interface Asking {
  readonly room: number;
  readonly person: number;
  readonly origin: string;
}

/** Of the whole server, with all others of its store. */
export class DayTokens {
  readonly #values: SharedValues;
  readonly #perDay: number;
  readonly #addresses = new Map<string, Spent>();
  #known: (Spent & { readonly at: number }) | undefined;

  constructor(values: SharedValues, perDay: number) {
    this.#values = values;
    this.#perDay = perDay;
  }

  /** Whose share has not as many left; undefined: there are. What is set aside counts at once, so that of many who ask in one moment each is looked at. */
  shortOf(tokens: number, of: Asking, now: number): Exclude<keyof Left, "server"> | undefined {
    const left = this.#shares(of, now);
    return (["person", "room", "address"] as const).find((share) => tokens > left[share]);
  }

  /**
   * Sets tokens aside before anything is sent, of a network address at once and then of all servers; undefined where as many are not left.
   * Rejects where the store does not answer.
   */
  async reserve(tokens: number, origin: string, now: number): Promise<Reservation | undefined> {
    const day = dayOf(now);
    let isReserved = false;
    this.#count(origin, day, tokens);
    try {
      await this.#change(day, now, (spent) => {
        isReserved = spent + tokens <= this.#perDay;
        return isReserved ? spent + tokens : spent;
      });
    } catch (error) {
      this.#count(origin, day, -tokens);
      throw error;
    }
    if (isReserved) return { day, tokens, origin };
    this.#count(origin, day, -tokens);
    return undefined;
  }

  /** What it took in the end; more than was set aside counts too. */
  async settle({ day, tokens, origin }: Reservation, took: number, now: number): Promise<void> {
    this.#count(origin, day, took - tokens);
    // of a day that is over nothing is counted any more
    if (day === dayOf(now) && took !== tokens)
      await this.#change(day, now, (spent) => Math.max(0, spent + took - tokens));
  }

  async #change(day: number, now: number, change: (spent: number) => number): Promise<void> {
    const value = await this.#values.change(NAME, (before) => ({ day, tokens: change(spentOn(day, before)) }));
    this.#known = { day, tokens: spentOn(day, value), at: now };
  }

  /** What a network address has spent, by its name that lasts until this server ends. */
  #count(origin: string, day: number, tokens: number): void {
    const before = this.#addresses.get(origin);
    if (before && before.day > day) return;
    this.#addresses.delete(origin);
    this.#addresses.set(origin, { day, tokens: Math.max(0, spentOn(day, before) + tokens) });
    const [oldest] = this.#addresses.keys();
    if (this.#addresses.size > MOST_ADDRESSES) this.#addresses.delete(oldest!);
  }

  async #lookUp(now: number): Promise<Spent> {
    const day = dayOf(now);
    if (!this.#known || this.#known.day !== day || now - this.#known.at > FRESH_MS)
      this.#known = { day, tokens: spentOn(day, await this.#values.read(NAME)), at: now };
    return this.#known;
  }

  /** What was left of all when it was looked up last; undefined: not today. Looks it up again by the way, for whoever asks next. */
  leftLately(now: number): number | undefined {
    // a store that does not answer is told by its own figures
    this.#lookUp(now).catch(() => {});
    const known = this.#known;
    return known?.day === dayOf(now) ? Math.max(0, this.#perDay - known.tokens) : undefined;
  }

  /** What is left for whoever asks from there. Rejects where the store does not answer. */
  async left(of: Asking, now: number): Promise<Left> {
    const server = Math.max(0, this.#perDay - (await this.#lookUp(now)).tokens);
    const { room, person, address } = this.#shares(of, now);
    const shown = (share: number): number => Math.min(server, Math.max(0, share));
    return { server, room: shown(room), person: shown(person), address: shown(address) };
  }

  /** Of what a day has, less than nothing where somebody took more than was set aside. */
  #shares({ room, person, origin }: Asking, now: number): Omit<Left, "server"> {
    const share = (part: number, spent: number): number => Math.floor(this.#perDay * part) - spent;
    return {
      room: share(ROOM_SHARE, room),
      person: share(PERSON_SHARE, person),
      address: share(ADDRESS_SHARE, spentOn(dayOf(now), this.#addresses.get(origin))),
    };
  }
}

type Held = Pick<Extract<ShownEntry, { type: "asked" }>, "id" | "participant" | "time" | "reserved">;

/** Of one room and its people, as its log says. */
export class RoomTokens {
  /** those that are not answered yet */
  readonly #open = new Map<string, { readonly participant: number; readonly day: number; readonly reserved: number }>();
  #day = 0;
  #room = 0;
  readonly #people = new Map<number, number>();

  /** Sets tokens aside for a question that is not in the log yet. */
  hold({ id, participant, time, reserved }: Held): void {
    this.#open.set(id, { participant, day: dayOf(time), reserved });
    this.#add(dayOf(time), participant, reserved);
  }

  /** It never gets there, or has taken so many in the end. */
  release(id: string, took = 0): void {
    const held = this.#open.get(id);
    this.#open.delete(id);
    if (held) this.#add(held.day, held.participant, took - held.reserved);
  }

  /** Each entry of the log once, in its order. */
  apply(entry: ShownEntry): void {
    if (entry.type === "asked" && !entry.isOwnKey && !this.#open.has(entry.id)) this.hold(entry);
    if (entry.type === "answered") this.release(entry.id, entry.tokens.in + entry.tokens.out);
  }

  #add(day: number, participant: number, tokens: number): void {
    this.#turn(day);
    if (day < this.#day) return;
    this.#room += tokens;
    this.#people.set(participant, (this.#people.get(participant) ?? 0) + tokens);
  }

  #turn(day: number): void {
    if (day <= this.#day) return;
    [this.#day, this.#room] = [day, 0];
    this.#people.clear();
  }

  /** What the room, and this one of its people, have spent today. */
  spent(participant: number, now: number): { readonly room: number; readonly person: number } {
    this.#turn(dayOf(now));
    return { room: this.#room, person: this.#people.get(participant) ?? 0 };
  }
}
