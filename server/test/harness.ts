// A real server on a free port, in this process, for tests.
import { readConfig } from "../config.ts";
import { type Feature, settingsOf } from "../features/feature.ts";
import { systemClock } from "../platform.ts";
import type { Clock, Logger } from "../rooms/ports.ts";
import { type RunningServer, startServer } from "../server.ts";
import { MemoryStore } from "../store/memory/memoryStore.ts";
import { NO_RATES } from "./noRates.ts";
import { openSocketTo, Person, type PersonOptions } from "./person.ts";

/** Keeps what was logged, so that a test can say that nothing was. */
export class TestLog implements Logger {
  readonly errors: { details: object; sentence: string }[] = [];
  error(details: object, sentence: string): void {
    this.errors.push({ details, sentence });
  }
  readonly warnings: { details: object; sentence: string }[] = [];
  warn(details: object, sentence: string): void {
    this.warnings.push({ details, sentence });
  }
  readonly told: { details: object; sentence: string }[] = [];
  info(details: object, sentence: string): void {
    this.told.push({ details, sentence });
  }
}

export interface TestServer extends RunningServer {
  readonly url: string;
  readonly log: TestLog;
  /** creates a room and returns its id and the owner's key */
  createRoom(name?: string): Promise<{ roomId: string; key: string }>;
  socketUrl(roomId: string): string;
  enter(roomId: string, options?: PersonOptions): Person;
}

/** What a server needs of its store. */
export type StoreOfServer = Parameters<typeof startServer>[0]["store"];

/** Rates by address are off unless a test sets them. */
export async function startTestServer(
  settings: Record<string, string> = {},
  store: StoreOfServer = new MemoryStore(),
  features: readonly Feature[] = [],
  clock: Clock = systemClock,
): Promise<TestServer> {
  const config = readConfig({ PORT: "0", HOST: "127.0.0.1", ...NO_RATES, ...settings }, settingsOf(features));
  const log = new TestLog();
  const running = await startServer({ config, store, features, client: undefined, logger: log, clock });
  const host = `127.0.0.1:${running.port}${config.basePath}`;
  const socketUrl = (roomId: string): string => `ws://${host}/${roomId}`;
  return {
    ...running,
    log,
    url: `http://${host}`,
    socketUrl,
    async createRoom(name = "Olga") {
      const { room, key } = await running.rooms.create({ name, language: "Python" });
      return { roomId: room.roomId, key };
    },
    enter: (roomId, options) => new Person(roomId, openSocketTo(socketUrl(roomId)), options),
  };
}
