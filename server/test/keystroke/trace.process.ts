// Two people in a room of the whole server with its store on the disk, and one types: prints the files that a keystroke passes through,
// as JSON (`Trace`). A program of its own, since it counts what runs in it. Knows no page.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openSocketTo, Person } from "../person.ts";
import { passedFiles } from "./passedFiles.ts";

export interface Trace {
  readonly client: readonly string[];
  readonly server: readonly string[];
}

const SERVER = fileURLToPath(new URL("server.process.ts", import.meta.url));
/** The first ones find nothing compiled and nothing open yet. */
const WARM_UP_KEYS = 5;
/** What passes in all of these, or all but one, is a keystroke's; what passes in some is a timer's, in the more the slower the machine is. */
const KEYS = 9;

/** Resolves with its port once it is open. */
async function portOf(server: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const { port } = JSON.parse(line) as { port?: number };
    if (port !== undefined) return port;
  }
  throw new Error("the server ended before its port was open");
}

async function passedInServer(server: ChildProcess): Promise<readonly string[]> {
  const told = once(server, "message");
  server.send("look");
  const [files] = (await told) as [string[]];
  return files;
}

/** Resolves when the keystroke is stored, and in the other's text. */
async function typeKey(typist: Person, reader: Person): Promise<void> {
  const { length } = typist.text();
  typist.insert(length, "x");
  await Promise.all([typist.settled(), reader.until(() => reader.text().length > length)]);
}

const inNearlyAll = (looks: readonly (readonly string[])[]): string[] =>
  [...new Set(looks.flat())].filter((file) => looks.filter((look) => look.includes(file)).length >= looks.length - 1);

async function trace(server: ChildProcess): Promise<Trace> {
  const host = `127.0.0.1:${await portOf(server)}`;
  const response = await fetch(`http://${host}/api/rooms`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Olga" }),
  });
  const { roomId, key } = (await response.json()) as { roomId: string; key: string };
  const open = openSocketTo(`ws://${host}/${roomId}`);
  const [olga, ben] = [new Person(roomId, open, { key }), new Person(roomId, open, { name: "Ben" })];
  await Promise.all([olga.settled(), ben.settled()]);
  for (let index = 0; index < WARM_UP_KEYS; index++) await typeKey(olga, ben);
  const looks: Trace[] = [];
  for (let index = 0; index < KEYS; index++) {
    await Promise.all([passedFiles(), passedInServer(server)]);
    await typeKey(olga, ben);
    looks.push({ client: await passedFiles(), server: await passedInServer(server) });
  }
  return {
    client: inNearlyAll(looks.map(({ client }) => client)),
    server: inNearlyAll(looks.map((look) => look.server)),
  };
}

const dataDir = mkdtempSync(join(tmpdir(), "keystroke-"));
const server = spawn(process.execPath, ["--import", "tsx", SERVER], {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
  env: { ...process.env, HOST: "127.0.0.1", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "info", NODE_ENV: "production" },
});
try {
  process.stdout.write(JSON.stringify(await trace(server)));
} finally {
  server.kill("SIGKILL");
  await once(server, "close");
  rmSync(dataDir, { recursive: true });
}
process.exit(0);
