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
import { WaitingTurns } from "../../featureParts/waitingTurns.ts";

/** 192 random bits, so that a fast hash is enough: there is nothing to guess. */
export const newInvitation = (): string => randomBytes(24).toString("base64url");
export const newViewingAddress: () => string = customAlphabet(ROOM_ID_ALPHABET, VIEWING_ADDRESS_LENGTH);
export const newJoinCode: () => string = customAlphabet(JOIN_CODE_ALPHABET, JOIN_CODE_LENGTH);

export const hashInvitation = (invitation: string): string =>
  createHash("sha256").update(invitation).digest("base64url");

export function equalInConstantTime(one: string, other: string): boolean {
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
/** Of one room so many wait at most; whoever comes then is told to come again. */
const MOST_WAITING = 50;
const RETRY_MS = 2_000;

/** Somebody of a room who waits; rooms take turns, so that one that asks for much waits for itself. */
interface Waiting {
  readonly room: string;
  readonly begin: () => void;
}

const byRooms = (): WaitingTurns<Waiting> => new WaitingTurns(({ room }) => room);

/** Hashes passwords, one at a time in this process: they share threads with the store, which must not wait for them. */
class Passwords {
  #isRunning = false;
  /** whoever wants to come in goes before whoever sets a password */
  readonly #checks = byRooms();
  readonly #settings = byRooms();

  /** For a room's settings. Throws Refusal rate_limited when too many wait. */
  async hashed(password: string, room: string): Promise<KeptPassword> {
    const salt = randomBytes(16).toString("base64");
    return { salt, hash: await this.#hash(password, salt, this.#settings, room) };
  }

  /** For somebody at a room's door. Throws Refusal rate_limited when too many wait. */
  async matches(password: string, { salt, hash }: KeptPassword, room: string): Promise<boolean> {
    return equalInConstantTime(await this.#hash(password, salt, this.#checks, room), hash);
  }

  async #hash(password: string, salt: string, turns: WaitingTurns<Waiting>, room: string): Promise<string> {
    if (turns.countOf(room) >= MOST_WAITING) throw new Refusal("rate_limited", undefined, RETRY_MS);
    if (this.#isRunning) await new Promise<void>((begin) => turns.add({ room, begin }));
    this.#isRunning = true;
    try {
      return await new Promise((resolve, reject) =>
        scrypt(password.normalize("NFC"), salt, HASH_BYTES, COST, (error, hash) =>
          error ? reject(error) : resolve(hash.toString("base64")),
        ),
      );
    } finally {
      const next = this.#checks.next() ?? this.#settings.next();
      if (next) next.begin();
      else this.#isRunning = false;
    }
  }
}

export const passwords = new Passwords();
