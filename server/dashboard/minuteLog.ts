// What happened in each minute of the last 24 hours, on all servers, kept in the store by the hour. Knows no figure's meaning.
import type { Clock, Logger } from "../rooms/ports.ts";
import type { SharedValues } from "../sharedValues.ts";
import { GROUPS_SHOWN, HOUR_MS, HOURS, MINUTE_MS, MOST_COLUMNS, MOST_GROUPS } from "./bounds.ts";
import type { Moment } from "./measuring.ts";
import type { Abuse, Counts, MinuteColumn, Minutes } from "./messages.ts";

const COUNTS = ["roomsMade", "joined", "newcomers", "keystrokes", "refusals", "errors", "storeErrors"] as const;
/** Of several servers the sum … */
const SUMMED: readonly MinuteColumn[] = ["people", "rooms", "memoryBytes"];
/** … or the worst. */
const WORST: readonly MinuteColumn[] = ["appendMs", "loopMs"];
const COLUMNS: readonly string[] = [...COUNTS, ...SUMMED, ...WORST];

const MINUTES_AN_HOUR = HOUR_MS / MINUTE_MS;
/** As what those beyond MOST_GROUPS are kept; no group is called so. */
const GROUPS_TOGETHER = "others";
/** What was read is known for so long. */
const KNOWN_MS = 10_000;

/** An hour of one server, as it is kept. */
interface Hour {
  readonly columns: readonly string[];
  readonly minutes: readonly (readonly number[] | null)[];
  /** rooms made, by address group */
  readonly made: Readonly<Record<string, number>>;
}

const emptyHour = (): Hour => ({
  columns: COLUMNS,
  minutes: Array.from({ length: MINUTES_AN_HOUR }, () => null),
  made: {},
});

type Row = Readonly<Record<string, number>>;

export class MinuteLog {
  readonly #node: string;
  readonly #shared: SharedValues;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** what was counted when the minute began */
  #begun: Row | undefined;
  #highest: Record<string, number> = {};
  #minute = 0;
  /** of this server, the hour that goes on */
  #hour = emptyHour();
  #made = new Map<string, number>();
  readonly #past = new Map<string, Hour>();
  #read: { readonly at: number; readonly hours: Promise<ReadonlyMap<number, readonly Hour[]>> } | undefined;

  constructor(services: { node: string; shared: SharedValues; clock: Clock; logger: Logger }) {
    this.#node = services.node;
    this.#shared = services.shared;
    this.#clock = services.clock;
    this.#logger = services.logger;
  }

  /** Goes on where a process before this one has ended. */
  async start(moment: Moment): Promise<void> {
    this.#minute = Math.floor(this.#clock.now() / MINUTE_MS);
    const kept = (await this.#shared.read(this.#nameOf(this.#hourNow))) as Hour | undefined;
    this.#hour = kept ?? emptyHour();
    this.#made = new Map(Object.entries(this.#hour.made));
    this.#begun = countsOf(moment);
  }

  /** Somebody of this address group has made a room. */
  made(group: string): void {
    const name = this.#made.has(group) || this.#made.size < MOST_GROUPS ? group : GROUPS_TOGETHER;
    this.#made.set(name, (this.#made.get(name) ?? 0) + 1);
  }

  /** Told what is measured several times a minute; keeps the minute that is over. Never rejects. */
  async note(moment: Moment): Promise<void> {
    const { figures } = moment;
    const measured = {
      people: figures.people,
      rooms: figures.rooms,
      memoryBytes: figures.memoryBytes,
      appendMs: figures.appendMs.slow ?? 0,
      loopMs: figures.loopMs.most,
    };
    for (const [name, value] of Object.entries(measured))
      this.#highest[name] = Math.max(this.#highest[name] ?? 0, value);
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    if (minute === this.#minute) return;
    const over = this.#minute;
    const row = { ...difference(countsOf(moment), this.#begun ?? {}), ...this.#highest };
    this.#minute = minute;
    this.#begun = countsOf(moment);
    this.#highest = {};
    await this.#keep(over, row).catch((error: unknown) => {
      this.#logger.warn({ err: error }, "what happened in a minute was not kept for the dashboard");
    });
  }

  async #keep(minute: number, row: Row): Promise<void> {
    const hour = Math.floor((minute * MINUTE_MS) / HOUR_MS);
    const columns = [...new Set([...this.#hour.columns, ...Object.keys(row)])].slice(0, MOST_COLUMNS);
    const values = columns.map((column) => row[column] ?? 0);
    const kept: Hour = {
      columns,
      minutes: this.#hour.minutes.with(minute % MINUTES_AN_HOUR, values),
      made: Object.fromEntries(this.#made),
    };
    this.#hour = kept;
    if (this.#hourNow !== hour) {
      this.#hour = emptyHour();
      this.#made = new Map();
    }
    await this.#shared.change(this.#nameOf(hour), () => kept);
    if (this.#hourNow !== hour) await this.#forgetOld();
  }

  get #hourNow(): number {
    return Math.floor((this.#minute * MINUTE_MS) / HOUR_MS);
  }

  #nameOf(hour: number): string {
    return `minutes/${hour}/${this.#node}`;
  }

  async #forgetOld(): Promise<void> {
    const oldest = this.#hourNow - HOURS;
    for (const name of await this.#shared.names("minutes/"))
      if (hourIn(name) < oldest) {
        await this.#shared.change(name, () => undefined);
        this.#past.delete(name);
      }
  }

  /** The hours that are kept, of all servers. */
  #hours(): Promise<ReadonlyMap<number, readonly Hour[]>> {
    const at = this.#clock.now();
    if (!this.#read || at - this.#read.at >= KNOWN_MS) {
      const hours = this.#readHours();
      this.#read = { at, hours };
      hours.catch(() => (this.#read = undefined));
    }
    return this.#read.hours;
  }

  async #readHours(): Promise<ReadonlyMap<number, readonly Hour[]>> {
    const own = this.#nameOf(this.#hourNow);
    const found = new Map<number, Hour[]>([[this.#hourNow, [{ ...this.#hour, made: Object.fromEntries(this.#made) }]]]);
    for (const name of await this.#shared.names("minutes/")) {
      const hour = hourIn(name);
      if (name === own || hour < this.#hourNow - HOURS) continue;
      const value = this.#past.get(name) ?? ((await this.#shared.read(name)) as Hour | undefined);
      if (!value) continue;
      // another server may still write the one before
      if (hour < this.#hourNow - 1) this.#past.set(name, value);
      found.set(hour, [...(found.get(hour) ?? []), value]);
    }
    return found;
  }

  /** The last 24 hours, up to the last whole minute. */
  async minutes(): Promise<Minutes> {
    const hours = await this.#hours();
    const columns = [...new Set([...COLUMNS, ...[...hours.values()].flat().flatMap((hour) => hour.columns)])];
    const to = this.#minute;
    const first = to - HOURS * MINUTES_AN_HOUR;
    const minutes = Array.from({ length: to - first }, (_, place) => {
      const minute = first + place;
      const rows = (hours.get(Math.floor(minute / MINUTES_AN_HOUR)) ?? []).flatMap((hour) => {
        const row = hour.minutes[minute % MINUTES_AN_HOUR];
        return row ? [{ hour, row }] : [];
      });
      if (rows.length === 0) return null;
      return columns.map((column) => {
        const values = rows.map(({ hour, row }) => row[hour.columns.indexOf(column)] ?? 0);
        const isWorst = WORST.some((worst) => worst === column);
        return isWorst ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
      });
    });
    return { from: first * MINUTE_MS, columns, minutes };
  }

  /** The same as one sum, with what this server has counted since. */
  async today(moment: Moment): Promise<Counts> {
    const { columns, minutes } = await this.minutes();
    const begun = difference(countsOf(moment), this.#begun ?? {});
    const sums = COUNTS.map((name) => {
      const place = columns.indexOf(name);
      return [name, minutes.reduce((sum, row) => sum + (row?.[place] ?? 0), begun[name] ?? 0)] as const;
    });
    return Object.fromEntries(sums) as unknown as Counts;
  }

  /** Rooms made by address group. */
  async madeByGroup(): Promise<Abuse["made"]> {
    const hours = await this.#hours();
    const first = this.#hourNow - HOURS + 1;
    const byGroup = new Map<string, number[]>();
    for (const [hour, all] of hours)
      for (const [group, count] of all.flatMap(({ made }) => Object.entries(made))) {
        if (hour < first) continue;
        const counts = byGroup.get(group) ?? Array.from({ length: HOURS }, () => 0);
        counts[hour - first]! += count;
        byGroup.set(group, counts);
      }
    const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
    const groups = [...byGroup].map(([group, hours]) => ({ group: group === GROUPS_TOGETHER ? null : group, hours }));
    return {
      from: first * HOUR_MS,
      groups: groups.toSorted((one, other) => sum(other.hours) - sum(one.hours)).slice(0, GROUPS_SHOWN),
    };
  }
}

const hourIn = (name: string): number => Number(name.split("/").at(-2));

function countsOf({ counted }: Moment): Row {
  const { refusals, ofFeatures, roomsMade, joined, newcomers, keystrokes, errors, storeErrors } = counted;
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
  return { roomsMade, joined, newcomers, keystrokes, refusals: refused, errors, storeErrors, ...ofFeatures };
}

const difference = (now: Row, before: Row): Row =>
  Object.fromEntries(Object.entries(now).map(([name, value]) => [name, value - (before[name] ?? 0)]));
