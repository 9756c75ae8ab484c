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
    const tries = await Promise.all(
      servers.flatMap((one) => Array.from({ length: 5 }, () => one.reserve(90, "here", NOON))),
    );
    expect(tries.filter(Boolean)).toHaveLength(11);
    const late = new DayTokens(shared, 1_000);
    expect((await late.left(NOBODY, NOON)).server).toBe(10);
    expect(await late.reserve(11, "here", NOON)).toBeUndefined();
    // what it took in the end counts, more as well as less
    await servers[0]!.settle(tries.find(Boolean)!, 20, NOON);
    await servers[0]!.settle(tries.find(Boolean)!, 100, NOON);
    expect((await new DayTokens(shared, 1_000).left(NOBODY, NOON)).server).toBe(70);
  });

  it("[A170] are all there again at midnight UTC, whatever is settled after it", async () => {
    const shared = values();
    const day = new DayTokens(shared, 100);
    const reserved = (await day.reserve(100, "here", NOON))!;
    expect(await day.reserve(1, "here", resetsAt(NOON) - 1)).toBeUndefined();
    await day.settle(reserved, 500, resetsAt(NOON));
    expect((await day.left(NOBODY, resetsAt(NOON))).server).toBe(100);
    expect(await day.reserve(100, "here", resetsAt(NOON))).toBeDefined();
  });

  it("[A170] that are left are known once they were looked up today, for who runs the server", async () => {
    const shared = values();
    const [day, other] = [new DayTokens(shared, 1_000), new DayTokens(shared, 1_000)];
    expect(day.leftLately(NOON)).toBeUndefined();
    await day.reserve(100, "here", NOON);
    expect(day.leftLately(NOON)).toBe(900);
    await other.reserve(300, "here", NOON);
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
    await day.settle((await day.reserve(300, "here", NOON))!, 200, NOON);
    expect(await day.left({ room: 450, person: 100, origin: "here" }, NOON)).toEqual({
      server: 800,
      room: 50,
      person: 150,
      address: 300,
    });
    expect((await day.left({ ...NOBODY, origin: "there" }, NOON)).address).toBe(500);
    await day.reserve(700, "there", NOON);
    expect(await day.left(NOBODY, NOON)).toEqual({ server: 100, room: 100, person: 100, address: 100 });
    // and nothing is less than nothing
    expect((await day.left({ room: 600, person: 600, origin: "there" }, NOON)).address).toBe(0);
    // of the addresses the last are known
    const others = new DayTokens(values(), 1_000_000);
    await others.reserve(300_000, "here", NOON);
    for (let count = 0; count < 9_999; count++) await others.reserve(1, `other ${count}`, NOON);
    expect((await others.left({ ...NOBODY, origin: "here" }, NOON)).address).toBe(200_000);
    await others.reserve(1, "one more", NOON);
    expect((await others.left({ ...NOBODY, origin: "here" }, NOON)).address).toBe(500_000);
  });

  it("[A171] are of nobody twice: of many who ask in one moment as many get some as there is room for", async () => {
    const shared = values();
    const day = new DayTokens(shared, 1_000);
    const tokens = new RoomTokens();
    const ask = async (of: { id: string; participant: number; origin: string }): Promise<string> => {
      const short = day.shortOf(200, { ...tokens.spent(of.participant, NOON), origin: of.origin }, NOON);
      if (short) return short;
      tokens.hold({ ...of, time: NOON, reserved: 200 });
      return (await day.reserve(200, of.origin, NOON)) ? "set aside" : "server";
    };
    const asked = (count: number, of: (index: number) => { participant: number; origin: string }): Promise<string[]> =>
      Promise.all(Array.from({ length: count }, (_, id) => ask({ id: String(id), ...of(id) })));
    const alone = await asked(20, () => ({ participant: 1, origin: "here" }));
    expect(alone.filter((one) => one === "set aside")).toHaveLength(1);
    expect(new Set(alone.slice(1))).toEqual(new Set(["person"]));
    // what never gets to the log is there again
    tokens.release("0");
    expect(tokens.spent(1, NOON)).toEqual({ room: 0, person: 0 });
    const ofOneRoom = await asked(20, (participant) => ({ participant, origin: `at ${participant}` }));
    expect(ofOneRoom.filter((one) => one === "set aside")).toHaveLength(2);
    expect(ofOneRoom.slice(2).every((one) => one === "room")).toBe(true);
    // of other rooms of the same address, by another server as well
    const rooms = Array.from({ length: 20 }, async () => day.shortOf(200, NOBODY, NOON) ?? day.reserve(200, "", NOON));
    expect((await Promise.all(rooms)).filter((one) => typeof one === "object")).toHaveLength(2);
    expect((await new DayTokens(shared, 1_000).left(NOBODY, NOON)).server).toBe(0);
  });

  it("[A171] of an address are there again where the server has none left, or does not answer", async () => {
    const shared = values();
    const day = new DayTokens(shared, 1_000);
    await day.reserve(900, "there", NOON);
    expect(await day.reserve(200, "here", NOON)).toBeUndefined();
    const change = shared.change.bind(shared);
    shared.change = () => Promise.reject(new Error("no disk"));
    await expect(day.reserve(50, "here", NOON)).rejects.toThrow("no disk");
    shared.change = change;
    expect(day.shortOf(500, { ...NOBODY, person: -500, origin: "here" }, NOON)).toBeUndefined();
  });

  it("[A171] of a room and its people follow from its log: what is set aside until it is answered, then what it took", () => {
    const question = fc.record({
      participant: fc.integer({ min: 1, max: 3 }),
      reserved: fc.nat(1_000),
      took: fc.option(fc.nat(1_000), { nil: undefined }),
      isOwnKey: fc.boolean(),
      /** asked here, and not read from the log */
      isHeld: fc.boolean(),
      day: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(question), (questions) => {
        const tokens = new RoomTokens();
        const inOrder = questions.toSorted((some, other) => some.day - other.day);
        const last = inOrder.at(-1)?.day ?? 0;
        for (const [index, { participant, reserved, took, isOwnKey, isHeld, day }] of inOrder.entries()) {
          const id = String(index);
          const own = isOwnKey ? { isOwnKey: true as const } : {};
          const time = NOON + day * DAY_MS;
          const said = { mode: "chat", isShared: true, provider: "p", model: "m" } as const;
          if (isHeld && !isOwnKey) tokens.hold({ id, participant, time, reserved });
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

  it("[A171] are shared while the store is slow to set them aside: of a person one question, of the room two", async () => {
    const one = await AssistServer.start({ AI_TOKENS_PER_DAY: "16000" });
    try {
      const [ana, ...others] = await Promise.all(["Ana", "Ben", "Cleo", "Dora"].map((name) => one.enter({ name })));
      const { values } = one.store;
      const change = values.change.bind(values);
      let go = (): void => {};
      const gate = new Promise<void>((resolve) => (go = resolve));
      values.change = async (name, make) => {
        await gate;
        return change(name, make);
      };
      one.fake.behaviour = { way: "stall" };
      for (let count = 0; count < 3; count++) ana!.ask("chat", "Me?");
      for (let count = 0; count < 2; count++) expect(await ana!.next("refused")).toMatchObject({ why: "spentPerson" });
      const whys = [];
      for (const other of others) {
        other.ask("chat", "And me?");
        // what is asked first gets it
        if (other !== others[0]) whys.push((await other.next("refused")).why);
        else await other.wire.answers();
      }
      expect(whys).toEqual(["spentRoom", "spentRoom"]);
      go();
      await one.fake.next(2);
      expect(await ana!.entry("asked")).toMatchObject({ participant: ana!.wire.welcome.you.participant });
      expect(one.fake.asked).toHaveLength(2);
    } finally {
      await one.stop();
    }
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
