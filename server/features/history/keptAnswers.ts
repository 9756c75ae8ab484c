// Old texts, and whose a text is, that somebody has asked for: put together one at a time, of each network address and each room in turn, so that others are kept
// neither from typing nor from their answers, and kept for as long as there is room. Knows no log.
import { Refusal } from "../../protocol/errors.ts";
import { WaitingTurns } from "../../featureParts/waitingTurns.ts";
import { SERVER, type Waiter } from "./waiter.ts";

/** Of all addresses, those who wait for their turn. */
const MOST_WAITING = 50;
/** Of one address, those who wait for their turn or for what is being put together: each may be sent several megabytes. */
const MOST_OF_ADDRESS = 16;
const MOST_OF_ROOM = 10;
const RETRY_MS = 3_000;
const BYTES_PER_UNIT = 2;

/** A text, or bytes. */
type Answer = string | Uint8Array;

/** An answer that is not there yet. */
interface Coming {
  readonly name: string | symbol;
  readonly asks: Set<Ask>;
  isBegun: boolean;
  /** once nobody waits for it */
  readonly dropped: AbortController;
  make(): Promise<Answer>;
}

/** Somebody who waits for it. */
interface Ask {
  readonly origin: string;
  readonly room: string;
  readonly coming: Coming;
  answered(answer: Answer): void;
  refused(why: unknown): void;
}

const tooMany = (): Refusal => new Refusal("rate_limited", undefined, RETRY_MS);

export class KeptAnswers {
  /** of memory; 0: nothing is kept */
  mostBytes = 0;
  /** those that were put together since the server began */
  made = 0;
  /** those asked for longest ago first */
  readonly #kept = new Map<string, Answer>();
  readonly #coming = new Map<string | symbol, Coming>();
  readonly #turns = new WaitingTurns<Ask>(
    ({ origin }) => origin,
    ({ room }) => room,
  );
  #isMaking = false;
  #bytes = 0;

  /**
   * The answer that is known by `key`, for good: a log is never written anew; without a key it is not kept. It waits among those of the waiter's
   * address and of `room`, as long as somebody waits for it; `dropped` aborts when nobody does any more. Rejects with what `make` does, and Refusal
   * rate_limited.
   */
  async answer<Of extends Answer>(
    room: string,
    key: string | undefined,
    make: (dropped: AbortSignal) => Promise<Of>,
    waiter: Waiter = SERVER,
  ): Promise<Of> {
    const kept = this.#keptOf(key);
    if (kept !== undefined) return kept as Of;
    const name = key ?? Symbol("an answer");
    const coming = this.#coming.get(name) ?? this.#newOf(name, (dropped) => this.#made(key, () => make(dropped)));
    this.#makePlace(room, waiter.origin, coming);
    this.#coming.set(name, coming);
    waiter.queued();
    return (await this.#waited(room, coming, waiter)) as Of;
  }

  /** Where all places are taken, the newest of the address that has most gives theirs to one that has fewer. Throws Refusal rate_limited. */
  #makePlace(room: string, origin: string, coming: Coming): void {
    const isOwn = (one: Ask): boolean => one.origin === origin;
    const own = [...this.#coming.values()].flatMap(({ asks }) => [...asks].filter(isOwn));
    if (own.length >= MOST_OF_ADDRESS) throw tooMany();
    if (coming.isBegun) return;
    const waiting = this.#turns.all;
    if (waiting.filter((one) => one.room === room).length >= MOST_OF_ROOM) throw tooMany();
    if (waiting.length < MOST_WAITING) return;
    const newest = this.#turns.newestOfMost!;
    if (this.#turns.countOf(newest.origin) <= this.#turns.countOf(origin) + 1) throw tooMany();
    newest.refused(tooMany());
  }

  #waited(room: string, coming: Coming, { origin, gone }: Waiter): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        coming.asks.delete(ask);
        this.#turns.delete(ask);
        if (coming.asks.size === 0) this.#drop(coming);
        gone.removeEventListener("abort", left);
      };
      const ask: Ask = {
        origin,
        room,
        coming,
        answered: (answer) => (leave(), resolve(answer)),
        refused: (why) => (leave(), reject(why)),
      };
      // nobody hears it
      const left = (): void => ask.refused(tooMany());
      coming.asks.add(ask);
      if (!coming.isBegun) this.#turns.add(ask);
      if (gone.aborted) return left();
      gone.addEventListener("abort", left);
      this.#next();
    });
  }

  #newOf(name: Coming["name"], make: (dropped: AbortSignal) => Promise<Answer>): Coming {
    const dropped = new AbortController();
    return { name, asks: new Set(), isBegun: false, dropped, make: () => make(dropped.signal) };
  }

  /** Nobody waits for it: whoever asks from now on has it made anew. */
  #drop(coming: Coming): void {
    this.#forgetComing(coming);
    coming.dropped.abort();
  }

  #forgetComing(coming: Coming): void {
    if (this.#coming.get(coming.name) === coming) this.#coming.delete(coming.name);
  }

  #next(): void {
    if (this.#isMaking) return;
    const coming = this.#turns.next()?.coming;
    if (!coming) return;
    for (const ask of coming.asks) this.#turns.delete(ask);
    coming.isBegun = true;
    this.#isMaking = true;
    const over = (settle: (ask: Ask) => void): void => {
      this.#isMaking = false;
      this.#forgetComing(coming);
      for (const ask of coming.asks) settle(ask);
      this.#next();
    };
    coming.make().then(
      (answer) => over((ask) => ask.answered(answer)),
      (error: unknown) => over((ask) => ask.refused(error)),
    );
  }

  async #made(key: string | undefined, make: () => Promise<Answer>): Promise<Answer> {
    // what everybody left may have been kept all the same; from here on nothing else is made
    const kept = this.#keptOf(key);
    if (kept !== undefined) return kept;
    const answer = await make();
    this.made++;
    if (key !== undefined) this.#keep(key, answer);
    return answer;
  }

  /** Whoever waits for their turn in this room is refused so. */
  refuse(room: string, why: Refusal): void {
    for (const ask of this.#turns.all) if (ask.room === room) ask.refused(why);
  }

  /** Those who wait for their turn. */
  get waiting(): number {
    return this.#turns.count;
  }

  /** Those whose keys begin so are gone for good. */
  forget(start: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(start)) this.#dropKept(key);
  }

  /** It is now the one that was asked for last. */
  #keptOf(key: string | undefined): Answer | undefined {
    const kept = key === undefined ? undefined : this.#kept.get(key);
    if (key === undefined || kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  /** One that is not kept yet. */
  #keep(key: string, answer: Answer): void {
    this.#kept.set(key, answer);
    this.#bytes += sizeOf(key, answer);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.mostBytes) break;
      this.#dropKept(oldest);
    }
  }

  #dropKept(key: string): void {
    this.#bytes -= sizeOf(key, this.#kept.get(key) ?? "");
    this.#kept.delete(key);
  }

  get bytes(): number {
    return this.#bytes;
  }
}

const sizeOf = (key: string, answer: Answer): number =>
  key.length * BYTES_PER_UNIT + (typeof answer === "string" ? answer.length * BYTES_PER_UNIT : answer.byteLength);
