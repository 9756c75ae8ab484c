// What may be spent in a day: set aside before, counted after, by servers together, and shared.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { SharedValues } from "../../sharedValues.ts";
import { MemoryStore } from "../../store/memory/memoryStore.ts";
import { DayTokens, resetsAt, RoomTokens } from "./dayTokens.ts";
import { AssistServer } from "./test/assistServer.ts";

const DAY_MS = 86_400_000;
const NOON = 20_000.5 * DAY_MS;
const NOBODY = { room: 0, person: 0, origin: "" };
const values = (): SharedValues => new MemoryStore().values;

describe("tokens of a day", () => {
  it("[A170] are set aside by several servers and never more than there are", async () => {
    const shared = values();
    const servers = [1, 2, 3].map(() => new DayTokens(shared, 1_000));
    const tries = await Promise.all(servers.flatMap((one) => Array.from({ length: 5 }, () => one.reserve(90, NOON))));
    expect(tries.filter(Boolean)).toHaveLength(11);
    const late = new DayTokens(shared, 1_000);
    expect((await late.left(NOBODY, NOON)).server).toBe(10);
    expect(await late.reserve(11, NOON)).toBeUndefined();
    // what it took in the end counts, more as well as less
    await servers[0]!.settle(tries.find(Boolean)!, 20, NOON);
    await servers[0]!.settle(tries.find(Boolean)!, 100, NOON);
    expect((await new DayTokens(shared, 1_000).left(NOBODY, NOON)).server).toBe(70);
  });

  it("[A170] are all there again at midnight UTC, whatever is settled after it", async () => {
    const shared = values();
    const day = new DayTokens(shared, 100);
    const reserved = (await day.reserve(100, NOON))!;
    expect(await day.reserve(1, resetsAt(NOON) - 1)).toBeUndefined();
    await day.settle(reserved, 500, resetsAt(NOON));
    expect((await day.left(NOBODY, resetsAt(NOON))).server).toBe(100);
    expect(await day.reserve(100, resetsAt(NOON))).toBeDefined();
  });

  it("[A170] that are left are known once they were looked up today, for who runs the server", async () => {
    const shared = values();
    const [day, other] = [new DayTokens(shared, 1_000), new DayTokens(shared, 1_000)];
    expect(day.leftLately(NOON)).toBeUndefined();
    await day.reserve(100, NOON);
    expect(day.leftLately(NOON)).toBe(900);
    await other.reserve(300, NOON);
    // looked up again by the way
    expect(day.leftLately(NOON + 11_000)).toBe(900);
    await day.left(NOBODY, NOON + 11_000);
    expect(day.leftLately(NOON + 11_000)).toBe(600);
    expect(day.leftLately(resetsAt(NOON))).toBeUndefined();
    const away = new DayTokens({ ...shared, read: () => Promise.reject(new Error("away")) }, 1_000);
    expect(away.leftLately(NOON)).toBeUndefined();
  });

  it("[A171] of a network address are a half, of a room a half and of a person a quarter, and no more than is left", async () => {
    const day = new DayTokens(values(), 1_000);
    day.count("here", 300, NOON);
    day.count("here", -100, NOON);
    expect(await day.left({ room: 450, person: 100, origin: "here" }, NOON)).toEqual({
      server: 1_000,
      room: 50,
      person: 150,
      address: 300,
    });
    expect((await day.left({ ...NOBODY, origin: "there" }, NOON)).address).toBe(500);
    await day.reserve(900, NOON);
    expect(await day.left(NOBODY, NOON)).toEqual({ server: 100, room: 100, person: 100, address: 100 });
    // of the addresses the last are known
    for (let count = 0; count < 10_000; count++) day.count(`other ${count}`, 1, NOON);
    expect((await day.left({ ...NOBODY, origin: "here" }, NOON)).address).toBe(100);
    day.count("here", 450, NOON);
    expect((await day.left({ ...NOBODY, origin: "here" }, NOON)).address).toBe(50);
  });

  it("[A171] of a room and its people follow from its log: what is set aside until it is answered, then what it took", () => {
    const question = fc.record({
      participant: fc.integer({ min: 1, max: 3 }),
      reserved: fc.nat(1_000),
      took: fc.option(fc.nat(1_000), { nil: undefined }),
      isOwnKey: fc.boolean(),
      day: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(question), (questions) => {
        const tokens = new RoomTokens();
        const inOrder = questions.toSorted((some, other) => some.day - other.day);
        const last = inOrder.at(-1)?.day ?? 0;
        for (const [index, { participant, reserved, took, isOwnKey, day }] of inOrder.entries()) {
          const id = String(index);
          const own = isOwnKey ? { isOwnKey: true as const } : {};
          const time = NOON + day * DAY_MS;
          const said = { mode: "chat", isShared: true, provider: "p", model: "m" } as const;
          tokens.apply({ type: "asked", id, participant, time, reserved, ...said, ...own });
          const ended = { ended: "whole", ms: 1, tokens: { in: took ?? 0, out: 0 } } as const;
          if (took !== undefined) tokens.apply({ type: "answered", id, time, ...ended });
        }
        const today = inOrder.filter(({ day, isOwnKey }) => day === last && !isOwnKey);
        const sum = (some: typeof today): number =>
          some.reduce((all, { took, reserved }) => all + (took ?? reserved), 0);
        for (const participant of [1, 2, 3])
          expect(tokens.spent(participant, NOON + last * DAY_MS)).toEqual({
            room: sum(today),
            person: sum(today.filter((one) => one.participant === participant)),
          });
        expect(tokens.spent(1, NOON + 3 * DAY_MS)).toEqual({ room: 0, person: 0 });
      }),
    );
  });

  it("[A172] that are spent refuse with the time until there are more; what was stopped is counted, and survives a restart", async () => {
    const one = await AssistServer.start({ AI_TOKENS_PER_DAY: "16000" });
    try {
      const ana = await one.enter({ name: "Ana" });
      one.fake.behaviour = { way: "endless" };
      const id = ana.ask("chat", "x".repeat(1_500));
      await one.fake.next(1);
      await ana.next("part");
      // a quarter is hers, and most of that is set aside
      ana.ask("chat", "And?");
      const refused = await ana.next("refused");
      expect(refused).toMatchObject({ why: "spentPerson", sentence: expect.stringContaining("midnight UTC") });
      expect(refused.retryAfterMs).toBeLessThanOrEqual(DAY_MS);
      ana.send({ type: "stop", id });
      const { tokens } = await ana.entry("answered", id);
      expect(tokens.in).toBeGreaterThan(500);
      const { left } = await ana.next("state");
      expect(left!.server).toBe(16_000 - tokens.in - tokens.out);
      await one.restart({ AI_TOKENS_PER_DAY: "16000" });
      const again = await one.enter({ key: ana.key });
      // the log may have to be read first
      again.send({ type: "read", from: 0, to: 9 });
      await again.next("page");
      const answer = await fetch(one.url, { headers: { authorization: `Bearer ${ana.key}` } });
      expect(await answer.json()).toMatchObject({
        left: { server: left!.server, person: left!.person, room: left!.room },
      });
    } finally {
      await one.stop();
    }
  });
});
