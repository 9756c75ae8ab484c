// Requests of one address that ask for much, on real connections: what waits for them, and what of it does.
import { EventEmitter, once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type Response, Router } from "express";
import { type Budgets, createBudgets } from "../budgets/budgets.ts";
import type { TurnServices } from "../budgets/fairTurns.ts";
import { readConfig } from "../config.ts";
import { SimClock } from "../test/fuzz/simNetwork.ts";
import type { Feature } from "../features/feature.ts";
import { appWith, KEY, ROOM } from "../test/httpHarness.ts";
import { reading } from "../test/readingFeature.ts";

/** More than the system takes off the server's hands. */
const FILE_BYTES = 10_000_000;
const FILE = `/api/rooms/${ROOM}/reading/1`;

let server: Server;
let clock: SimClock;
let budgets: Budgets;
const clients: Socket[] = [];
/** the server's ends of the connections, as they came */
const ends: Socket[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  ends.splice(0);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Time stands still, and pieces of work take no time but what is charged. */
const STILL: TurnServices = { now: () => 0, next: (run) => void setImmediate(run), after: () => () => {} };

/** A server of which an address may have `shares`, and whose room has a file of this text. */
async function start(
  shares: Record<string, string>,
  text: string | (() => Promise<string>) = "x".repeat(FILE_BYTES),
  env: Record<string, string> = {},
  features: readonly Feature[] = [reading],
): Promise<void> {
  clock = new SimClock();
  budgets = createBudgets(readConfig({ ADDRESS_TIME_PERCENT: "0", ...shares }).shares, clock, STILL);
  const { app } = appWith({ RATE_REQUESTS_PER_MINUTE: "0", ...env }, { budgets, clock, text, features });
  server = app.listen(0, "127.0.0.1");
  server.on("connection", (socket: Socket) => ends.push(socket));
  await once(server, "listening");
}

interface Asking {
  readonly socket: Socket;
  heard(): string;
}

/** A connection that asks for these, one after the other without waiting; it reads, or does not. */
async function ask(paths: readonly string[], reads = true): Promise<Asking> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  clients.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  let heard = "";
  if (reads) socket.on("data", (data: Buffer) => (heard += data.toString()));
  else socket.pause();
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: any\r\n\r\n`).join(""));
  return { socket, heard: () => heard };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
const someTurns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
};
const waiting = (): number => ends.reduce((sum, { writableLength }) => sum + writableLength, 0);

describe("answers that nobody reads", () => {
  it("[O28] have a bound in memory for all connections of an address; whoever watches the server is answered", async () => {
    await start({ ADDRESS_WAITING_BYTES: String(4 * FILE_BYTES) });
    await Promise.all(Array.from({ length: 40 }, () => ask([FILE], false)));
    await until(() => waiting() > 2 * FILE_BYTES);
    await someTurns();
    expect(waiting()).toBeLessThan((2 + 8 + 1) * FILE_BYTES);
    const watcher = await ask(["/health"]);
    await until(() => watcher.heard().includes('{"status":"ok"}'));
    const other = await ask([`/api/rooms/${ROOM}`]);
    await someTurns();
    expect(other.heard()).toBe("");
    for (const client of clients) client.resume();
    await until(() => other.heard().includes("200 OK"));
    await until(() => waiting() === 0);
  });

  it("[O28] are one for a connection, however many it asks for at once", async () => {
    let asked = 0;
    const text = "x".repeat(FILE_BYTES);
    await start({ ADDRESS_WAITING_BYTES: "0" }, async () => {
      asked++;
      return text;
    });
    const { socket } = await ask([FILE, FILE, FILE, FILE], false);
    await until(() => waiting() > FILE_BYTES / 2);
    await someTurns();
    expect(asked).toBe(1);
    let heard = 0;
    socket.on("data", (data: Buffer) => (heard += data.length)).resume();
    await until(() => heard > 4 * FILE_BYTES);
    expect(asked).toBe(4);
  });

  it("[O28] are cut after 30 s in which nothing was taken, and after two minutes whatever was", async () => {
    await start({ ADDRESS_WAITING_BYTES: String(FILE_BYTES) });
    const one = await ask([FILE], false);
    await until(() => waiting() > FILE_BYTES / 2);
    const [end] = ends;
    expect(end!.timeout).toBe(30_000);
    const other = await ask([`/api/rooms/${ROOM}`]);
    clock.advance(119_999);
    await someTurns();
    expect([end!.destroyed, other.heard()]).toEqual([false, ""]);
    clock.advance(1);
    expect(end!.destroyed).toBe(true);
    await until(() => other.heard().includes("200 OK"));
    one.socket.destroy();
    await ask([FILE], false);
    await until(() => (ends[2]?.writableLength ?? 0) > FILE_BYTES / 2);
    // as Node does when its time is up
    ends[2]!.emit("timeout");
    expect(ends[2]!.destroyed).toBe(true);
  });

  it("[O21] [O28] are cut at once where more waits for all together than may and most of it for them", async () => {
    await start({ ALL_WAITING_BYTES: String(FILE_BYTES / 2) });
    const came = once(server, "connection");
    await ask([FILE], false);
    const [end] = (await came) as [Socket];
    await once(end, "close");
    const other = await ask([`/api/rooms/${ROOM}`]);
    await until(() => other.heard().includes("200 OK"));
  });

  it("[O28] are made eight at a time, and who goes meanwhile keeps nobody waiting", async () => {
    let asked = 0;
    const release: ((text: string) => void)[] = [];
    const text = () => {
      asked++;
      return new Promise<string>((resolve) => release.push(resolve));
    };
    await start({}, text);
    const all = await Promise.all(Array.from({ length: 30 }, () => ask([FILE])));
    await until(() => asked === 8);
    await someTurns();
    expect(asked).toBe(8);
    for (const { socket } of all.slice(0, 20)) socket.destroy();
    await until(() => ends.filter(({ destroyed }) => destroyed).length === 20);
    const left = all.slice(20);
    for (let done = 0; done < left.length;) {
      for (const answer of release.splice(0)) answer("text");
      await new Promise((resolve) => setImmediate(resolve));
      done = left.filter(({ heard }) => heard().endsWith("text")).length;
    }
    // those who went before their turn were made no answer
    expect(asked).toBeLessThan(30);
  });
});

describe("answers that wait for a turn of another kind", () => {
  it("[O28] keep no other look of their address waiting", async () => {
    let asked = 0;
    const answer: (() => void)[] = [];
    const text = async (): Promise<string> => {
      asked++;
      return new Promise<string>((resolve) => answer.push(() => resolve("text")));
    };
    await start({}, text);
    const waits = await Promise.all(Array.from({ length: 20 }, () => ask([`${FILE}?queued`])));
    await until(() => asked === 20);
    const others = await Promise.all(Array.from({ length: 10 }, () => ask([FILE])));
    await until(() => asked === 28);
    await someTurns();
    expect(asked).toBe(28);
    for (let done = 0; done < 30;) {
      for (const one of answer.splice(0)) one();
      await new Promise((resolve) => setImmediate(resolve));
      done = [...waits, ...others].filter(({ heard }) => heard().endsWith("text")).length;
    }
  });
});

describe("requests of an address", () => {
  it("[O20] [H9] wait for its share of the time; of too many that wait the next is told to come again", async () => {
    // what a request is charged uses the share up, and no time passes in which there would be more
    await start({ ADDRESS_TIME_PERCENT: "10" });
    for (let count = 0; count < 10; count++) {
      const { socket } = await ask(["/health"]);
      await Promise.race([once(socket, "data"), someTurns()]);
      socket.destroy();
    }
    await until(() => ends.every(({ destroyed }) => destroyed));
    const waits = await Promise.all(Array.from({ length: 250 }, () => ask(["/health"])));
    const refused = () => waits.filter(({ heard }) => heard().includes(" 429 ")).length;
    await until(() => refused() >= 50);
    await someTurns();
    expect(waits.filter(({ heard }) => heard().includes(" 200 "))).toHaveLength(0);
    expect(refused()).toBeLessThan(60);
    expect(waits.find(({ heard }) => heard().includes(" 429 "))!.heard()).toContain("Retry-After: 2");
  });

  it("[H9] to the API and to pages of rooms count, those that change something tenfold, and what a feature says is worth twenty as twenty", async () => {
    const status = async (path: string, method = "GET"): Promise<number> =>
      (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method })).status;
    await start({}, "text", { RATE_REQUESTS_PER_MINUTE: "32" });
    expect(await status(`/api/rooms/${ROOM}`)).toBe(200);
    expect(await status("/api/rooms", "POST")).toBe(400);
    expect(await status(FILE)).toBe(200);
    expect(await status(`/api/rooms/${ROOM}`)).toBe(429);
    expect(await status("/health")).toBe(200);
  });
});

describe("what takes a while for an answer", () => {
  type Time = ReturnType<Parameters<NonNullable<Feature["routes"]>>[0]["timeOf"]>;

  /** What a route that answers with nothing has, once it is asked. */
  async function asked(shares: Record<string, string> = {}) {
    const comes = new EventEmitter<{ come: [Response, Time] }>();
    const taking: Feature = {
      name: "taking",
      routes({ timeOf }) {
        const router = Router({ mergeParams: true });
        router.get("/", (_, response) => void comes.emit("come", response, timeOf(response)));
        return router;
      },
    };
    await start(shares, "", {}, [taking]);
    const come = once(comes, "come");
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    clients.push(socket);
    socket.write(`GET /api/rooms/${ROOM}/taking HTTP/1.1\r\nHost: any\r\nAuthorization: Bearer ${KEY}\r\n\r\n`);
    const [response, time] = (await come) as [Response, Time];
    return { response, time, socket };
  }

  it("[O20] waits while its address has no time left, and is done at once where others wait for it too", async () => {
    const { time } = await asked({ ADDRESS_TIME_PERCENT: "50" });
    const done: string[] = [];
    budgets.of("127.0.0.1").seat.spend(100);
    void time.work(() => done.push("own"));
    await time.charge(() => done.push("of many"));
    await someTurns();
    expect(done).toEqual(["of many"]);
  });

  it("[O20] is not done once nobody waits for the answer", async () => {
    const { response, time, socket } = await asked();
    await expect(time.work(() => "done")).resolves.toBe("done");
    socket.destroy();
    await once(response, "close");
    await expect(time.work(() => "done")).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("[H72] its end is heard of by one listener of the server's", async () => {
    const { response } = await asked();
    expect(response.listenerCount("close")).toBe(1);
  });
});
