// The bounds of a room's history: how much is said, of what, and what is kept of old texts.
import { describe, expect, it, jest } from "@jest/globals";
import { Refusal } from "../../protocol/errors.ts";
import { ADMIN_TOKEN, Operator } from "../../test/operator.ts";
import { newClientId } from "../../test/person.ts";
import type { History } from "./messages.ts";
import history from "./index.ts";
import { KeptAnswers } from "./keptAnswers.ts";
import { AskedOverHttp, SERVER } from "./waiter.ts";
import { TooMuch, WeaveThread } from "./weaveThread.ts";
import {
  enter,
  get,
  key,
  live,
  owner,
  post,
  refusedWith,
  roomId,
  say,
  server,
  start,
  stop,
  told,
  type,
} from "./test/historyServer.ts";

describe("what is said", () => {
  it("[I14] by one person who is no owner is a fifth of what there may be, after a restart too; an owner goes on", async () => {
    await start();
    const [wire, ed] = [await owner(), await enter({ name: "Ed" })];
    const { client } = ed.welcome.you;
    const set = { clients: Array<number>(1_000).fill(client), from: 0, to: 1 };
    const written = (by: number) => ({ id: newClientId(), file: 1, base: 0, client: by, firstSeq: 1, lastSeq: 1 });
    const isRefused = (): boolean => ed.heard.some(({ type: heard }) => heard === "error");
    for (let times = 0; times < 200 && !isRefused(); times++) {
      say(ed, { type: "undone", ...written(client), set });
      await ed.answers();
    }
    expect(await ed.next("error")).toMatchObject({ code: "history.said_much" });
    const { entries } = (await get("").expect(200)).body as History;
    expect(JSON.stringify(entries).length).toBeGreaterThan(190_000);
    expect(JSON.stringify(entries).length).toBeLessThan(205_000);
    await post("/versions", { name: "Alpha" }).expect(201);
    say(wire, { type: "undone", ...written(wire.welcome.you.client), set: { clients: [client], from: 0, to: 1 } });
    await told(wire, "told");
    await stop();
    await start();
    const again = await enter({ key: ed.key });
    const { client: now } = again.welcome.you;
    const more = { clients: Array<number>(1_000).fill(now), from: 0, to: 1 };
    expect(await refusedWith(again, { type: "undone", ...written(now), set: more })).toBe("history.said_much");
  });

  it("[P91] [O52] is read on where nothing may be written: in a room that has written much, and while the server takes no changes", async () => {
    await start(undefined, { RATE_ROOM_BYTES_PER_HOUR: "3000", ADMIN_TOKEN });
    const wire = await owner();
    const reads = async (): Promise<void> => {
      for (const path of ["", "/files", "/files/1/log", "/files/1/text?version=0", "/versions"])
        await get(path).expect(200);
      say(wire, { type: "read", from: 0, to: 10 });
      await told(wire, "told");
    };
    const operator = await Operator.signedIn(server.url);
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    await reads();
    await post("/versions", { name: "Alpha" }).expect(503);
    await operator.say("PUT", "read-only", { isOn: false, reason: "" });
    wire.push([[[0, "x".repeat(4_000)]]]);
    await wire.next("updates");
    await reads();
    await post("/versions", { name: "Alpha" }).expect(429);
  });

  it("[I15] of updates that were made long ago, or are to come, is outdated, but for who has said it before", async () => {
    await start();
    const wire = await owner();
    const written = (base: number) => ({ id: newClientId(), file: 1, base, client: 1, firstSeq: 1, lastSeq: 1 });
    const early = { type: "restored", ...written(0), version: 0, at: 1 } as const;
    say(wire, early);
    await told(wire, "told");
    for (let version = 0; version < 2_100; version += 100) {
      const letters = Array.from({ length: 100 }, (_, index) => {
        const length = version + index;
        return length > 0 ? [length, [0, "x"]] : [[0, "x"]];
      });
      wire.push(...([letters, { version, seq: version + 1 }] as never as Parameters<typeof wire.push>));
      await wire.next("updates");
    }
    expect(await refusedWith(wire, { type: "restored", ...written(99), version: 0, at: 1 })).toBe("outdated");
    const ofRoom = (base: number) => {
      const { id, ...text } = written(base);
      return { type: "roomRestored" as const, id, at: 1, back: [], gone: [], texts: [{ ...text, version: 0 }] };
    };
    expect(await refusedWith(wire, ofRoom(99))).toBe("outdated");
    expect(await refusedWith(wire, ofRoom(2_101))).toBe("outdated");
    const of = (firstSeq: number, lastSeq: number) =>
      ({ type: "restored", ...written(100), firstSeq, lastSeq, version: 0, at: 1 }) as const;
    for (const [first, last] of [
      [4_101, 4_101],
      [1, 2_001],
      [2_101, Number.MAX_SAFE_INTEGER],
    ] as const)
      expect(await refusedWith(wire, of(first, last))).toBe("outdated");
    for (const [first, last] of [
      [4_100, 4_100],
      [1, 2_000],
    ] as const) {
      say(wire, of(first, last));
      await told(wire, "told");
    }
    say(wire, ofRoom(100));
    await told(wire, "told");
    say(wire, { type: "restored", ...written(100), version: 0, at: 1 });
    await told(wire, "told");
    say(wire, early);
    expect(await told(wire, "told")).toMatchObject({ from: 0, entries: [{ id: early.id }] });
  });
});

describe("what an answer over HTTP is made of", () => {
  it("[I38] is read in the time of the address that asks, and no more once nobody waits", async () => {
    await start();
    const wire = await owner();
    await type(wire, "abc");
    await post("/versions", { name: "Alpha" }).expect(201);
    /** Asks for it; `most`: pieces of work until they have gone. */
    const asked = async (wish: object, most = Infinity) => {
      const pieces = { work: 0, charge: 0 };
      const waiter = {
        ...SERVER,
        async work<Result>(run: () => Result): Promise<Result> {
          if (++pieces.work > most) throw new Refusal("rate_limited");
          return run();
        },
        async charge<Result>(run: () => Result): Promise<Result> {
          pieces.charge++;
          return run();
        },
      };
      const answer = server.rooms.look(roomId, key, "history", new AskedOverHttp(wish, waiter));
      return {
        ...(await answer.then(
          () => ({ code: undefined }),
          ({ code }: Refusal) => ({ code }),
        )),
        ...pieces,
      };
    };
    const time = 1_000;
    const [look, files, fork] = [{ type: "look" }, { type: "files", time }, { type: "fork", time: Date.now() }];
    const takes = async (wish: object) => {
      const { code, work, charge } = await asked(wish);
      return { code, inTurn: work > 0, counted: charge > 0 };
    };
    const answered = { code: undefined, inTurn: false, counted: false };
    for (const wish of [look, files, fork]) expect(await takes(wish)).toEqual({ ...answered, inTurn: true });
    for (const wish of [
      { type: "text", file: 1, time },
      { type: "blame", file: 1 },
    ])
      expect(await takes(wish)).toEqual({ ...answered, counted: true });
    expect(await takes({ type: "files" })).toEqual(answered);
    for (const most of [0, 1]) expect(await asked(files, most)).toMatchObject({ code: "rate_limited", work: most + 1 });
    expect(await asked(look, 3)).toMatchObject({ code: "rate_limited", work: 4 });
    expect(await asked(look)).toMatchObject({ code: undefined });
  });
});

describe("who may see it", () => {
  it("[I3] is said four times at once, and then again when some seconds have passed", async () => {
    await start(undefined, { LIMIT_MESSAGES_PER_SECOND: "40" });
    const wire = await owner();
    const [owners, editors] = (["owners", "editors"] as const).map(
      (maySee) => ({ type: "setting", maySee, links: false }) as const,
    );
    for (const setting of [owners, editors, owners, editors]) {
      say(wire, setting!);
      while ((await told(wire, "setting")).maySee !== setting!.maySee);
    }
    expect(await refusedWith(wire, owners!)).toBe("rate_limited");
  });
});

describe("old texts that are kept", () => {
  it("[I16] are those of files that there are, of rooms in memory", async () => {
    const asked = jest.spyOn(KeptAnswers.prototype, "answer");
    await start();
    await type(await owner(), "ab", "c");
    const at = async (): Promise<number> => {
      await get("/files/1/text?version=1").expect(200);
      return (asked.mock.contexts[0] as KeptAnswers).bytes;
    };
    expect(await at()).toBeGreaterThan(0);
    await stop();
    expect((asked.mock.contexts[0] as KeptAnswers).bytes).toBe(0);
    await start();
    expect(await at()).toBeGreaterThan(0);
    const [file] = live.details.files;
    const by = { time: live.now, participant: 1 };
    live.accept({ type: "file", ...by, file: { ...file!, deleted: by } });
    await live.purge([{ ...file!, deleted: by }], by);
    await get("/files/1/text?version=1").expect(404);
    expect((asked.mock.contexts[0] as KeptAnswers).bytes).toBe(0);
    asked.mockRestore();
  });
});

describe("answers that wait for their turn", () => {
  it("[I34] [O28] keep no other look of their address waiting, and are given up with who asked; what is made and given up is counted", async () => {
    const figure = (name: string): number =>
      history.figures!().reduce((sum, one) => sum + (one.name === name && "value" in one ? one.value : 0), 0);
    const before = figure("given_up_total");
    await start();
    await type(await owner(), ..."abcdefghijklmno");
    let giveUp = (): void => {};
    const blame = jest
      .spyOn(WeaveThread.prototype, "blame")
      .mockImplementation(() => new Promise((_, reject) => (giveUp = () => reject(new TooMuch("clock")))));
    const gone = new AbortController();
    const ask = (version: number) =>
      fetch(`${server.url}/api/rooms/${roomId}/history/files/1/blame?version=${version}`, {
        headers: { authorization: `Bearer ${key}` },
        signal: version === 1 ? null : gone.signal,
      });
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = ask(1);
    await until(() => blame.mock.calls.length > 0);
    const others = Array.from({ length: 10 }, (_, index) => ask(index + 2).catch(() => {}));
    await until(() => figure("waiting") === 10);
    await get("/versions").expect(200);
    gone.abort();
    await Promise.all(others);
    await until(() => figure("waiting") === 0);
    expect(blame).toHaveBeenCalledTimes(1);
    giveUp();
    const refused = await first;
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
    (blame.mock.contexts[0] as WeaveThread).gaveUp("clock");
    blame.mockRestore();
    const made = figure("made_total");
    await get("/files/1/blame?version=1").expect(200);
    expect(figure("made_total")).toBe(made + 1);
    expect(figure("thread_ms_total")).toBeGreaterThan(0);
    expect(figure("given_up_total")).toBe(before + 1);
    expect(server.log.warnings).toMatchObject([{ details: { of: "clock" } }]);
  });
});

describe("a body", () => {
  it("[I10] is an object", async () => {
    await start();
    await post("/fork", []).expect(400);
    await post("/fork", [{ time: 1 }]).expect(400);
    await post("/fork", {}).expect(201);
  });
});
