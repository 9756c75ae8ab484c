// What a feature brings of its own: logs by name, codes, settings, costs, and what is counted and logged of it.
import { readFileSync } from "node:fs";
import { Router } from "express";
import request from "supertest";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { readConfig } from "../config.ts";
import { Refusal } from "../protocol/errors.ts";
import { REWRITTEN_STREAMS } from "../rooms/roomStore.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { roomWithFeature } from "../test/featureRoom.ts";
import { settle } from "../test/fuzz/simNetwork.ts";
import { startTestServer, type TestServer } from "../test/harness.ts";
import { appWith, mountedAndDescribed, ROOM } from "../test/httpHarness.ts";
import { Wire } from "../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../test/operator.ts";
import scribe from "../test/scribe/index.ts";
import { type Feature, type RoomHooks, settingsOf } from "./feature.ts";
import { featureHost } from "./featureHost.ts";
import type { FeatureLog } from "./featureLog.ts";
import type { FeatureRoom } from "./featureRoom.ts";

/** A log that remembers what it is told. */
function listening(room: FeatureRoom, name: string): { log: FeatureLog<string>; heard: (string | null)[] } {
  const heard: (string | null)[] = [];
  const hear = ({ entries }: { readonly entries: readonly (string | null)[] }): void => void heard.push(...entries);
  return { log: room.log<string>(name, { replayed: hear, opened() {}, committed: hear }), heard };
}

describe("the logs of a feature", () => {
  it("[F20] are as many as it names, the same after a restart, and apart", async () => {
    const { disk, handle } = await roomWithFeature(() => ({}));
    for (const name of ["one", "two"]) {
      const { log } = listening(handle, name);
      await settle();
      log.append(`in ${name}`);
    }
    await settle();
    expect(() => listening(handle, "one")).toThrow("is open");
    const again = await roomWithFeature(() => ({}), disk);
    expect(again.handle.logs).toEqual(["one", "two"]);
    const heard = ["two", "three", "one"].map((name) => listening(again.handle, name).heard);
    await settle();
    expect(heard).toEqual([["in two"], [], ["in one"]]);
  });

  it("[F20] leave their number to nobody, also one that an earlier build has dropped", async () => {
    const { disk, handle, room } = await roomWithFeature(() => ({}));
    listening(handle, "one");
    await settle();
    const [before] = Object.values(room.log.accepted.logs ?? {});
    room.log.accept({ type: "unnamed", time: 1, log: "tested/one", stream: before! });
    await settle();
    const again = await roomWithFeature(() => ({}), disk);
    expect(again.handle.logs).toEqual([]);
    listening(again.handle, "one");
    await settle();
    expect(Object.values(again.room.log.accepted.logs ?? {})[0]).toBeGreaterThan(before!);
    expect(before).toBeGreaterThan(REWRITTEN_STREAMS);
  });

  it("[F20] of two features that claim one number keep the server from starting", () => {
    const claiming = (name: string): Feature => ({ name, logs: { said: 1 } });
    const services = {} as Parameters<typeof featureHost>[1];
    expect(() => featureHost([claiming("a"), claiming("b")], services)).toThrow("the same log");
    expect(() => featureHost([claiming("a"), { name: "b", logs: { said: 2 } }], services)).not.toThrow();
  });
});

describe("what a feature brings of its own", () => {
  let server: TestServer | undefined;
  const events: string[] = [];
  const picky: Feature = {
    name: "picky",
    errors: { full: { like: "rate_limited", sentence: "It is full." } },
    settings: {
      PICKY_MOST: {
        byDefault: "3",
        read(text) {
          if (!/^\d$/.test(text)) throw new Error("must be a digit");
          return Number(text);
        },
      },
    },
    messages: { perSecond: 1, atOnce: 13 },
    costs: { dear: 8 },
    writesNothing: ["look"],
    async start({ setting }) {
      events.push(`started with ${JSON.stringify(setting("PICKY_MOST"))}`);
    },
    open: (room) => ({
      message(_, data) {
        if (data === "full") throw room.refusal("full", "try later");
        room.count("taken", 2);
        room.warn({ how: "badly" }, "it was taken");
        room.broadcast(`of ${String(room.setting("PICKY_MOST"))}`);
      },
    }),
  };
  afterEach(async () => {
    await server?.stop();
    server = undefined;
    events.length = 0;
  });

  it("[F21] a code is told with the one that it is like, for whoever does not know it", async () => {
    const { room, enter } = await roomWithFeature(
      (handle) => ({
        message() {
          throw handle.refusal("full");
        },
      }),
      undefined,
      undefined,
      {},
      picky,
    );
    const { client } = await enter();
    let told: unknown;
    try {
      room.receive(client, { type: "feature", feature: "picky", data: 1 }, 50);
    } catch (error) {
      told = {
        ...(error as Refusal).told,
        message: (error as Refusal).message,
        status: (error as Refusal).kind.status,
      };
    }
    expect(told).toEqual({ code: "picky.full", like: "rate_limited", message: "It is full.", status: 429 });
  });

  it("[F22] settings are read like every other, and wrong ones are named", () => {
    const own = settingsOf([picky, scribe]);
    expect(readConfig({}, own).ofFeatures).toEqual({ PICKY_MOST: 3, SCRIBE_TIMES: 100 });
    expect(readConfig({ PICKY_MOST: "7" }, own).ofFeatures["PICKY_MOST"]).toBe(7);
    expect(() => readConfig({ PICKY_MOST: "x", PORT: "y" }, own)).toThrow(
      /PORT .*\n?.*PICKY_MOST must be a digit; it is "x"\./s,
    );
    expect(() => settingsOf([picky, { ...picky, name: "other" }])).toThrow("the same setting");
  });

  it("[F21] [F23] [F24] [F25] over a socket: begun before, refused by its code, counted, logged, and paid for", async () => {
    const token = "a token that is long enough".replaceAll(" ", "-");
    server = await startTestServer({ METRICS_TOKEN: token }, undefined, [picky]);
    expect(events).toEqual(["started with 3"]);
    const { roomId } = await server.createRoom();
    const person = server.enter(roomId);
    await person.settled();
    const said = (): unknown[] => person.notices.filter(({ type }) => type === "said");
    const say = (data: unknown): void => person.session.send("picky", data);
    say("full");
    await person.until(() => said().length === 1);
    // its code is none that this client knows, but that feature's page
    expect(said()[0]).toEqual({
      type: "said",
      code: "rate_limited",
      own: "picky.full",
      message: "It is full. (try later)",
    });
    // whatever it says, what is no word costs as much as any
    for (const type of [{ toString: 1, valueOf: 1 }, "constructor", null]) say({ type });
    say({ type: "dear" });
    say({ type: "dear" });
    await person.until(() => said().length === 2);
    expect(said()[1]).toMatchObject({ code: "rate_limited" });
    const warning = { details: { room: roomId, feature: "picky", how: "badly" } };
    expect(server.log.warnings).toMatchObject(Array.from({ length: 4 }, () => warning));
    const { text } = await request(server.url).get("/metrics").set("Authorization", `Bearer ${token}`);
    expect(text).toContain('companion_feature_events_total{feature="picky",event="taken"} 8');
    person.session.leave();
  });

  it.each(["RATE_ROOM_BYTES_PER_HOUR", "RATE_ADDRESS_BYTES_PER_HOUR"])(
    "[F29] [O52] [P91] what it says writes nothing is taken where nothing may be written, and where too much was: %s",
    async (bound) => {
      server = await startTestServer({ ADMIN_TOKEN, [bound]: "3000" }, undefined, [picky]);
      const { roomId, key } = await server.createRoom();
      const wire = await Wire.enter(server.socketUrl(roomId), { key, files: [{ file: 1, version: null }] });
      await wire.next("file");
      const answerTo = async (data: unknown): Promise<unknown> => {
        wire.say({ type: "feature", feature: "picky", data });
        const answer = (await wire.answers()).at(-1);
        return answer?.type === "error" ? answer.code : answer;
      };
      const taken = { type: "feature", feature: "picky", data: "of 3" };
      const operator = await Operator.signedIn(server.url);
      await operator.say("PUT", "read-only", { isOn: true, reason: "" });
      expect(await answerTo({ type: "look" })).toEqual(taken);
      for (const data of [{ type: "other" }, { type: ["look"] }, "look", null])
        expect(await answerTo(data)).toBe("server_read_only");
      await operator.say("PUT", "read-only", { isOn: false, reason: "" });
      expect(await answerTo("look")).toEqual(taken);
      wire.push([[[0, "x".repeat(4_000)]]]);
      await wire.next("updates");
      await wire.answers();
      expect(await answerTo({ type: "look" })).toEqual(taken);
      expect(await answerTo("look")).toBe("written_much");
      wire.leave();
    },
  );
});

describe("what a feature has outside of rooms", () => {
  const picked = { PICKED: { byDefault: "2", read: Number } };
  const guessing = (name = "guess"): Feature => ({
    name: "guessing",
    settings: picked,
    site: {
      [name]: {
        routes({ setting, leadOf, guesses }) {
          const guess = guesses({ ofAddress: setting("PICKED") as number, ofAll: 0 });
          const router = Router();
          router.get<"/:what", { what: string }>("/:what", async (asked, response) => {
            const isRight = await guess(asked);
            const address = await leadOf(asked.params.what);
            if (address === undefined) throw new Refusal("not_found");
            await isRight();
            response.json({ address });
          });
          return router;
        },
        paths: { "/{what}": { get: {} } },
      },
    },
  });
  const appWithGuess = (env: Record<string, string> = {}) =>
    appWith(env, { features: [guessing()], leads: { right: ROOM } }).app;

  it("[F27] is mounted and described by its name alone, and knows its setting and where an address leads", async () => {
    const { mounted, described } = mountedAndDescribed([guessing()]);
    expect(described).toEqual(mounted);
    expect(mounted.filter((route) => !mountedAndDescribed([]).mounted.includes(route))).toEqual([
      "GET /api/guess/{what}",
    ]);
    const app = appWithGuess();
    await request(app).get("/api/guess/right").expect(200, { address: ROOM });
    await request(app).post("/api/guess/right").expect(405).expect("Allow", "GET, HEAD");
    await request(app)
      .get("/api/guess/right/more")
      .expect(404, /not_found/);
    await request(appWith().app)
      .get("/api/guess/right")
      .expect(404, /not_found/);
  });

  it("[F27] of a name that something else has keeps the server from starting", () => {
    for (const name of ["rooms", "openapi.json"])
      expect(() => appWith({}, { features: [guessing(name)] })).toThrow(`something else is at /api/${name}`);
    expect(() => appWith({}, { features: [guessing(), { ...guessing(), settings: {} }] })).toThrow("is at /api/guess");
  });

  it("[F28] what is guessed is bounded as the feature says, and all that it has as the rest of the API", async () => {
    const app = appWithGuess();
    for (let i = 0; i < 5; i++) await request(app).get("/api/guess/right").expect(200);
    for (const wrong of ["one", "two"]) await request(app).get(`/api/guess/${wrong}`).expect(404);
    await request(app)
      .get("/api/guess/right")
      .expect(429, /rate_limited/);
    const few = appWithGuess({ RATE_REQUESTS_PER_MINUTE: "2" });
    for (const status of [200, 200, 429]) await request(few).get("/api/guess/right").expect(status);
  });
});

describe("the feature of docs/architecture.md", () => {
  it("[A8] is exactly this one", () => {
    const source = readFileSync("server/test/scribe/index.ts", "utf8").replaceAll("../../features/", "../");
    expect(readFileSync("docs/architecture.md", "utf8")).toContain(source.trim());
  });

  it("[A8] reads, writes, refuses and remembers as it says", async () => {
    const disk = new MemoryDisk();
    const admit: RoomHooks["admit"] = ({ person, name }) => person?.role ?? (name === "Vera" ? "viewer" : "editor");
    const openWith = (times: string) => {
      const settings = { SCRIBE_TIMES: { ...scribe.settings!["SCRIBE_TIMES"]!, byDefault: times } };
      const open = (room: FeatureRoom): RoomHooks => Object.assign(scribe.open!(room), { admit });
      return roomWithFeature(open, disk, undefined, { store: new MemoryStore(disk) }, { ...scribe, settings });
    };
    const { room, handle, enter } = await openWith("100");
    const counted = jest.spyOn(handle, "count");
    const { client, outlet } = await enter({ files: [{ file: 1, version: null }] });
    room.receive(client, { type: "push", file: 1, version: 0, seq: 1, changes: [[[0, "ab", "c"]]] }, 50);
    await settle();
    const ask = (data: unknown): void => room.receive(client, { type: "feature", feature: "scribe", data }, 50);
    ask({ file: 1 });
    for (let turn = 0; turn < 20; turn++) await settle();
    expect((await room.text(1)).toString()).toBe("ab\nc\nBen: 4");
    expect(outlet.of("left")).toHaveLength(1);
    expect(counted.mock.calls).toEqual([["asked"]]);
    ask({ file: "x" });
    ask({ file: 9 });
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(outlet.of("error").map(({ code }) => code)).toEqual(["bad_request", "unknown_file"]);
    const vera = await enter({ name: "Vera" });
    room.receive(vera.client, { type: "feature", feature: "scribe", data: { file: 1 } }, 50);
    await settle();
    expect(vera.outlet.of("error").map(({ code }) => code)).toEqual(["read_only"]);
    // whoever asked before the restart is remembered
    const again = await openWith("1");
    const { client: one, outlet: told } = await again.enter({ name: "Carl" });
    again.room.receive(one, { type: "feature", feature: "scribe", data: { file: 1 } }, 50);
    await settle();
    expect(told.of("error")).toMatchObject([{ code: "scribe.tired", like: "outdated" }]);
    expect((await again.room.text(1)).toString()).toBe("ab\nc\nBen: 4");
  });
});
