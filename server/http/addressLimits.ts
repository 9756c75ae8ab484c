// What one network address may ask for in a time, for HTTP and sockets alike. Knows no route, no room and no socket.
import type { IncomingMessage } from "node:http";
import { isIP, isIPv6 } from "node:net";
import proxyAddr from "proxy-addr";
import { type IRateLimiterRes, RateLimiterMemory } from "rate-limiter-flexible";
import type { Config } from "../config.ts";
import type { GuessesPerMinute } from "../features/feature.ts";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import type { Secrets } from "../rooms/ports.ts";
import { Tries } from "./tries.ts";

/** Whether the proxy at `address`, `hop` steps away from this server, is believed about who is behind it. */
export type Trust = (address: string, hop: number) => boolean;

/** The setting TRUST_PROXY as a function, the same for Express and for upgrades. */
export const trustOf = (trustProxy: Config["trustProxy"]): Trust =>
  typeof trustProxy === "number" ? (_address, hop) => hop < trustProxy : proxyAddr.compile([...trustProxy]);

/** Who asks: the socket's address, or what trusted proxies say that it is; "" when the socket is already gone. */
export const clientAddress = (request: IncomingMessage, trust: Trust): string =>
  (proxyAddr(request, trust) as string | undefined) ?? "";

/** A proxy may pass on as an address what is none, of any length. */
const LONGEST_ADDRESS = 64;

/** What counts as one address: an IPv4 address, or the /64 network that one IPv6 subscriber has to himself. */
export function addressGroup(address: string): string {
  const [bare = ""] = address.split("%");
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  // The first to ask Node whether it is one waits 5 ms for it to compile the question.
  if (!bare.includes(":") || !isIPv6(bare)) return address.slice(0, LONGEST_ADDRESS);
  const [head = "", tail = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  const parts = [...before, ...zeros, ...after];
  // an IPv4 address in another spelling
  const halves = /^0:0:0:0:0:ffff:([\da-f]+):([\da-f]+)$/.exec(parts.join(":"))?.slice(1);
  if (halves)
    return halves.flatMap((half) => [Number.parseInt(half, 16) >> 8, Number.parseInt(half, 16) & 0xff]).join(".");
  return `${parts.slice(0, 4).join(":")}::/64`;
}

/** The group that somebody names by an address in it, however it is spelt, or by itself; undefined: that is none. */
export function groupNamed(text: string): string | undefined {
  const [, address = "", network] = /^([^/]*)(\/64)?$/.exec(text.trim()) ?? [];
  if (isIP(address) === 0) return undefined;
  const group = addressGroup(address);
  // IPv4 addresses are blocked one by one
  return network === undefined || group.endsWith(network) ? group : undefined;
}

/**
 * Names for what counts as one address, for whoever is to tell addresses apart and to learn none: nobody can try addresses until one has
 * the name, and after a restart all are others.
 */
export function namesOfAddresses({ create, hash }: Pick<Secrets, "create" | "hash">): (address: string) => string {
  const salt = create();
  return (address) => hash(`${salt} ${addressGroup(address)}`);
}

/** Each method throws Refusal rate_limited, with the time to wait, when the address has had its share. */
export interface AddressLimits {
  createRoom(address: string): Promise<void>;
  join(address: string): Promise<void>;
  /**
   * Looks something up that may not be there. `room`: the id of the one in which a secret (a key, a password) is tried by it,
   * whichever of its addresses was named; undefined: none is. What is right is never refused for what was wrong elsewhere: only
   * whoever has tried too many secrets in this very room is not heard there. Of too many that fail the answer is rate_limited
   * instead of what is wrong.
   */
  lookUp<Found>(address: string, room: string | undefined, find: () => Promise<Found>): Promise<Found>;
  /** The same in two halves, where what is looked up is an answer of HTTP: before a secret is tried, … */
  beginTry(address: string, room: string): Promise<(hasFailed: boolean) => void>;
  /** … and after anything failed: the error that is told. Never rejects. */
  failed(address: string, error: unknown): Promise<unknown>;
  /** a request over HTTP that counts as `points` of the plainest */
  request(address: string, points: number): Promise<void>;
  /**
   * New bounds of wrong guesses in a minute, 0: none. Called before what was guessed is looked up; the function that it resolves with
   * gives the guess back, for one that is right.
   */
  guesses(perMinute: GuessesPerMinute): (address: string) => Promise<() => Promise<void>>;
  /** one more connection; the returned function gives its place back, once */
  openSocket(address: string): () => void;
}

const RETRY_SOCKET_MS = 10_000;
/** Where all addresses are counted as one. */
const EVERYBODY = "everybody";

/** What whoever guesses is told when the guess is wrong. */
const isOneOf = (error: unknown, ...codes: readonly ErrorCode[]): boolean =>
  error instanceof Refusal && codes.includes(error.code);

/** The limits of this process; they are forgotten with it. */
export function createAddressLimits(rates: Config["rates"]): AddressLimits {
  const rate = (points: number, duration: number) =>
    points === 0 ? undefined : new RateLimiterMemory({ points, duration });
  const rooms = rate(rates.roomsPerHour, 3_600);
  const joins = rate(rates.joinsPerMinute, 60);
  const requests = rate(rates.requestsPerMinute, 60);
  const failures = rate(rates.failedLookupsPerMinute, 60);
  const tries = new Tries(rates.failedLookupsPerMinute, 60_000);
  const sockets = new Map<string, number>();

  const consume = async (limiter: RateLimiterMemory | undefined, group: string, points = 1): Promise<void> => {
    try {
      await limiter?.consume(group, points);
    } catch (state) {
      throw new Refusal("rate_limited", undefined, (state as IRateLimiterRes).msBeforeNext);
    }
  };

  const beginTry = (address: string, room: string): Promise<(hasFailed: boolean) => void> =>
    tries.begin(`${addressGroup(address)} ${room}`);

  const failed = (address: string, error: unknown): Promise<unknown> =>
    isOneOf(error, "room_not_found")
      ? consume(failures, addressGroup(address)).then(
          () => error,
          (refusal: unknown) => refusal,
        )
      : Promise.resolve(error);

  return {
    createRoom: (address) => consume(rooms, addressGroup(address)),
    join: (address) => consume(joins, addressGroup(address)),
    async lookUp(address, room, find) {
      const ended = room === undefined ? undefined : await beginTry(address, room);
      try {
        const found = await find();
        ended?.(false);
        return found;
      } catch (error) {
        ended?.(isOneOf(error, "unauthorized", "wrong_password"));
        throw await failed(address, error);
      }
    },
    beginTry,
    failed,
    request: (address, points) => consume(requests, addressGroup(address), points),
    guesses({ ofAddress, ofAll }) {
      const wrong = rate(ofAddress, 60);
      const allWrong = rate(ofAll, 60);
      // Counted before the look-up, or many at once would each find that there is a guess left.
      return async (address) => {
        const group = addressGroup(address);
        await consume(wrong, group);
        await consume(allWrong, EVERYBODY);
        return async () => {
          await wrong?.reward(group);
          await allWrong?.reward(EVERYBODY);
        };
      };
    },
    openSocket(address) {
      const group = addressGroup(address);
      const open = sockets.get(group) ?? 0;
      if (rates.sockets > 0 && open >= rates.sockets)
        throw new Refusal("rate_limited", "too many connections from one address", RETRY_SOCKET_MS);
      sockets.set(group, open + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = (sockets.get(group) ?? 1) - 1;
        if (left === 0) sockets.delete(group);
        else sockets.set(group, left);
      };
    },
  };
}
