// People in many rooms of a cluster: they type, and it is measured how soon that is confirmed and for how long anybody is away. Knows no trouble by name.
import type { Person } from "../person.ts";
import type { Cluster } from "./cluster.ts";
import { Gathering } from "./gathering.ts";
import { oneOf, type Random } from "./seededRandom.ts";

/** Each person types about so often. */
const EACH_TYPES_EVERY_MS = 2_000;

export class Crowd {
  readonly #gatherings: readonly Gathering[];
  readonly #people: readonly Person[];
  /** ms from a keystroke to its confirmation, of those that met nothing else on its way */
  latencies: number[] = [];
  /** ms for which somebody was away, from noticing to having everything confirmed again */
  outages: number[] = [];
  #typing: NodeJS.Timeout | undefined;
  #gone = false;

  private constructor(gatherings: readonly Gathering[]) {
    this.#gatherings = gatherings;
    this.#people = gatherings.flatMap(({ people }) => people);
    for (const person of this.#people) void this.#watch(person);
  }

  /** Resolves when everybody is in a room, each by whatever server the balancer has chosen. */
  static async gather(cluster: Cluster, rooms: number, people: number): Promise<Crowd> {
    const gatherings: Gathering[] = [];
    for (let room = 0; room < rooms; room++) {
      const { roomId } = await cluster.createRoom();
      const gathering = new Gathering(cluster.nodes[0]!, roomId, cluster.open(roomId));
      gatherings.push(gathering);
      for (let count = room; count < people; count += rooms) gathering.enter();
      await gathering.settled();
    }
    return new Crowd(gatherings);
  }

  async #watch(person: Person): Promise<void> {
    while (!this.#gone) {
      await person.until(() => this.#gone || person.session.status.state === "offline");
      const begin = performance.now();
      await person.until(() => this.#gone || person.session.status.state === "saved");
      if (!this.#gone) this.outages.push(performance.now() - begin);
    }
  }

  startTyping(random: Random): void {
    this.#typing = setInterval(() => {
      const { people, ledger } = oneOf(random, this.#gatherings);
      const person = oneOf(random, people);
      const isAlone = person.session.status.state === "saved";
      const begin = performance.now();
      ledger.edit(person, random);
      if (isAlone) void person.settled().then(() => this.latencies.push(performance.now() - begin));
    }, EACH_TYPES_EVERY_MS / this.#people.length);
  }

  stopTyping(): void {
    clearInterval(this.#typing);
  }

  /** Resolves when so many more keystrokes were confirmed. */
  async more(count: number): Promise<void> {
    const enough = this.latencies.length + count;
    await new Promise<void>((resolve) => {
      const looking = setInterval(() => {
        if (this.latencies.length < enough) return;
        clearInterval(looking);
        resolve();
      }, 10);
    });
  }

  /** Everybody types a character at once; resolves to the ms until the last of them has it confirmed. */
  async confirmedByAll(): Promise<number> {
    const begin = performance.now();
    for (const { people, ledger } of this.#gatherings) for (const person of people) ledger.type(person, 0);
    await Promise.all(this.#people.map((person) => person.settled()));
    return performance.now() - begin;
  }

  /** How many connections have been opened in all. */
  get connections(): number {
    return this.#gatherings.reduce((sum, { witness }) => sum + witness.opened, 0);
  }

  /** The codes of all errors that anybody was told. */
  get codes(): ReadonlySet<string> {
    return new Set(this.#gatherings.flatMap(({ witness }) => witness.codes));
  }

  /** What was measured since the last call, as text. */
  figures(): string {
    const of = (values: number[]): string => {
      const sorted = values.splice(0).toSorted((one, other) => one - other);
      const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(0);
      return sorted.length === 0 ? "none" : `${sorted.length}, p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)} ms`;
    };
    return `keystrokes: ${of(this.latencies)}; times away: ${of(this.outages)}`;
  }

  /** In every room: all agree, each edit is there once, and whatever anybody was shown is what the log has at that place. */
  async verify(): Promise<void> {
    this.stopTyping();
    const texts = await Promise.all(this.#gatherings.map((gathering) => gathering.agreed()));
    this.leave();
    for (const [index, gathering] of this.#gatherings.entries()) await gathering.verifyLog(texts[index]!);
  }

  leave(): void {
    this.stopTyping();
    this.#gone = true;
    for (const gathering of this.#gatherings) gathering.leave();
  }
}
