// What one address may ask for. The clock is jest's.
import { isIP } from "node:net";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { readConfig } from "../config.ts";
import { type ErrorCode, Refusal } from "../protocol/errors.ts";
import { addressGroup, type AddressLimits, createAddressLimits, groupNamed } from "./addressLimits.ts";

const limitsWith = (rates: Record<string, string>) => createAddressLimits(readConfig(rates).rates);
const limited = { code: "rate_limited" };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe("address limits", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002:ffff::9", "2001:db8:1:2::/64"],
    ["2001:db8::7", "2001:db8:0:0::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::ffff:7f00:1", "127.0.0.1"],
    ["0:0:0:0:0:FFFF:10.0.0.1", "10.0.0.1"],
    ["unknown", "unknown"],
    ["x".repeat(5_000), "x".repeat(64)],
  ])("[H10] %s counts as %s", (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });

  /** The eight parts of an address of IPv6, spelt in one of the ways that there are. */
  const spelling = (parts: readonly number[]): fc.Arbitrary<string> =>
    fc
      .record({ width: fc.constantFrom(1, 4), isLoud: fc.boolean(), isShort: fc.boolean(), isDotted: fc.boolean() })
      .map(({ width, isLoud, isShort, isDotted }) => {
        const hex = parts.map((part) => part.toString(16).padStart(width, "0"));
        const octets = parts.slice(6).flatMap((part) => [part >> 8, part & 0xff]);
        const all = isDotted ? [...hex.slice(0, 6), octets.join(".")] : hex;
        const text = isShort ? all.join(":").replace(/(^|:)0+(:0+)+(:|$)/, "::") : all.join(":");
        return isLoud ? text.toUpperCase() : text;
      });
  const part = fc.nat(0xffff);
  const octets = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255)));
  const mapped = ([a, b, c, d]: readonly number[]): number[] => [0, 0, 0, 0, 0, 0xffff, a! * 256 + b!, c! * 256 + d!];

  it("[O53] [H10] an IPv4 address is one group in every spelling, and so is a network of IPv6", () => {
    fc.assert(
      fc.property(
        octets.chain((four) => fc.tuple(fc.constant(four.join(".")), spelling(mapped(four)))),
        ([plain, other]) => {
          expect([addressGroup(plain), addressGroup(other)]).toEqual([plain, plain]);
          expect([groupNamed(plain), groupNamed(` ${other} `)]).toEqual([plain, plain]);
          for (const network of ["/64", "/32", "/24"]) expect(groupNamed(`${other}${network}`)).toBeUndefined();
        },
      ),
    );
    const parts = fc.tuple(
      fc.integer({ min: 1, max: 0xffff }),
      ...Array.from({ length: 7 }, () => fc.oneof(part, fc.constant(0))),
    );
    const two = fc.tuple(part, part, part, part);
    fc.assert(
      fc.property(
        fc.tuple(parts, two).chain(([one, rest]) => fc.tuple(spelling(one), spelling([...one.slice(0, 4), ...rest]))),
        ([one, neighbour]) => {
          const group = addressGroup(one);
          expect(group).toMatch(/^[\da-f]+(:[\da-f]+){3}::\/64$/);
          expect([addressGroup(neighbour), groupNamed(neighbour)]).toEqual([group, group]);
          expect([groupNamed(group), groupNamed(`${one}/64`)]).toEqual([group, group]);
          for (const none of [`${one}/48`, `${one}/128`, `[${one}]`, `${one}/64/64`, `${one}.`])
            expect(groupNamed(none)).toBeUndefined();
        },
      ),
    );
  });

  it("[O53] what is no address names no group", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(isIP(text.trim().replace(/\/64$/, "")) === 0 && groupNamed(text) !== undefined).toBe(false);
      }),
    );
    for (const text of ["", "/64", "unknown", "010.0.0.1", "10.0.0", "10.0.0.1:80", "::ffff:999.0.0.1", "::/0"])
      expect([text, groupNamed(text)]).toEqual([text, undefined]);
  });

  it("[H10] one IPv6 network is one address", async () => {
    const limits = limitsWith({ RATE_JOINS_PER_MINUTE: "2" });
    await limits.join("2001:db8:1:2::1");
    await limits.join("2001:db8:1:2::2");
    await expect(limits.join("2001:db8:1:2::3")).rejects.toMatchObject(limited);
    await limits.join("2001:db8:1:3::1");
  });

  it("[H9] a rate is refused with the time to wait, and is there again after it", async () => {
    const limits = limitsWith({ RATE_ROOMS_PER_HOUR: "1" });
    await limits.createRoom("192.0.2.1");
    jest.advanceTimersByTime(600_000);
    await expect(limits.createRoom("192.0.2.1")).rejects.toMatchObject({ ...limited, retryAfterMs: 3_000_000 });
    await limits.createRoom("192.0.2.2");
    jest.advanceTimersByTime(3_000_000);
    await limits.createRoom("192.0.2.1");
  });

  /** What a look-up of somebody at this address comes to: what it found, or the code of the refusal. */
  const lookUp = (limits: AddressLimits, from: string, code?: ErrorCode, place = "a-room", isSecretTried = false) =>
    limits
      .lookUp(from, isSecretTried ? place : undefined, () =>
        code === undefined ? Promise.resolve("found") : Promise.reject(new Refusal(code)),
      )
      .catch((error: Refusal) => error.code);

  it("[H9] look-ups that fail are not told what was wrong after too many, and what is right is found all the same", async () => {
    const limits = limitsWith({ RATE_FAILED_LOOKUPS_PER_MINUTE: "2" });
    for (let i = 0; i < 2; i++) expect(await lookUp(limits, "192.0.2.1", "room_not_found")).toBe("room_not_found");
    for (let i = 0; i < 100; i++) expect(await lookUp(limits, "192.0.2.1", "room_not_found")).toBe("rate_limited");
    expect(await lookUp(limits, "192.0.2.1")).toBe("found");
    expect(await lookUp(limits, "192.0.2.1", undefined, "a-room", true)).toBe("found");
    expect(await lookUp(limits, "192.0.2.2", "room_not_found")).toBe("room_not_found");
    jest.advanceTimersByTime(60_000);
    expect(await lookUp(limits, "192.0.2.1", "room_not_found")).toBe("room_not_found");
  });

  it("[H9] [P51] wrong keys and passwords of a room count for that room alone, and then no more are heard from there", async () => {
    const limits = limitsWith({ RATE_FAILED_LOOKUPS_PER_MINUTE: "2" });
    for (const code of ["unauthorized", "wrong_password"] as const)
      expect(await lookUp(limits, "192.0.2.1", code, "a-room", true)).toBe(code);
    expect(await lookUp(limits, "192.0.2.1", undefined, "a-room", true)).toBe("rate_limited");
    expect(await lookUp(limits, "192.0.2.1", undefined, "a-room", false)).toBe("found");
    expect(await lookUp(limits, "192.0.2.1", undefined, "another", true)).toBe("found");
    expect(await lookUp(limits, "192.0.2.2", undefined, "a-room", true)).toBe("found");
    expect(await lookUp(limits, "192.0.2.1", "room_not_found")).toBe("room_not_found");
    jest.advanceTimersByTime(60_000);
    expect(await lookUp(limits, "192.0.2.1", undefined, "a-room", true)).toBe("found");
  });

  it("[H9] requests are so many a minute, and some count as several", async () => {
    const limits = limitsWith({ RATE_REQUESTS_PER_MINUTE: "10" });
    await limits.request("192.0.2.1", 9);
    await limits.request("192.0.2.1", 1);
    await expect(limits.request("192.0.2.1", 1)).rejects.toMatchObject({ ...limited, retryAfterMs: 60_000 });
    await limits.request("192.0.2.2", 10);
  });

  it("[H9] a connection's place is given back once", () => {
    const limits = limitsWith({ SOCKETS_PER_ADDRESS: "2" });
    const first = limits.openSocket("192.0.2.1");
    limits.openSocket("192.0.2.1");
    expect(() => limits.openSocket("192.0.2.1")).toThrow(expect.objectContaining(limited));
    first();
    first();
    limits.openSocket("192.0.2.1");
    expect(() => limits.openSocket("192.0.2.1")).toThrow(expect.objectContaining(limited));
  });

  it("[F28] wrong guesses are few from one address, and right ones are not counted", async () => {
    const guess = limitsWith({}).guesses({ ofAddress: 2, ofAll: 60 });
    for (let i = 0; i < 100; i++) await (await guess("192.0.2.1"))();
    await guess("192.0.2.1");
    await guess("192.0.2.1");
    await expect(guess("192.0.2.1")).rejects.toMatchObject({ ...limited, retryAfterMs: 60_000 });
    await guess("192.0.2.2");
    jest.advanceTimersByTime(60_000);
    await guess("192.0.2.1");
  });

  it("[F28] of guesses at the same moment no more are taken", async () => {
    const guess = limitsWith({}).guesses({ ofAddress: 5, ofAll: 60 });
    const guessed = await Promise.allSettled(Array.from({ length: 50 }, () => guess("192.0.2.1")));
    expect(guessed.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  });

  it("[F28] wrong guesses of all addresses together are few, and an address that is refused uses up none of them", async () => {
    const guess = limitsWith({}).guesses({ ofAddress: 2, ofAll: 5 });
    for (let i = 0; i < 50; i++) await guess("192.0.2.1").catch(() => {});
    for (const address of ["192.0.2.2", "192.0.2.3", "192.0.2.4"]) await guess(address);
    await expect(guess("192.0.2.5")).rejects.toMatchObject({ ...limited, retryAfterMs: 60_000 });
    jest.advanceTimersByTime(60_000);
    await guess("192.0.2.5");
  });

  it("[F28] one thing that is guessed is bounded apart from another", async () => {
    const limits = limitsWith({});
    const [one, other] = [limits.guesses({ ofAddress: 1, ofAll: 1 }), limits.guesses({ ofAddress: 1, ofAll: 1 })];
    await one("192.0.2.1");
    await expect(one("192.0.2.1")).rejects.toMatchObject(limited);
    await other("192.0.2.1");
  });

  it("[H9] 0 is no bound", async () => {
    const limits = limitsWith({
      RATE_ROOMS_PER_HOUR: "0",
      RATE_JOINS_PER_MINUTE: "0",
      RATE_FAILED_LOOKUPS_PER_MINUTE: "0",
      SOCKETS_PER_ADDRESS: "0",
      RATE_REQUESTS_PER_MINUTE: "0",
    });
    const guess = limits.guesses({ ofAddress: 0, ofAll: 0 });
    for (let i = 0; i < 500; i++) {
      await limits.createRoom("192.0.2.1");
      await limits.join("192.0.2.1");
      expect(await lookUp(limits, "192.0.2.1", "room_not_found")).toBe("room_not_found");
      expect(await lookUp(limits, "192.0.2.1", "unauthorized", "a-room", true)).toBe("unauthorized");
      await limits.request("192.0.2.1", 1_000);
      await guess("192.0.2.1");
      limits.openSocket("192.0.2.1");
    }
  });
});
