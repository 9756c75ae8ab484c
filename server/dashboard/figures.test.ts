// What the dashboard says has happened, held against what happened: overview, minutes, events, the stream, /metrics.
import { tmpdir } from "node:os";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Feature } from "../features/feature.ts";
import { Histograms } from "../features/figures.ts";
import { systemClock } from "../platform.ts";
import type { Clock } from "../rooms/ports.ts";
import { MemoryDisk, MemoryStore } from "../store/memory/memoryStore.ts";
import { SimClock } from "../test/fuzz/simNetwork.ts";
import { startTestServer, TestLog, type TestServer } from "../test/harness.ts";
import { Wire } from "../test/hostile/wire.ts";
import { ADMIN_TOKEN, Operator } from "../test/operator.ts";
import { SetClock } from "../test/setClock.ts";
import { EVENTS_KEPT, HOUR_MS, MINUTE_MS, MOST_GROUPS, TOGETHER_MS } from "./bounds.ts";
import { Happenings } from "./happenings.ts";
import type { FeatureFigures, Minutes, Overview, ServerEvent } from "./messages.ts";
import { MinuteLog } from "./minuteLog.ts";
import type { Moment } from "./measuring.ts";
import { figuresTogether, together } from "./nodes.ts";

let server: TestServer;
let operator: Operator;
const running: TestServer[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

const times = new Histograms([10, 100]);
/** A feature of which something is counted, and told. */
const counting: Feature = {
  name: "counting",
  open: (room) => ({
    joined() {
      room.count("seen");
      room.count("spent_ms", 400);
    },
  }),
  figures: () => [
    { kind: "gauge", name: "waiting", value: 3 },
    { kind: "counter", name: "done", label: ["how", 'a "word"'], value: 7 },
    ...times.figures("took_ms", "language"),
  ],
};

async function start(
  settings: Record<string, string> = {},
  store = new MemoryStore(),
  clock: Clock = systemClock,
): Promise<void> {
  server = await startTestServer({ ADMIN_TOKEN, DATA_DIR: tmpdir(), ...settings }, store, [counting], clock);
  running.push(server);
  operator = await Operator.signedIn(server.url);
}

/** Two rooms, three comings, five keystrokes, one refusal. */
async function doSomething(): Promise<readonly Wire[]> {
  const [one, other] = [await server.createRoom(), await server.createRoom()];
  const files = [{ file: 1, version: null }];
  const olga = await Wire.enter(server.socketUrl(one.roomId), { key: one.key, files });
  const ada = await Wire.enter(server.socketUrl(one.roomId), { name: "Ada" });
  const otto = await Wire.enter(server.socketUrl(other.roomId), { key: other.key });
  for (let seq = 1; seq <= 5; seq++) {
    olga.push([[[0, "a"], ...(seq > 1 ? [seq - 1] : [])]], { version: seq - 1, seq });
    await olga.next("updates");
  }
  ada.say({ type: "feature", feature: "nothing", data: null });
  await ada.next("error");
  return [olga, ada, otto];
}

const timesOf = (events: readonly ServerEvent[], kind: string): number =>
  events.filter((event) => event.kind === kind).reduce((sum, event) => sum + (event.times ?? 1), 0);

/** The events once so many have come in: two who come into one room within a second are told together when it is over. */
async function toldOf(joined: number): Promise<readonly ServerEvent[]> {
  for (;;) {
    const events = await operator.events();
    if (timesOf(events, "joined") >= joined) return events;
  }
}

describe("the overview", () => {
  it("[O44] follows what happens, and so do the events", async () => {
    await start();
    const before = await operator.overview();
    expect(before.today).toMatchObject({ roomsMade: 0, joined: 0, keystrokes: 0 });
    const wires = await doSomething();
    const until = async (): Promise<Overview> => {
      for (;;) {
        const overview = await operator.overview();
        if (overview.today.keystrokes === 5 && overview.all.people === 3) return overview;
      }
    };
    const overview = await until();
    expect(overview).toMatchObject({
      store: "embedded",
      today: { roomsMade: 2, joined: 3, newcomers: 1, keystrokes: 5, refusals: 1, errors: 0, storeErrors: 0 },
      all: { people: 3, tabs: 3, rooms: 2 },
      refusals: [["unknown_feature", 1]],
      nodes: [{ node: "server", isThis: true, featureTroubles: {} }],
      features: ["counting"],
      ownGroup: "127.0.0.1",
    });
    const { all } = overview;
    expect(all.memoryBytes).toBeGreaterThan(1e6);
    expect(all.diskBytes).toBeGreaterThan(all.diskFreeBytes!);
    expect(all.appendMs.slow).toBeGreaterThan(0);
    const events = await toldOf(3);
    expect(["made", "joined", "refused"].map((kind) => timesOf(events, kind))).toEqual([2, 3, 1]);
    expect(events.find(({ kind }) => kind === "refused")).toMatchObject({ what: "unknown_feature", node: "server" });
    for (const wire of wires) wire.leave();
  });

  it("[O44] says how every server and its store are", async () => {
    const store = new (class extends MemoryStore {
      isWell = true;
      override async ready(): Promise<void> {
        if (!this.isWell) throw new Error("the disk is full");
      }
    })();
    await start({}, store);
    expect((await operator.overview()).nodes[0]).not.toHaveProperty("trouble");
    store.isWell = false;
    for (;;) {
      const [node] = (await operator.overview()).nodes;
      if (node?.trouble === undefined) continue;
      expect(node.trouble).toBe("the disk is full");
      break;
    }
  });
});

describe("events", () => {
  it("[O48] name nobody unless ADMIN_NAMES=1 says so: then whoever comes in, be they known to the room or new", async () => {
    for (const [names, told] of [
      ["0", [undefined, undefined]],
      ["1", ["Ada", "Olga"]],
    ] as const) {
      await start({ ADMIN_NAMES: names });
      const [one, other] = [await server.createRoom("Olga"), await server.createRoom()];
      (await Wire.enter(server.socketUrl(one.roomId), { key: one.key })).leave();
      (await Wire.enter(server.socketUrl(other.roomId), { name: "Ada" })).leave();
      expect((await operator.events("?kinds=joined")).map(({ name }) => name)).toEqual(told);
    }
  });

  it("[O48] are told by kind, by room and by what they say", async () => {
    await start();
    for (const wire of await doSomething()) wire.leave();
    const made = await operator.events("?kinds=made");
    expect(made.map(({ kind }) => kind)).toEqual(["made", "made"]);
    const [, first] = made;
    const inRoom = await operator.events(`?room=${first!.room}`);
    expect(inRoom.map(({ kind }) => kind)).toContain("joined");
    expect(new Set(inRoom.map(({ room }) => room))).toEqual(new Set([first!.room]));
    expect(await operator.events("?what=unknown_feature")).toMatchObject([{ kind: "refused" }]);
    // a part of it is enough, as for those that come live
    expect(await operator.events("?what=own_feat")).toMatchObject([{ kind: "refused", what: "unknown_feature" }]);
    expect(await operator.events("?what=Unknown")).toEqual([]);
    expect(await operator.events("?kinds=feature&what=counting.seen")).not.toEqual([]);
    // what is added up has not happened so often
    expect(await operator.events("?what=spent_ms")).toEqual([]);
    expect((await operator.ask("/api/events?kinds=nothing")).status).toBe(400);
  });

  it("[O48] are none where a page asks without being signed in, or writes while nothing is taken: both are counted", async () => {
    await start();
    const { key, roomId } = await server.createRoom();
    await operator.say("PUT", "read-only", { isOn: true, reason: "" });
    expect((await fetch(`${server.url}/admin/api/overview`)).status).toBe(401);
    const wish = { method: "PATCH", headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" } };
    const changed = await fetch(`${server.url}/api/rooms/${roomId}`, { ...wish, body: JSON.stringify({ title: "A" }) });
    expect(changed.status).toBe(503);
    for (;;) {
      // counted a little later
      const refusals = new Map(await operator.overview().then((overview) => overview.refusals));
      if (refusals.get("unauthorized") === 1 && refusals.get("server_read_only") === 1) break;
    }
    expect(await operator.events("?kinds=refused")).toEqual([]);
  });

  it("[O48] names whoever it was alone: of several within a second, who came first, and nobody of those who are told together", () => {
    const clock = new SimClock();
    const happenings = new Happenings("a", clock);
    const told = (...names: readonly string[]): unknown[] => {
      for (const name of names) happenings.tell({ kind: "joined", room: "r", name });
      clock.advance(TOGETHER_MS);
      clock.advance(TOGETHER_MS);
      return happenings.latest.map(({ name, times }) => [name, times]).toReversed();
    };
    expect(told("Ada", "Bo")).toEqual([
      ["Ada", undefined],
      ["Bo", undefined],
    ]);
    expect(told("Cy", "Di", "Ed").slice(2)).toEqual([
      ["Cy", undefined],
      [undefined, 2],
    ]);
    happenings.close();
  });

  it("[O48] of one kind within a second are told twice at most, with how many they were, and the latest are kept", () => {
    const clock = new SimClock();
    const happenings = new Happenings("a", clock);
    const heard: ServerEvent[] = [];
    happenings.listen((event) => heard.push(event));
    for (let count = 0; count < 1_000; count++) happenings.tell({ kind: "refused", what: "rate_limited" });
    happenings.tell({ kind: "made", room: "x" });
    clock.advance(TOGETHER_MS);
    clock.advance(TOGETHER_MS);
    expect(heard.map(({ kind, times }) => [kind, times])).toEqual([
      ["refused", undefined],
      ["made", undefined],
      ["refused", 999],
    ]);
    expect(heard.map(({ id }) => id)).toEqual(heard.map(({ id }) => id).toSorted((one, other) => one - other));
    for (let count = 0; count < 3 * EVENTS_KEPT; count++) {
      happenings.tell({ kind: "joined", room: String(count) });
      if (count % 100 === 0) clock.advance(TOGETHER_MS);
    }
    expect(happenings.latest).toHaveLength(EVENTS_KEPT);
    happenings.close();
  });

  it("[O48] of a flood of different kinds are told by the kind alone, and none is lost in the count", () => {
    const clock = new SimClock();
    const happenings = new Happenings("a", clock);
    let told = 0;
    happenings.listen(({ times = 1 }) => (told += times));
    for (let count = 0; count < 5_000; count++) happenings.tell({ kind: "joined", room: String(count) });
    expect(happenings.latest.length).toBeLessThan(600);
    clock.advance(3 * TOGETHER_MS);
    expect(told).toBe(5_000);
    happenings.close();
  });
});

describe("the minutes", () => {
  it("[O45] are those of the counted events, over a restart", async () => {
    const disk = new MemoryDisk();
    const clock = new SetClock();
    // in the middle of an hour: the restart is in the same one
    clock.ahead = HOUR_MS / 2 - (systemClock.now() % HOUR_MS);
    const store = new MemoryStore(disk);
    await start({}, store, clock);
    for (const wire of await doSomething()) wire.leave();
    const events = await toldOf(3);
    clock.ahead += MINUTE_MS;
    while (![...disk.values.keys()].some((name) => name.startsWith("dashboard/minutes/"))) await operator.events();
    const minutes = await operator.look<Minutes>("minutes");
    expect(minutes.minutes).toHaveLength(24 * 60);
    const sum = ({ columns, minutes: rows }: Minutes, column: string): number =>
      rows.reduce((all, row) => all + (row?.[columns.indexOf(column)] ?? 0), 0);
    for (const [column, kind] of [
      ["roomsMade", "made"],
      ["joined", "joined"],
      ["refusals", "refused"],
      ["counting.seen", "feature"],
    ] as const)
      expect([column, sum(minutes, column)]).toEqual([column, timesOf(events, kind)]);
    expect(sum(minutes, "keystrokes")).toBe(5);
    expect(
      Math.max(...minutes.minutes.map((row) => row?.[minutes.columns.indexOf("people")] ?? 0)),
    ).toBeLessThanOrEqual(3);
    await running.pop()!.stop();
    await start({}, new MemoryStore(disk), clock);
    const after = await operator.look<Minutes>("minutes");
    expect(sum(after, "keystrokes")).toBe(5);
    expect((await operator.overview()).today).toMatchObject({ roomsMade: 2, keystrokes: 5 });
  });

  it("[O45] have the most people of each, and rooms made by address, over a restart too", async () => {
    const clock = new SimClock();
    const { values: shared } = new MemoryStore();
    const open = async (): Promise<MinuteLog> => {
      const minuteLog = new MinuteLog({ node: "a", shared, clock, logger: new TestLog() });
      await minuteLog.start(momentOf(0));
      return minuteLog;
    };
    const before = await open();
    for (const group of ["198.51.100.1", "198.51.100.1", "198.51.100.2"]) before.made(group);
    for (const people of [2, 4, 3]) await before.note({ ...momentOf(0), figures: { ...FIGURES, people } });
    clock.advance(MINUTE_MS);
    await before.note(momentOf(0));
    const after = await open();
    after.made("198.51.100.1");
    const { columns, minutes } = await after.minutes();
    expect(minutes.at(-1)![columns.indexOf("people")]).toBe(4);
    expect((await after.madeByGroup()).groups.map(({ group, hours }) => [group, hours.at(-1)])).toEqual([
      ["198.51.100.1", 3],
      ["198.51.100.2", 1],
    ]);
  });

  it("[O54] rooms beyond those of 500 address groups an hour are counted together, and are no address's", async () => {
    const clock = new SimClock();
    const minuteLog = new MinuteLog({ node: "a", shared: new MemoryStore().values, clock, logger: new TestLog() });
    await minuteLog.start(momentOf(0));
    for (let group = 0; group < MOST_GROUPS + 7; group++) minuteLog.made(`group ${group}`);
    const { groups } = await minuteLog.madeByGroup();
    expect(groups.filter(({ group }) => group === null).map(({ hours }) => hours.at(-1))).toEqual([7]);
  });

  it("[O45] of 24 hours are kept by the hour, and those before go", async () => {
    const clock = new SimClock();
    const store = new MemoryStore();
    const log = new TestLog();
    const minuteLog = new MinuteLog({ node: "a", shared: store.values, clock, logger: log });
    let keystrokes = 0;
    await minuteLog.start(momentOf(0));
    for (let minute = 0; minute < 30 * 60; minute++) {
      minuteLog.made(`group ${minute % 600}`);
      clock.advance(MINUTE_MS);
      keystrokes += 7;
      await minuteLog.note(momentOf(keystrokes));
    }
    const { minutes, columns, from } = await minuteLog.minutes();
    expect(minutes).toHaveLength(24 * 60);
    expect(from).toBe((Math.floor(clock.now() / MINUTE_MS) - 24 * 60) * MINUTE_MS);
    expect(minutes.every((row) => row![columns.indexOf("keystrokes")] === 7)).toBe(true);
    const names = await store.values.names("minutes/");
    expect(names.length).toBeLessThanOrEqual(26);
    const made = await minuteLog.madeByGroup();
    expect(made.groups.length).toBeLessThanOrEqual(50);
    expect(made.groups[0]!.hours).toHaveLength(24);
    expect(made.from).toBe((Math.floor(clock.now() / HOUR_MS) - 23) * HOUR_MS);
    expect(log.warnings).toEqual([]);
  });
});

const FIGURES = {
  people: 1,
  tabs: 1,
  rooms: 1,
  keystrokesPerSecond: 1,
  roomsSaving: 0,
  appendMs: { middle: 2, slow: 4 },
  loopMs: { middle: 0, slow: 1, most: 2 },
  cpuPercent: 5,
  memoryBytes: 100,
  heapBytes: 50,
  diskFreeBytes: 10,
  diskBytes: 20,
};

const momentOf = (keystrokes: number): Moment => ({
  figures: FIGURES,
  counted: {
    roomsMade: 0,
    joined: 0,
    newcomers: 0,
    keystrokes,
    errors: 0,
    storeErrors: 0,
    refusals: {},
    ofFeatures: {},
    appends: { ends: [], upTo: [], all: 0 },
  },
});

describe("the stream", () => {
  it("[O49] says how things are at once and every 2 s, and what happens as it happens, until sign-out", async () => {
    await start();
    const heard: string[] = [];
    const abort = new AbortController();
    for await (const { event, data } of operator.live(abort.signal)) {
      if (heard.length === 0) expect(event).toBe("overview");
      if (event === "happened" && (data as ServerEvent).kind === "made") {
        expect(data).toMatchObject({ node: "server", room: expect.any(String) });
        await operator.ask("/api/session", { method: "DELETE" });
      }
      heard.push(event);
      if (heard.length === 1) await server.createRoom();
    }
    expect(heard.filter((event) => event === "overview").length).toBeLessThan(4);
    expect(heard.at(-1)).toBe("signed-out");
  });

  it("[O49] is open to 20 at a time", async () => {
    await start();
    const abort = new AbortController();
    const streams = Array.from({ length: 20 }, () => operator.live(abort.signal));
    await Promise.all(streams.map((stream) => stream.next()));
    const { status, body } = await operator.ask("/api/live");
    expect([status, body]).toEqual([
      429,
      { error: expect.objectContaining({ code: "admin.too_many_streams" }) as object },
    ]);
    abort.abort();
  });
});

describe("what features offer", () => {
  it("[O50] is told by the dashboard and by /metrics, which name no feature", async () => {
    times.note("Go", 5);
    times.note("Go", 50);
    times.note("Go", 500);
    await start({ METRICS_TOKEN: "a-secret-of-24-characters" });
    const { features } = await operator.look<FeatureFigures>("features");
    expect(features).toEqual([
      {
        feature: "counting",
        figures: [
          { kind: "gauge", name: "waiting", value: 3 },
          { kind: "counter", name: "done", label: ["how", 'a "word"'], value: 7 },
          {
            kind: "histogram",
            name: "took_ms",
            label: ["language", "Go"],
            ends: [10, 100],
            counts: [1, 1, 1],
            sum: 555,
          },
        ],
      },
    ]);
    const response = await fetch(`${server.url}/metrics`, {
      headers: { Authorization: "Bearer a-secret-of-24-characters" },
    });
    const text = await response.text();
    for (const line of [
      "# TYPE companion_counting_waiting gauge",
      "companion_counting_waiting 3",
      'companion_counting_done{how="a \\"word\\""} 7',
      'companion_counting_took_ms_bucket{language="Go",le="100"} 2',
      'companion_counting_took_ms_bucket{language="Go",le="+Inf"} 3',
      'companion_counting_took_ms_count{language="Go"} 3',
      "companion_rooms_made_total 0",
    ])
      expect(text.split("\n")).toContain(line);
  });

  it("[O50] of several servers is summed, and so are their figures, but for what is the worst of them", () => {
    const figures = { kind: "counter", name: "done", value: 2 } as const;
    const histogram = { kind: "histogram", name: "ms", ends: [1], counts: [1, 2], sum: 9 } as const;
    const feature = { feature: "run", figures: [figures, histogram] };
    const left = (value: number) => [
      { feature: "run", figures: [{ kind: "gauge", name: "left", value, isShared: true } as const] },
    ];
    expect(figuresTogether([left(7), left(5), left(6)])).toEqual(left(5));
    expect(figuresTogether([[feature], [feature], []])).toEqual([
      {
        feature: "run",
        figures: [
          { ...figures, value: 4 },
          { ...histogram, counts: [2, 4], sum: 18 },
        ],
      },
    ]);
    const other = { ...FIGURES, appendMs: { middle: null, slow: 9 }, diskFreeBytes: 1, diskBytes: 30 };
    expect(together([FIGURES, other])).toMatchObject({
      people: 2,
      appendMs: { middle: 2, slow: 9 },
      cpuPercent: 10,
      diskFreeBytes: 1,
      diskBytes: 30,
    });
  });
});
