// What one network address may ask for in a time, for HTTP and sockets alike. Knows no route, no room and no socket.
import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import proxyAddr from "proxy-addr";
import { type IRateLimiterRes, RateLimiterMemory } from "rate-limiter-flexible";
import type { Config } from "../config.ts";
import { Refusal } from "../protocol/errors.ts";

/** Whether the proxy at `address`, `hop` steps away from this server, is believed about who is behind it. */
export type Trust = (address: string, hop: number) => boolean;

/** The setting TRUST_PROXY as a function, the same for Express and for upgrades. */
export const trustOf = (trustProxy: Config["trustProxy"]): Trust =>
  typeof trustProxy === "number" ? (_address, hop) => hop < trustProxy : proxyAddr.compile([...trustProxy]);

/** Who asks: the socket's address, or what trusted proxies say that it is; "" when the socket is already gone. */
export const clientAddress = (request: IncomingMessage, trust: Trust): string =>
  (proxyAddr(request, trust) as string | undefined) ?? "";

/** What counts as one address: an IPv4 address, or the /64 network that one IPv6 subscriber has to himself. */
export function addressGroup(address: string): string {
  const [bare = ""] = address.split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  // The first to ask Node whether it is one waits 5 ms for it to compile the question.
  if (!bare.includes(":") || !isIPv6(bare)) return address;
  const [head = "", tail = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return `${[...before, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}

/** Each method throws Refusal rate_limited, with the time to wait, when the address has had its share. */
export interface AddressLimits {
  createRoom(address: string): Promise<void>;
  join(address: string): Promise<void>;
  /** before a look-up: refused after too many that failed */
  lookUp(address: string): Promise<void>;
  /** after a look-up that failed; never throws */
  lookUpFailed(address: string): Promise<void>;
  /** Before a join code is looked up; the returned function gives the try back, for a code that is right. A bound of all addresses together counts as well. */
  tryCode(address: string): Promise<() => Promise<void>>;
  /** one more connection; the returned function gives its place back, once */
  openSocket(address: string): () => void;
}

const RETRY_SOCKET_MS = 10_000;
/** Where all addresses are counted as one. */
const EVERYBODY = "everybody";

/** The limits of this process; they are forgotten with it. */
export function createAddressLimits(rates: Config["rates"]): AddressLimits {
  const rate = (points: number, duration: number) =>
    points === 0 ? undefined : new RateLimiterMemory({ points, duration });
  const rooms = rate(rates.roomsPerHour, 3_600);
  const joins = rate(rates.joinsPerMinute, 60);
  const failures = rate(rates.failedLookupsPerMinute, 60);
  const wrongCodes = rate(rates.wrongCodesPerMinute, 60);
  const allWrongCodes = rate(rates.allWrongCodesPerMinute, 60);
  const sockets = new Map<string, number>();

  const consume = async (limiter: RateLimiterMemory | undefined, group: string): Promise<void> => {
    try {
      await limiter?.consume(group);
    } catch (state) {
      throw new Refusal("rate_limited", undefined, (state as IRateLimiterRes).msBeforeNext);
    }
  };

  return {
    createRoom: (address) => consume(rooms, addressGroup(address)),
    join: (address) => consume(joins, addressGroup(address)),
    async lookUp(address) {
      const state = await failures?.get(addressGroup(address));
      if (state && state.consumedPoints >= rates.failedLookupsPerMinute && state.msBeforeNext > 0)
        throw new Refusal("rate_limited", undefined, state.msBeforeNext);
    },
    async lookUpFailed(address) {
      await failures?.penalty(addressGroup(address));
    },
    // Counted before the look-up, or many at once would each find that there is a try left.
    async tryCode(address) {
      const group = addressGroup(address);
      await consume(wrongCodes, group);
      await consume(allWrongCodes, EVERYBODY);
      return async () => {
        await wrongCodes?.reward(group);
        await allWrongCodes?.reward(EVERYBODY);
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
