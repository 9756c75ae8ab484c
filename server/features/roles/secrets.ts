// Invitations, addresses, codes and passwords: made at random, kept as hashes, compared in constant time. Knows no room.
import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { customAlphabet } from "nanoid";
import { Refusal } from "../../protocol/errors.ts";
import {
  JOIN_CODE_ALPHABET,
  JOIN_CODE_LENGTH,
  ROOM_ID_ALPHABET,
  VIEWING_ADDRESS_LENGTH,
} from "../../protocol/roomId.ts";

/** 192 random bits, so that a fast hash is enough: there is nothing to guess. */
export const newInvitation = (): string => randomBytes(24).toString("base64url");
export const newViewingAddress: () => string = customAlphabet(ROOM_ID_ALPHABET, VIEWING_ADDRESS_LENGTH);
export const newJoinCode: () => string = customAlphabet(JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH);

export const hashInvitation = (invitation: string): string =>
  createHash("sha256").update(invitation).digest("base64url");

export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A password as it is kept: both in base 64. */
export interface KeptPassword {
  readonly salt: string;
  readonly hash: string;
}

/** 16 MB and about 40 ms of one processor for each try: what a guess costs here, and whoever has stolen the database. */
const COST = { N: 16_384, r: 8, p: 1 };
const HASH_BYTES = 32;
/** The rest wait; they share threads with the store, which must not wait for them. */
const AT_ONCE = 1;
const MOST_WAITING = 50;
const RETRY_MS = 2_000;

/** Hashes passwords, so many at once in this process. */
class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async keep(password: string): Promise<KeptPassword> {
    const salt = randomBytes(16).toString("base64");
    return { salt, hash: await this.#hash(password, salt) };
  }

  async matches(password: string, { salt, hash }: KeptPassword): Promise<boolean> {
    return isSame(await this.#hash(password, salt), hash);
  }

  /** Throws Refusal rate_limited when too many wait. */
  async #hash(password: string, salt: string): Promise<string> {
    if (this.#running < AT_ONCE) this.#running++;
    else if (this.#waiting.length >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await new Promise((resolve, reject) =>
        scrypt(password.normalize("NFC"), salt, HASH_BYTES, COST, (error, hash) =>
          error ? reject(error) : resolve(hash.toString("base64")),
        ),
      );
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

export const passwords = new Passwords();
