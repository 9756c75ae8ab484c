// A server with a runner that does as a test says, and the people in a room of it, for the tests of both. Knows no sandbox.
import { MemoryDisk, MemoryStore } from "../../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../../test/harness.ts";
import { Wire } from "../../../test/hostile/wire.ts";
import { makeViewer } from "../../../test/storedRoles.ts";
import type { Feature } from "../../feature.ts";
import { runFeature } from "../index.ts";
import type { ServerRunMessage } from "../messages.ts";
import { Coder, FakeRunner } from "./runners.ts";

type Hello = Parameters<typeof Wire.enter>[1];

export class RunServer {
  readonly #others: readonly Feature[];
  readonly #coders: Coder[] = [];
  disk = new MemoryDisk();
  store!: MemoryStore;
  running!: TestServer;
  runner!: FakeRunner;
  roomId!: string;
  /** the owner's */
  key!: string;

  private constructor(others: readonly Feature[]) {
    this.#others = others;
  }

  /** `others`: features that it has besides. */
  static async start(settings: Record<string, string> = {}, others: readonly Feature[] = []): Promise<RunServer> {
    const server = new RunServer(others);
    await server.#start(settings);
    ({ roomId: server.roomId, key: server.key } = await server.running.createRoom("Olga"));
    return server;
  }

  async #start(settings: Record<string, string>): Promise<void> {
    this.runner = new FakeRunner();
    this.store = new MemoryStore(this.disk);
    const own = { LIMIT_MESSAGES_PER_SECOND: "0", RUNNER: "sandbox" };
    const feature = runFeature(async () => this.runner);
    this.running = await startTestServer({ ...own, ...settings }, this.store, [feature, ...this.#others]);
  }

  async stop(): Promise<void> {
    for (const { wire } of this.#coders.splice(0)) wire.leave();
    await this.running.stop();
  }

  /** All leave, and it is another process; `disk`: with what is stored there. */
  async restart(settings: Record<string, string> = {}, disk = this.disk): Promise<void> {
    await this.stop();
    this.disk = disk;
    await this.#start(settings);
  }

  /** All leave, and a participant is a viewer from now on. */
  async makeViewer(participant: number): Promise<void> {
    await this.stop();
    makeViewer(this.disk, this.roomId, participant);
    await this.#start({});
  }

  /** In the room, and nothing is read of what is told there. */
  async come(hello: Hello = {}): Promise<Coder> {
    const coder = new Coder(await Wire.enter(this.running.socketUrl(this.roomId), { files: [], ...hello }));
    this.#coders.push(coder);
    return coder;
  }

  /** In the room, and told where its log begins and ends. */
  async enter(hello: Hello = {}): Promise<Coder & { readonly startsAt: number; readonly head: number }> {
    const coder = await this.come(hello);
    // the log may have to be read first
    const told = new Map<string, ServerRunMessage>();
    while (!told.has("head") || !told.has("mayRun")) {
      const data = (await coder.wire.next("feature")).data as ServerRunMessage;
      told.set(data.type, data);
    }
    const { start: startsAt, head } = told.get("head") as Extract<ServerRunMessage, { type: "head" }>;
    return Object.assign(coder, { head, startsAt });
  }
}
