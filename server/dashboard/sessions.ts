// Who is signed in to the dashboard: a random secret in a cookie, of which the store has the hash. Knows no request.
import type { Clock, Secrets } from "../rooms/ports.ts";
import type { SharedValues } from "../sharedValues.ts";
import { MOST_SESSIONS, SESSION_MS } from "./bounds.ts";
import { refusal } from "./refusals.ts";

const NAME = "sessions";

/** When each ends, in ms since 1970, by the hash of its secret. */
type SessionEnds = Readonly<Record<string, number>>;

export class Sessions {
  readonly #token: string;
  readonly #shared: SharedValues;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  #reading: Promise<unknown> | undefined;

  constructor(token: string, services: { shared: SharedValues; secrets: Secrets; clock: Clock }) {
    this.#token = services.secrets.hash(token);
    this.#shared = services.shared;
    this.#secrets = services.secrets;
    this.#clock = services.clock;
  }

  /** Whether this is the token; takes as long whatever is given. */
  isToken(given: string): boolean {
    return this.#secrets.same(this.#secrets.hash(given), this.#token);
  }

  /** A new session's secret. */
  async begin(): Promise<string> {
    const secret = this.#secrets.create();
    const now = this.#clock.now();
    await this.#shared.change(NAME, (before) => {
      const open = Object.entries(this.#open(before, now)).toSorted(([, one], [, other]) => other - one);
      return Object.fromEntries(
        [[this.#secrets.hash(this.#bound(secret)), now + SESSION_MS], ...open].slice(0, MOST_SESSIONS),
      );
    });
    return secret;
  }

  /** Whether it is the secret of a session that has not ended. */
  async isOpen(secret: string): Promise<boolean> {
    // once for all who ask at the same time: strangers ask as often as they like
    this.#reading ??= this.#shared.read(NAME).finally(() => (this.#reading = undefined));
    const endsAt = ((await this.#reading) as SessionEnds | undefined)?.[this.#secrets.hash(this.#bound(secret))];
    return endsAt !== undefined && endsAt > this.#clock.now();
  }

  /** Throws Refusal admin.signed_out unless it is. */
  async check(secret: string | undefined): Promise<void> {
    if (secret === undefined || !(await this.isOpen(secret))) throw refusal("signed_out");
  }

  async end(secret: string): Promise<void> {
    await this.#shared.change(NAME, (before) => {
      const { [this.#secrets.hash(this.#bound(secret))]: _, ...others } = this.#open(before, this.#clock.now());
      return Object.keys(others).length > 0 ? others : undefined;
    });
  }

  /** Sessions that were begun with another token end with it. */
  #bound(secret: string): string {
    return `${this.#token} ${secret}`;
  }

  #open(kept: unknown, now: number): SessionEnds {
    return Object.fromEntries(
      Object.entries((kept as SessionEnds | undefined) ?? {}).filter(([, endsAt]) => endsAt > now),
    );
  }
}
