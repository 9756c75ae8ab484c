// The built server as people run it: a process on a data folder, which can be killed and started again. Knows no browser.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RoomStore } from "../../server/rooms/roomStore.ts";
import { openEmbeddedStore } from "../../server/store/embedded/embeddedStore.ts";
import { Wire } from "../../server/test/hostile/wire.ts";
import { NO_RATES } from "../../server/test/noRates.ts";
import { openSocketTo, textFrom } from "../../server/test/person.ts";

/** What `npm run build` makes of the server. */
export const SERVER_MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

export class ServerProcess {
  readonly #settings: Readonly<Record<string, string>>;
  readonly #dataDir: string;
  #child: ChildProcess | undefined;
  #port = 0;

  private constructor(dataDir: string, settings: Readonly<Record<string, string>>) {
    this.#dataDir = dataDir;
    this.#settings = settings;
  }

  /** Starts a server on a new data folder; `settings` are its environment. */
  static async start(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const server = new ServerProcess(await mkdtemp(join(tmpdir(), "companion-e2e-")), settings);
    await server.restart();
    return server;
  }

  /** The address of the home page, with its closing slash. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}${this.#settings["BASE_PATH"] ?? ""}/`;
  }

  /** Starts it again, on the same data and, where it has run before, on the same port. Rejects with what it said instead. */
  async restart(): Promise<void> {
    await this.kill();
    const child = spawn(process.execPath, [SERVER_MAIN], {
      // away from a developer's .env
      cwd: this.#dataDir,
      env: {
        PATH: process.env["PATH"],
        HOST: "127.0.0.1",
        PORT: String(this.#port),
        DATA_DIR: join(this.#dataDir, "data"),
        ...NO_RATES,
        ...this.#settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    this.#port = await new Promise<number>((resolve, reject) => {
      createInterface(child.stdout).on("line", (line) => {
        const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
        if (port !== undefined && msg.startsWith("open http")) resolve(port);
      });
      child.once("close", () => reject(new Error(`the server ended: ${said}`)));
    });
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Somebody without a page creates a room. */
  async createRoom(name: string): Promise<{ roomId: string; key: string }> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${this.url}api/rooms`, { method: "POST", headers, body: JSON.stringify({ name }) });
    return (await answer.json()) as { roomId: string; key: string };
  }

  /** Does something in the store itself; the server is away meanwhile. */
  async withStore(work: (store: RoomStore) => Promise<void>): Promise<void> {
    await this.kill();
    const store = await openEmbeddedStore(join(this.#dataDir, "data"));
    await work(store);
    await store.close();
    await this.restart();
  }

  /** Copies what is stored; the returned function puts the copy back in its place. The server is away for both. */
  async backUp(): Promise<() => Promise<void>> {
    const [data, copy] = [join(this.#dataDir, "data"), await mkdtemp(join(this.#dataDir, "copy-"))];
    await this.kill();
    await cp(data, copy, { recursive: true, filter: (path) => !path.endsWith(".sock") });
    await this.restart();
    return async () => {
      await this.kill();
      await this.eraseData();
      await cp(copy, data, { recursive: true });
      await this.restart();
    };
  }

  /** Removes everything that is stored; the process must not run. */
  async eraseData(): Promise<void> {
    await rm(join(this.#dataDir, "data"), { recursive: true, force: true });
  }

  /** Ends the process and removes its folder. */
  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  #socketUrl(roomId: string): string {
    const address = new URL(roomId, this.url);
    address.protocol = "ws:";
    return address.href;
  }

  /** The text of a room's first file as the server has it. */
  textOf(roomId: string): Promise<string> {
    return textFrom(roomId, openSocketTo(this.#socketUrl(roomId)));
  }

  /** The participants who are in the room, as anybody with the link may ask. */
  async here(roomId: string): Promise<readonly number[]> {
    const response = await fetch(`${this.url}api/rooms/${roomId}`);
    return ((await response.json()) as { here: readonly number[] }).here;
  }

  /** Somebody without a page says all of this to a feature; resolves when it was heard. */
  async tell(roomId: string, feature: string, data: readonly unknown[]): Promise<void> {
    const wire = await Wire.enter(this.#socketUrl(roomId), { name: "Talker", files: [] });
    for (const one of data) wire.say({ type: "feature", feature, data: one });
    await wire.answers();
    wire.leave();
  }
}
