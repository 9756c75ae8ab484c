// A second implementation of the protocol, written from SPEC.md: docs/example_client.py beside the real one, over cuts and restarts.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { WebSocketServer } from "ws";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ServerProcess } from "./process/serverProcess.ts";
import { ERRORS, type ErrorCode } from "../protocol/errors.ts";
import type { ClientMessage } from "../protocol/clientMessages.ts";
import type { ServerMessage } from "../protocol/serverMessages.ts";
import { Person } from "./person.ts";
import { needPythonProgram } from "./pythonProgram.ts";

const PATH = fileURLToPath(new URL("../../docs/example_client.py", import.meta.url));
const LINES = 10;

let server: ServerProcess;
let python: string;
let roomId: string;
let olga: Person;

beforeEach(async () => {
  python = await needPythonProgram("python");
  // the same at every start: the client knows its link alone
  server = await ServerProcess.create({ PORT: `${await freePort()}` });
  await server.start();
  ({ roomId } = await server.createRoom());
  olga = new Person(roomId, server.open(roomId), { name: "Ola" });
  await olga.settled();
});
afterEach(async () => {
  olga.leave();
  await server.dispose();
});

const run = promisify(execFile);

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  listening.close();
  await once(listening, "close");
  return port;
}

const link = (): string => `${server.url}/${roomId}`;
/** What it has printed last. */
const lastText = (printed: string): string =>
  /(?:^|\n--- version \d+\n)((?:(?!\n--- version )[^])*)\n--- version \d+\n$/.exec(printed)?.[1] ?? "";

/** A server that says what it is told, to the client in Python with a line to add. */
class Scripted {
  readonly #server: WebSocketServer;
  readonly exited: Promise<{ readonly code: number; readonly stderr: string }>;
  readonly #heard: { readonly message: ClientMessage; readonly at: number; readonly say: (message: object) => void }[] =
    [];
  #wake = (): void => {};

  constructor(server: WebSocketServer, program: string) {
    this.#server = server;
    server.on("connection", (socket) =>
      socket.on("message", (data: Buffer) => {
        const message = JSON.parse(data.toString()) as ClientMessage;
        this.#heard.push({ message, at: performance.now(), say: (one) => socket.send(JSON.stringify(one)) });
        this.#wake();
      }),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/room`;
    this.exited = run(program, [PATH, url, "a line"]).then(
      ({ stderr }) => ({ code: 0, stderr }),
      ({ code, stderr }: { readonly code: number; readonly stderr: string }) => ({ code, stderr }),
    );
  }

  static async start(program: string): Promise<Scripted> {
    const listening = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(listening, "listening");
    return new Scripted(listening, program);
  }

  /** What the client says next, which is of this type. */
  async next(type: ClientMessage["type"]) {
    while (this.#heard.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    const heard = this.#heard.shift()!;
    expect(heard.message.type).toBe(type);
    return heard;
  }

  /** What it says once it has come in. */
  async entered() {
    const { say } = await this.next("hello");
    const you: Partial<Extract<ServerMessage, { type: "welcome" }>["you"]> = { client: 7 };
    say({ type: "welcome", you });
    say({ type: "file", file: 1, version: 0, head: 0, text: "" });
    return this.next("push");
  }

  stop(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}

describe("a client written from SPEC.md", () => {
  it("[P1] joins, follows what others type in any script, and prints it", async () => {
    expect(readFileSync(PATH, "utf8").split("\n").length).toBeLessThanOrEqual(151);
    const child = spawn(python, [PATH, link()]);
    let printed = "";
    child.stdout.setEncoding("utf8");
    const until = (text: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (lastText(printed) !== text) return;
          child.stdout.off("data", look);
          resolve();
        };
        child.stdout.on("data", look);
        look();
      });
    child.stdout.on("data", (text: string) => (printed += text));
    olga.insert(0, "one \u{1f600}\ntwo");
    await olga.settled();
    await until(olga.text());
    olga.insert(6, "\u{10ffff}ü");
    olga.update({
      changes: [
        { from: 0, to: 3, insert: "1" },
        { from: olga.text().length - 1, insert: "\n" },
      ],
    });
    await until(olga.text());
    await server.kill();
    await server.start();
    olga.session.retryNow();
    olga.insert(0, "after a restart ");
    await until(olga.text());
    child.kill();
  });

  it("[C3] adds each of its lines once, while others type and the server is killed", async () => {
    const typing = setInterval(() => olga.insert(0, "x"), 5);
    for (let line = 0; line < LINES; line++) {
      const { stdout } = await Promise.all([
        run(python, [PATH, link(), `line ${line} \u{1f600}`]),
        line % 3 === 1 ? server.kill().then(() => server.start()) : undefined,
      ]).then(([done]) => done);
      expect(lastText(stdout)).toContain(`line ${line} \u{1f600}`);
    }
    clearInterval(typing);
    olga.session.retryNow();
    await olga.settled();
    const text = await server.textOf(roomId);
    expect(text).toBe(olga.text());
    const added = text.split("\n").filter((line) => line.includes("line "));
    expect(added.map((line) => line.replace(/^x+/, ""))).toEqual(
      Array.from({ length: LINES }, (_, line) => `line ${line} \u{1f600}`),
    );
  });

  it("[P45] knows the codes by their remedies, and takes one that it does not know for internal", () => {
    const source = readFileSync(PATH, "utf8");
    const listed = (name: string): string[] =>
      new RegExp(`^${name} = "+([^"]*)"+`, "m")
        .exec(source)![1]!
        .split(/\s+/)
        .filter((code) => code !== "");
    const of = (...remedies: string[]): string[] =>
      (Object.keys(ERRORS) as ErrorCode[]).filter((code) => remedies.includes(ERRORS[code].remedy));
    expect(listed("WAIT").toSorted()).toEqual(of("wait").toSorted());
    // its one line is offered again on the text that it reads anew
    expect(listed("REREAD").toSorted()).toEqual([...of("reopen"), "version_ahead"].toSorted());
    const over = of("stop", "later", "refused", "close");
    expect(listed("OVER").filter((code) => !over.includes(code))).toEqual([]);
    expect(over).toContain("version_ahead");
    expect(listed("OVER")).not.toContain("version_ahead");
  });

  it("[P45] [P50] comes again, says it again after a while, reads anew or gives up, as the code wants", async () => {
    const scripted = await Scripted.start(python);
    try {
      for (const code of ["internal", "room_full", "hello_timeout", "too_many_refusals", "of_a_newer_server"]) {
        const { say } = await scripted.next("hello");
        say({ type: "error", code, message: code, fatal: true, ...(code === "room_full" && { retryAfterMs: 700 }) });
      }
      let pushed = await scripted.entered();
      for (const code of ["rate_limited", "written_much", "server_read_only"]) {
        const before = performance.now();
        pushed.say({ type: "error", code, message: code, fatal: false, retryAfterMs: 600 });
        const again = await scripted.next("push");
        expect(again.at - before).toBeGreaterThan(590);
        expect(again.message).toEqual(pushed.message);
        pushed = again;
      }
      pushed.say({ type: "error", code: "version_too_old", message: "", fatal: false });
      const { say, message } = await scripted.next("open");
      expect(message).toMatchObject({ file: 1, version: null });
      say({ type: "file", file: 1, version: 3, head: 3, text: "more" });
      expect((await scripted.next("push")).message).toMatchObject({ version: 3, seq: 1 });
      say({ type: "error", code: "room_closed", message: "It is closed.", fatal: true });
      expect(await scripted.exited).toEqual({ code: 1, stderr: "It is closed.\n" });
    } finally {
      scripted.stop();
    }
  });
});
