// The figures for Prometheus: that they move with what happens, who may read them, and that the dashboard names what exists.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import request from "supertest";
import { createMetrics } from "./metrics.ts";
import type { Append, AppendOutcome } from "./rooms/roomStore.ts";
import { MemoryStore } from "./store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "./test/harness.ts";
import { appWith } from "./test/httpHarness.ts";

const TOKEN = "a-secret-of-24-characters";
const DASHBOARD = "docs/grafana.json";

/** A store whose appends can be held back or made to fail. */
class TroubledStore extends MemoryStore {
  outcome: "ok" | "conflict" | "error" = "ok";
  #held: Promise<void> | undefined;
  #reached: (() => void) | undefined;

  /** From now on appends wait. Resolves when one does; calling what it resolves to lets them go. */
  hold(): { reached: Promise<void>; release: () => void } {
    let release = (): void => {};
    this.#held = new Promise((resolve) => (release = resolve));
    return { reached: new Promise((resolve) => (this.#reached = resolve)), release };
  }

  override async append(appends: readonly Append[]): Promise<AppendOutcome[]> {
    this.#reached?.();
    await this.#held;
    if (this.outcome === "error") throw new Error("no disk");
    if (this.outcome === "conflict") return appends.map(() => "conflict");
    return super.append(appends);
  }
}

let server: TestServer;
const running: TestServer[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

const start = async (store = new TroubledStore(), token = TOKEN): Promise<void> => {
  server = await startTestServer({ METRICS_TOKEN: token }, store);
  running.push(server);
};

const scraped = async (): Promise<string> =>
  (await request(server.url).get("/metrics").set("Authorization", `Bearer ${TOKEN}`).expect(200)).text;

/** The figures by name and labels, as they are written. */
async function figures(): Promise<(name: string) => number> {
  const lines = (await scraped()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const values = new Map(lines.map((line) => line.split(/ (?=\S+$)/) as [string, string]));
  return (name) => Number(values.get(name));
}

/** How often each of `names` was counted while `run` ran. */
async function counted(run: () => Promise<unknown>, ...names: string[]): Promise<number[]> {
  const before = await figures();
  await run();
  const after = await figures();
  return names.map((name) => after(name) - before(name));
}

describe("what Prometheus is told", () => {
  it("[O1] rooms, clients, updates and appends follow what people do", async () => {
    await start();
    const { roomId } = await server.createRoom();
    const [ana, ben] = [server.enter(roomId), server.enter(roomId, { name: "Ben" })];
    await Promise.all([ana.settled(), ben.settled()]);
    const typed = await counted(
      async () => {
        for (let count = 0; count < 7; count++) ana.insert(0, "x");
        await ana.settled();
      },
      "companion_updates_stored_total",
      "companion_append_seconds_count",
      "companion_commits_stored_total",
    );
    expect(typed[0]).toBe(7);
    expect(typed[1]).toBeGreaterThan(0);
    expect(typed[2]).toBeGreaterThan(0);
    const together = await figures();
    expect(together("companion_rooms_open")).toBe(1);
    expect(together("companion_clients_connected")).toBe(2);
    expect(together("companion_rooms_saving")).toBe(0);
    expect(together("nodejs_eventloop_lag_p99_seconds")).not.toBeNaN();
    expect(together("process_resident_memory_bytes")).toBeGreaterThan(0);
    ben.leave();
    await ana.until(() => ana.session.clients.size === 1);
    expect((await figures())("companion_clients_connected")).toBe(1);
    ana.leave();
  });

  it("[O1] events of a room are commits and no updates", async () => {
    await start();
    const { roomId } = await server.createRoom();
    const came = await counted(
      async () => {
        const ana = server.enter(roomId);
        await ana.settled();
        ana.leave();
      },
      "companion_commits_stored_total",
      "companion_updates_stored_total",
    );
    expect(came).toEqual([1, 0]);
  });

  it("[O1] the queue is what waits for the store", async () => {
    const store = new TroubledStore();
    await start(store);
    const { roomId } = await server.createRoom();
    const ana = server.enter(roomId);
    await ana.settled();
    const { reached, release } = store.hold();
    ana.insert(0, "x");
    await reached;
    const meanwhile = await figures();
    expect([meanwhile("companion_rooms_saving"), meanwhile("companion_commits_appending")]).toEqual([1, 1]);
    release();
    await ana.settled();
    const after = await figures();
    expect([after("companion_rooms_saving"), after("companion_commits_appending")]).toEqual([0, 0]);
    ana.leave();
  });

  it.each([
    ["error", 'companion_store_errors_total{operation="append"}'],
    ["conflict", 'companion_commits_refused_total{outcome="conflict"}'],
  ] as const)("[O1] a store that answers %s is counted", async (outcome, name) => {
    const store = new TroubledStore();
    await start(store);
    const { roomId } = await server.createRoom();
    const ana = server.enter(roomId);
    await ana.settled();
    const counts = await counted(
      async () => {
        store.outcome = outcome;
        ana.insert(0, "x");
        await ana.until(() => ana.session.status.state === "offline");
        store.outcome = "ok";
        await ana.settled();
      },
      name,
      'companion_logged_total{level="error"}',
    );
    expect(counts).toEqual([1, server.log.errors.length]);
    ana.leave();
  });

  it("[O1] each call goes to the store with all that it is given, and is counted where it fails", async () => {
    let heard: unknown[] = [];
    const fake = new Proxy({} as MemoryStore, {
      get:
        (_, name) =>
        async (...args: unknown[]) => {
          heard = [name, ...args];
          throw new Error("away");
        },
    });
    const metrics = createMetrics(() => [], tmpdir());
    const watched = metrics.watchStore(fake);
    const calls = Object.entries(watched).filter(([name]) => name !== "close" && name !== "append");
    expect(calls.length).toBeGreaterThan(15);
    for (const [name, call] of calls as [string, (...args: unknown[]) => Promise<unknown>][]) {
      const error: unknown = await call(1, 2, 3, 4, 5).catch((why: unknown) => why);
      expect(heard).toEqual([name, 1, 2, 3, 4, 5]);
      expect(metrics.isOfStore(error)).toBe(true);
      expect(await metrics.text()).toContain(`companion_store_errors_total{operation="${name}"} 1\n`);
    }
  });

  it("[O1] refusals are counted by their code, wherever they are said", async () => {
    await start();
    const { roomId } = await server.createRoom();
    const said = await counted(
      async () => {
        await request(server.url).get("/api/rooms/aaaaaaaaaaa33").expect(404);
        await request(server.url).post("/api/rooms").send({}).expect(400);
        await request(server.url)
          .get(`/${roomId}`)
          .set({ Connection: "Upgrade", Upgrade: "websocket", Origin: "https://x.y" });
        const stranger = server.enter(roomId, { key: "no-key-of-this-room-at-all" });
        await stranger.until(() => stranger.session.status.state === "ended");
        stranger.leave();
      },
      ...["room_not_found", "bad_request", "origin_refused", "unauthorized", "read_only"].map(
        (code) => `companion_refusals_total{code="${code}"}`,
      ),
    );
    expect(said).toEqual([1, 1, 1, 1, 0]);
  });

  it("[O3] no room and nobody is named, and the answer does not grow with rooms", async () => {
    await start();
    const shape = async (): Promise<string[]> =>
      (await scraped()).split("\n").map((line) => (line.startsWith("#") ? line : line.replace(/ \S+$/, "")));
    const { roomId } = await server.createRoom("Olga");
    await scraped();
    const series = (text: string[]) => text.filter((line) => line.startsWith("companion_"));
    const one = await shape();
    for (let count = 0; count < 30; count++) {
      const room = await server.createRoom("Olga");
      await server.rooms.text(room.roomId, 1);
    }
    const many = await shape();
    expect((await figures())("companion_rooms_open")).toBe(30);
    expect(series(many)).toEqual(series(one));
    expect(many.join("\n")).not.toMatch(new RegExp(`${roomId}|Olga`));
  });
});

describe("who may read them", () => {
  it("[O2] nobody without METRICS_TOKEN", async () => {
    await start(new TroubledStore(), "");
    for (const header of ["Bearer ", "Bearer", `Bearer ${TOKEN}`, ""])
      await request(server.url)
        .get("/metrics")
        .set("Authorization", header)
        .expect(404, /not_found/);
  });

  it("[O2] with it, whoever sends it as Bearer", async () => {
    const { app } = appWith({ METRICS_TOKEN: TOKEN });
    const get = (header: string) => request(app).get("/metrics").set("Authorization", header);
    for (const header of ["", TOKEN, "Bearer", `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`])
      await get(header)
        .expect(401, /unauthorized/)
        .expect("WWW-Authenticate", "Bearer");
    await get(`Bearer ${TOKEN}`).expect(200, "figures 1\n").expect("Cache-Control", "no-store");
    await request(app).post("/metrics").expect(405);
  });
});

describe("the disk", () => {
  it("[O1] is told by how much of it is free, and not at all where its folder is not there", async () => {
    for (const [folder, told] of [
      [tmpdir(), expect.stringMatching(/^[1-9]\S*$/)],
      [join(tmpdir(), "companion-nowhere"), undefined],
    ] as const) {
      const metrics = createMetrics(() => [], folder);
      expect(/^companion_disk_free_bytes (.*)$/m.exec(await metrics.text())?.[1]).toEqual(told);
    }
  });
});

describe("the dashboard", () => {
  interface Panel {
    title: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets: { expr: string }[];
  }
  const text = readFileSync(DASHBOARD, "utf8");
  const { panels } = JSON.parse(text) as { panels: Panel[] };

  it("[O4] shows every figure of ours, and names none that does not exist", async () => {
    await start();
    const types = [...(await scraped()).matchAll(/^# TYPE (\w+) (\w+)$/gm)];
    const exported = new Set(
      types.flatMap(([, name = "", type]) =>
        type === "histogram" ? ["_bucket", "_sum", "_count"].map((end) => name + end) : [name],
      ),
    );
    const shown = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/\b([a-z]\w+)\{/g)].map(([, name = ""]) => name)),
    );
    expect(shown.filter((name) => !exported.has(name))).toEqual([]);
    expect([...exported].filter((name) => name.startsWith("companion_") && !shown.includes(name))).toEqual([]);
    for (const [, name] of text.matchAll(/label_values\((\w+),/g)) expect(exported).toContain(name);
  });

  it("[O4] is as complete as the table of docs/deploy.md, which names none that does not exist either", async () => {
    await start();
    const exported = [...(await scraped()).matchAll(/^# TYPE (\w+) /gm)].map(([, name = ""]) => name);
    const page = readFileSync(new URL("../docs/deploy.md", import.meta.url), "utf8");
    const named = [...page.matchAll(/^\| .*?\|/gm)].flatMap(([cell]) =>
      [...cell.matchAll(/`((?:companion|nodejs)_[a-z\d_]*[a-z\d])/g)].map(([, name = ""]) => name),
    );
    expect(named.filter((name) => !exported.includes(name))).toEqual([]);
    expect(exported.filter((name) => name.startsWith("companion_") && !named.includes(name))).toEqual([]);
  });

  it("[O4] panels have titles of their own and do not lie on one another", () => {
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const [index, { gridPos: a }] of panels.entries())
      for (const { gridPos: b } of panels.slice(index + 1))
        expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
  });
});
