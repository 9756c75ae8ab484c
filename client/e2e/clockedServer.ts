// The built page on a server in the process of a test, which sets its clock ahead and looks into its store. Knows no test.
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "@playwright/test";
import { readConfig } from "../../server/config.ts";
import { settingsOf } from "../../server/features/feature.ts";
import { loadClient } from "../../server/http/page.ts";
import { type RunningServer, startServer } from "../../server/server.ts";
import { MemoryStore } from "../../server/store/memory/memoryStore.ts";
import { allFeatures } from "../../server/test/allFeatures.ts";
import { TestLog } from "../../server/test/harness.ts";
import { NO_RATES } from "../../server/test/noRates.ts";
import { SetClock } from "../../server/test/setClock.ts";
import { Visitor } from "./visitor.ts";

const BUILT = fileURLToPath(new URL("../../dist/client", import.meta.url));

export class ClockedServer {
  readonly clock = new SetClock();
  readonly store = new MemoryStore();
  readonly #browser: Browser;
  #running!: RunningServer;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** With all features; `settings` are its environment. */
  static async start(browser: Browser, settings: Readonly<Record<string, string>>): Promise<ClockedServer> {
    const server = new ClockedServer(browser);
    server.#running = await startServer({
      config: readConfig({ PORT: "0", HOST: "127.0.0.1", ...NO_RATES, ...settings }, settingsOf(allFeatures)),
      store: server.store,
      features: allFeatures,
      client: loadClient(BUILT),
      logger: new TestLog(),
      clock: server.clock,
    });
    return server;
  }

  /** The address of the home page, with its closing slash. */
  get url(): string {
    return `http://127.0.0.1:${this.#running.port}/`;
  }

  /** Opens a window of a new browser, which whoever opens it closes. */
  async visit(options?: BrowserContextOptions): Promise<Visitor> {
    const context = await this.#browser.newContext(options);
    return new Visitor(await context.newPage(), this.url);
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }
}
