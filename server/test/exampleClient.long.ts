// A second implementation of the protocol, written from SPEC.md: docs/example_client.py beside the real one, over cuts and restarts.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ServerProcess } from "./process/serverProcess.ts";
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
});
