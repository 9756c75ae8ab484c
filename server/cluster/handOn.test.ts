// What one server hands on to another: requests, upgrades, refusals and ends, between two plain HTTP servers. Knows no database.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { readConfig } from "../config.ts";
import { Refusal } from "../protocol/errors.ts";
import { boundConnections } from "../socket/connections.ts";
import { TestLog } from "../test/harness.ts";
import { HandOn } from "./handOn.ts";
import type { NodeRecord } from "./membership.ts";
import { Seal } from "./seal.ts";

const SECRET = "known-to-both-servers";
const CLIENT = "203.0.113.7";

/** What the other server was asked. */
interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly address: string | undefined;
  readonly body: string;
}

let log: TestLog;
let handOn: HandOn;
/** the one that is asked first, and the one that has the room */
let first: Server;
let other: Server;
let to: NodeRecord;
let asked: Asked[];
let refusals: unknown[];
/** how the other server answers */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let upgraded: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
const sockets = new Set<Socket>();

/** What a proxy in front of a server leaves of the headers: nothing that Connection names. */
function behindProxy(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const named = (headers.connection ?? "").toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !named.includes(name)));
}

/** Who asks, as the server of that name understands the request. */
const addressTo = (server: string, request: Pick<IncomingMessage, "method" | "url" | "headers">, secret = SECRET) =>
  new HandOn(server, new Seal(secret), log).addressOf(request as IncomingMessage);

async function listen(server: Server): Promise<void> {
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

beforeEach(async () => {
  log = new TestLog();
  handOn = new HandOn("first", new Seal(SECRET), log);
  asked = [];
  refusals = [];
  answer = (_request, response) => void response.end("answered");
  upgraded = (_request, socket) => void socket.destroy();
  const note = (request: IncomingMessage, body: string): void => {
    const { method, url } = request;
    const headers = behindProxy(request.headers);
    const address = addressTo("other", { method, url, headers });
    asked.push({ method, url, headers, address, body });
  };
  other = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      note(request, body);
      answer(request, response);
    });
  });
  other.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    note(request, "");
    socket.on("error", () => {});
    upgraded(request, socket, head);
  });
  first = createServer((request, response) => {
    handOn.request(to, request, response, CLIENT).catch((error: unknown) => {
      refusals.push(error);
      response.writeHead(503).end();
    });
  });
  first.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => {});
    handOn.upgrade(to, request, socket, head, CLIENT).catch((error: unknown) => {
      refusals.push(error);
      socket.destroy();
    });
  });
  await Promise.all([listen(first), listen(other)]);
  const url = `http://127.0.0.1:${portOf(other)}`;
  to = { _id: "name-of-other", server: "other", url, seal: "", since: new Date(), until: new Date() };
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all([first, other].map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Sends the words over a connection of its own and resolves with all that came until it ended. */
async function say(...words: string[]): Promise<string> {
  const socket = connect(portOf(first), "127.0.0.1");
  let heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
  socket.write(words.join("\r\n"));
  await once(socket, "close");
  return heard;
}

const UPGRADE = ["GET /room HTTP/1.1", "Host: code.example", "Connection: Upgrade", "Upgrade: websocket"];
const ACCEPTED =
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Mine: kept\r\n\r\n";

/** An upgraded connection through both. */
async function open(): Promise<{ client: Socket; heard: () => string; server: Duplex }> {
  const reached = new Promise<Duplex>((resolve) => {
    upgraded = (_request, socket) => {
      socket.write(`${ACCEPTED}hello`);
      socket.resume().on("end", () => socket.end());
      resolve(socket);
    };
  });
  const client = connect(portOf(first), "127.0.0.1");
  sockets.add(client);
  client.on("error", () => {});
  let heard = "";
  client.setEncoding("utf8").on("data", (text: string) => (heard += text));
  client.write([...UPGRADE, "", ""].join("\r\n"));
  const server = await reached;
  while (!heard.endsWith("hello")) await once(client, "data");
  return { client, heard: () => heard, server };
}

/** A test that runs out of time here has found a leak. */
async function untilNothingIsPiped(): Promise<void> {
  while (handOn.reached.length > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe("a request that is handed on", () => {
  it.each(["Content-Length: 11", "Transfer-Encoding: chunked"])(
    "[N2] arrives as it was, with its body (%s), and so does the answer",
    async (length) => {
      answer = (_request, response) => {
        response.writeHead(418, { "X-Mine": "kept", "Set-Cookie": ["a=1", "b=2"] });
        response.end("x".repeat(300_000));
      };
      const body = length.startsWith("C") ? "hello=world" : "5\r\nhello\r\n6\r\n=world\r\n0\r\n\r\n";
      const heard = await say(
        "PATCH /api/rooms/abc?q=1 HTTP/1.1",
        "Host: code.example",
        "Authorization: Bearer key",
        "Connection: close",
        length,
        "",
        body,
      );
      expect(asked).toMatchObject([
        { method: "PATCH", url: "/api/rooms/abc?q=1", address: CLIENT, body: "hello=world" },
      ]);
      expect(asked[0]?.headers).toMatchObject({ host: "code.example", authorization: "Bearer key" });
      expect(heard).toMatch(/^HTTP\/1\.1 418 /);
      for (const line of ["X-Mine: kept", "Set-Cookie: a=1", "Set-Cookie: b=2"])
        expect(heard.toLowerCase()).toContain(`${line.toLowerCase()}\r\n`);
      expect(heard.match(/x/g)?.length).toBeGreaterThanOrEqual(300_000);
      expect(refusals).toEqual([]);
    },
  );

  it("[N2] leaves the connection of the one who asks as that one wants it", async () => {
    answer = (_request, response) => void response.writeHead(200, { Connection: "close" }).end("answered");
    const request = "GET /api/rooms/abc HTTP/1.1\r\nHost: code.example\r\n";
    const heard = await say(`${request}\r\n${request}Connection: close\r\n\r\n`);
    expect(heard.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it("[N2] whose body is not what its method has cannot smuggle a second request", async () => {
    const inner = "GET /api/rooms/inner HTTP/1.1\r\nHost: x\r\n\r\n";
    const chunk = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
    for (const method of ["GET", "DELETE"])
      await say(`${method} /outer HTTP/1.1`, "Host: x", "Connection: close", "Transfer-Encoding: chunked", "", chunk);
    expect(asked.map(({ url, body }) => ({ url, body }))).toEqual([
      { url: "/outer", body: inner },
      { url: "/outer", body: inner },
    ]);
  });

  it("[N2] is ended when the one who asked has gone, and when the answer breaks off", async () => {
    const went = new Promise((resolve) => {
      answer = (_request, response) => {
        response.on("close", resolve);
        client.destroy();
      };
    });
    const client = connect(portOf(first), "127.0.0.1");
    client.write("GET /api/rooms/abc HTTP/1.1\r\nHost: x\r\n\r\n");
    await went;
    answer = (request, response) => {
      response.writeHead(200, { "Content-Length": 100 }).write("half");
      setImmediate(() => request.socket.destroy());
    };
    expect(await say("GET /api/rooms/abc HTTP/1.1", "Host: x", "", "")).toMatch(/half$/);
    expect(refusals).toEqual([]);
  });

  it("[N4] to a server that is not there is refused, said once until it is there, and does not tell where that would be", async () => {
    const there = to;
    const request = ["GET /api/rooms/abc HTTP/1.1", "Host: x", "Connection: close", "", ""];
    to = { ...there, url: "http://127.0.0.1:1" };
    await say(...request);
    await say(...UPGRADE, "", "");
    expect(refusals).toEqual([expect.any(Refusal), expect.any(Refusal)]);
    expect(refusals).toMatchObject([{ code: "server_draining" }, { code: "server_draining" }]);
    expect(String(refusals)).not.toContain("127.0.0.1");
    expect(log.warnings).toHaveLength(1);
    to = there;
    await say(...request);
    to = { ...there, url: "http://127.0.0.1:1" };
    await say(...request);
    expect(log.warnings).toHaveLength(2);
  });

  it("[N4] to a server that does not answer is refused in time, said once; a reader or a body that pauses for as long goes on", async () => {
    const length = 32 * 1024 * 1024;
    answer = ({ url }, response) => {
      if (url === "/large") response.end(Buffer.alloc(length));
      if (url === "/slow") response.end("answered");
    };
    const reader = connect(portOf(first), "127.0.0.1");
    reader.write("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    await once(reader, "readable");
    const writer = connect(portOf(first), "127.0.0.1");
    writer.write("PUT /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nha");
    await once(writer, "connect");
    const began = performance.now();
    const silent = ["GET /silent HTTP/1.1", "Host: x", "Connection: close", "", ""];
    await Promise.all([say(...silent), say(...silent)]);
    expect(performance.now() - began).toBeLessThan(9_000);
    expect(refusals).toMatchObject([{ code: "server_draining" }, { code: "server_draining" }]);
    expect(log.warnings).toMatchObject([{ sentence: "another server does not answer" }]);

    let heard = "";
    writer.setEncoding("utf8").on("data", (text: string) => (heard += text));
    writer.write("lf");
    let read = 0;
    reader.on("data", (data: Buffer) => (read += data.length));
    await Promise.all([once(writer, "close"), once(reader, "close")]);
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK[^]*answered/);
    expect(asked).toContainEqual(expect.objectContaining({ url: "/slow", body: "half" }));
    expect(read).toBeGreaterThan(length);
    expect([refusals.length, log.warnings.length]).toEqual([2, 1]);
  });

  it("[N4] to a server that dies without a word is cut, whether it is still asked or has begun to answer", async () => {
    const begun = new Promise<void>((resolve) => {
      answer = ({ url }, response) => {
        if (url === "/begun") response.writeHead(200, { "Content-Length": 100 }).write("half");
        if (url === "/asked") resolve();
      };
    });
    const half = say("GET /begun HTTP/1.1", "Host: x", "", "");
    const body = say("PUT /body HTTP/1.1", "Host: x", "Connection: close", "Content-Length: 4", "", "ha");
    const none = say("GET /asked HTTP/1.1", "Host: x", "Connection: close", "", "");
    await begun;
    while (asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
    handOn.cut("name-of-other");
    expect(await half).toMatch(/half$/);
    expect([await body, await none]).toEqual([expect.stringMatching(/ 503 /), expect.stringMatching(/ 503 /)]);
    await untilNothingIsPiped();
  });
});

describe("the header that servers know each other by", () => {
  const forged = ["X-Companion-From: other guess 192.0.2.1", "X-Forwarded-For: 192.0.2.2"];

  it("[N3] counts with the shared secret only, for one request of one server, and never tells the secret", async () => {
    await say("GET /api/rooms/abc?q=1 HTTP/1.1", "Host: x", "Connection: close", "", "");
    const { method, url, headers } = asked[0]!;
    const request = { method, url, headers };
    expect(addressTo("other", request)).toBe(CLIENT);
    expect(JSON.stringify(headers)).not.toContain(SECRET);

    const [server, proof] = String(headers["x-companion-from"]).split(" ");
    const saying = (from: string) => ({ ...request, headers: { "x-companion-from": from } });
    for (const wrong of [
      { ...request, url: "/api/rooms/abd?q=1" },
      { ...request, method: "PUT" },
      { ...request, headers: {} },
      saying(`${server} ${proof} 192.0.2.1`),
      saying(`third ${proof} ${CLIENT}`),
      saying(`${server} ${proof?.slice(1)} ${CLIENT}`),
      saying(`${server} ${proof} ${CLIENT}, ${server} ${proof} ${CLIENT}`),
      saying(""),
    ])
      expect(addressTo("other", wrong)).toBeUndefined();
    expect(addressTo("other", request, "another secret")).toBeUndefined();
    expect(() => addressTo("third", request)).toThrow(expect.objectContaining({ code: "room_reset" }));
    const unknown = new Seal(SECRET).of("request", "other", "GET", "/", "");
    expect(addressTo("other", { ...saying(`other ${unknown} `), method: "GET", url: "/" })).toBe("");
  });

  it("[N3] is not passed on as an outsider wrote it", async () => {
    await say("GET /api/rooms/abc HTTP/1.1", "Host: x", "Connection: close", ...forged, "", "");
    upgraded = (_request, socket) => void socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    await say(...UPGRADE, ...forged, "", "");
    expect(asked.map(({ address }) => address)).toEqual([CLIENT, CLIENT]);
  });

  it("[N3] is taken away by nothing that Connection names, nor is any other header", async () => {
    const names = "Close, Upgrade, X-Companion-From, Authorization, X-Mine, Content-Length, Host";
    const rest = ["Host: x", "Authorization: Bearer key", "X-Mine: kept", `Connection: ${names}`];
    upgraded = (_request, socket) => void socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    await say("PUT /api/rooms/abc HTTP/1.1", ...rest, "Content-Length: 4", "", "body");
    await say("GET /room HTTP/1.1", ...rest, "Upgrade: websocket", "", "");
    const kept = { host: "x", authorization: "Bearer key", "x-mine": "kept" };
    expect(asked).toMatchObject([
      { address: CLIENT, body: "body", headers: kept },
      { address: CLIENT, url: "/room", headers: kept },
    ]);
  });

  it("[N3] what is between neighbours only is not handed on, nor a body with an upgrade", async () => {
    const between = [
      "Keep-Alive: timeout=9",
      "Proxy-Connection: x",
      "TE: trailers",
      "Trailer: X",
      "Expect: 100-continue",
    ];
    upgraded = (_request, socket) => void socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    await say("GET /api/rooms/abc HTTP/1.1", "Host: x", "Connection: close", "Upgrade: h2c", ...between, "", "");
    for (const body of ["Content-Length: 5", "Transfer-Encoding: chunked"])
      await say(...UPGRADE, ...between, body, "", "");
    const names = ["keep-alive", "proxy-connection", "te", "trailer", "expect", "content-length", "transfer-encoding"];
    for (const { headers } of asked) expect(Object.keys(headers).filter((name) => names.includes(name))).toEqual([]);
    expect(asked[0]?.headers.upgrade).toBeUndefined();
  });
});

describe("an upgrade that is handed on", () => {
  it("[N2] carries bytes both ways, those that came with it too", async () => {
    const words = new Promise<string>((resolve) => {
      upgraded = (_request, socket, head) => {
        let heard = head.toString();
        const look = (): void => {
          if (heard.endsWith("end")) resolve(heard);
        };
        socket.on("data", (data: Buffer) => {
          heard += data.toString();
          look();
        });
        look();
        socket.write(`${ACCEPTED}early`);
        socket.end("late");
      };
    });
    const heard = await say(...UPGRADE, "", "first words to the end");
    expect(await words).toBe("first words to the end");
    expect(heard).toBe(`${ACCEPTED}earlylate`);
    expect(asked[0]).toMatchObject({ url: "/room", address: CLIENT, headers: { host: "code.example" } });
  });

  it("[N2] is refused as the other server says", async () => {
    upgraded = (_request, socket) =>
      void socket.end(
        'HTTP/1.1 404 Not Found\r\nX-Mine: kept\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"e"\r\n0\r\n\r\n',
      );
    const heard = await say(...UPGRADE, "", "");
    expect(heard).toMatch(/^HTTP\/1\.1 404 Not Found\r\nX-Mine: kept\r\n/);
    expect(heard).toMatch(/Connection: close\r\n\r\n\{"e"$/);
  });

  it("[N2] ends on either side when the other does", async () => {
    const one = await open();
    expect(handOn.reached).toEqual(["name-of-other"]);
    one.client.destroy();
    await once(one.server, "close");
    const two = await open();
    two.server.destroy();
    await once(two.client, "close");
    await untilNothingIsPiped();
  });

  it("[N2] ends when the client went before it was answered", async () => {
    const reached = new Promise<Duplex>((resolve) => (upgraded = (_request, socket) => resolve(socket)));
    const client = connect(portOf(first), "127.0.0.1");
    client.write([...UPGRADE, "", ""].join("\r\n"));
    const server = await reached;
    client.destroy();
    await once(client, "close");
    server.write(ACCEPTED);
    server.resume().on("end", () => server.end());
    await once(server, "close");
    await untilNothingIsPiped();
  });

  it("[N4] to a server that has died without a word is cut", async () => {
    const { client } = await open();
    handOn.cut("another");
    handOn.cut("name-of-other");
    await once(client, "close");
    await untilNothingIsPiped();
  });

  it("[O23] is not counted by the other server among the connections of the one that hands it on", async () => {
    const { rates, trustProxy } = readConfig({ CONNECTIONS_PER_ADDRESS: "3" });
    boundConnections(other, { rates, trustProxy }, new HandOn("other", new Seal(SECRET), log));
    for (let count = 0; count < 10; count++) await open();
    for (let count = 0; count < 5; count++)
      expect(await say("GET /a HTTP/1.1", "Host: x", "Connection: close", "", "")).toMatch(/answered$/);
    expect(refusals).toEqual([]);
    // nor can anybody else have it so by saying so
    const strangers = Array.from({ length: 5 }, () => {
      const socket = connect(portOf(other), "127.0.0.1");
      sockets.add(socket);
      socket.write("GET /b HTTP/1.1\r\nHost: x\r\nX-Companion-From: other proof 127.0.0.1\r\n\r\n");
      socket.on("error", () => {});
      return new Promise<string>((resolve) => {
        socket.on("data", () => resolve("heard")).on("close", () => resolve("closed"));
      });
    });
    expect((await Promise.all(strangers)).toSorted()).toEqual(["closed", "closed", "heard", "heard", "heard"]);
  });
});
