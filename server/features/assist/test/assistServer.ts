// A server with the assistant, asking a provider of nothing, and the people in a room of it, for the tests of both.
import type { StoredEvent } from "../../../rooms/log/roomDocument.ts";
import { EVENTS } from "../../../rooms/roomStore.ts";
import { MemoryDisk, MemoryStore } from "../../../store/memory/memoryStore.ts";
import { startTestServer, type TestServer } from "../../../test/harness.ts";
import { Wire } from "../../../test/hostile/wire.ts";
import { makeViewer } from "../../../test/storedRoles.ts";
import type { Feature } from "../../feature.ts";
import { assistFeature } from "../index.ts";
import { Asker } from "./asker.ts";
import { FakeProvider } from "./fakeProvider.ts";

/** Of a room's own log, more than tests write. */
const MOST_ENTRIES = 1_000;

export const KEY = "sk-of-the-operator-0123456789";

export class AssistServer {
  readonly fake: FakeProvider;
  readonly disk = new MemoryDisk();
  readonly #askers: Asker[] = [];
  readonly #others: readonly Feature[];
  server!: TestServer;
  store!: MemoryStore;
  roomId!: string;
  key!: string;

  private constructor(fake: FakeProvider, others: readonly Feature[]) {
    this.fake = fake;
    this.#others = others;
  }

  static async start(settings: Record<string, string> = {}, others: readonly Feature[] = []): Promise<AssistServer> {
    const one = new AssistServer(await FakeProvider.start(), others);
    await one.#start(settings);
    ({ roomId: one.roomId, key: one.key } = await one.server.createRoom("Olga"));
    return one;
  }

  async #start(settings: Record<string, string>): Promise<void> {
    const base = `${this.fake.origin}/v1`;
    const feature = assistFeature({ openai: base, anthropic: base, google: `${this.fake.origin}/v1beta` });
    const own = {
      LIMIT_MESSAGES_PER_SECOND: "0",
      AI_PROVIDER: "compatible",
      AI_MODEL: "fake-1",
      AI_API_KEY: KEY,
      AI_BASE_URL: base,
      AI_TOKENS_PER_DAY: "1000000",
    };
    this.store = new MemoryStore(this.disk);
    this.server = await startTestServer({ ...own, ...settings }, this.store, [feature, ...this.#others]);
  }

  /** `headers`: of the request that the socket begins with. */
  async enter(hello: Parameters<typeof Wire.enter>[1] = {}, headers: Record<string, string> = {}): Promise<Asker> {
    const url = this.server.socketUrl(this.roomId);
    const wire = await Wire.enter(url, { files: [{ file: 1, version: null }], ...hello }, { headers });
    const asker = new Asker(wire);
    this.#askers.push(asker);
    return asker.come();
  }

  owner(): Promise<Asker> {
    return this.enter({ key: this.key });
  }

  /** Somebody types what is all of the first file's text. */
  async write(by: Asker, text: string, version = 0, seq = 1): Promise<void> {
    by.wire.say({ type: "push", file: 1, version, seq, changes: [[[0, ...text.split("\n")]]] });
    await by.wire.next("updates");
  }

  /** All leave, and it is another process. */
  async restart(settings: Record<string, string> = {}): Promise<void> {
    for (const { wire } of this.#askers.splice(0)) wire.leave();
    await this.server.stop();
    await this.#start(settings);
  }

  /** A participant is a viewer from now on. */
  async makeViewer(participant: number): Promise<void> {
    for (const { wire } of this.#askers.splice(0)) wire.leave();
    await this.server.stop();
    makeViewer(this.disk, this.roomId, participant);
    await this.#start({});
  }

  /** The entries of the room's own log. */
  async events(): Promise<readonly StoredEvent[]> {
    const commits = await new MemoryStore(this.disk).read({ roomId: this.roomId, file: EVENTS }, 0, MOST_ENTRIES);
    return commits.flatMap(({ entries }) => JSON.parse(entries) as StoredEvent[]);
  }

  async stop(): Promise<void> {
    for (const { wire } of this.#askers.splice(0)) wire.leave();
    await this.server.stop();
    await this.fake.stop();
  }

  get url(): string {
    return `${this.server.url}/api/rooms/${this.roomId}/assist`;
  }

  /** What is refused to whoever says this. */
  async refused(asker: Asker, data: object): Promise<string> {
    asker.send(data);
    return (await asker.next("refused")).why;
  }
}
