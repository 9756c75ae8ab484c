// The browser tests' `test`: a running server, windows to it, and a failure for every error that a page reports.
import { test as base, type BrowserContext, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { ServerProcess } from "./serverProcess.ts";
import { Visitor } from "./visitor.ts";

/** What Chromium reports when there is no server to answer. */
export const SERVER_IS_DOWN =
  /ERR_CONNECTION_(REFUSED|RESET)|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|WebSocket connection to .* failed/;
/** What Chromium reports of a page or a call that is answered with 404, and of the socket that is given up then. */
export const NOT_FOUND = /status of 404|closed before the connection is established/;

/** A socket that took long to open was given up for another one [K19]: on a busy machine it is so now and then. */
const GIVEN_UP = /WebSocket is closed before the connection is established/;

/** CodeMirror says so where what it measures scrolls and wraps meanwhile, and goes on with the next frame: on a busy machine it is so now and then. */
const MEASURED_LATER = /Measure loop restarted more than 5 times/;

/** What each test has. @public */
export interface PerTest {
  /** errors that a test brings about on purpose */
  tolerated: RegExp | undefined;
  /** everything that a page has reported as an error, tolerated or not */
  reports: string[];
  /** Opens a window of a new browser: nothing is remembered in it. */
  visit: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Opens one more window beside another, in the same browser. */
  beside: (visitor: Visitor) => Promise<Visitor>;
}

/** What the tests of a file have together. @public */
export interface PerWorker {
  /** the server's environment */
  settings: Record<string, string>;
  server: ServerProcess;
}

function listen(page: Page, reports: string[]): void {
  page.on("pageerror", (error) => reports.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") reports.push(`${page.url()}: ${message.text()}`);
  });
}

export const test = base.extend<PerTest, PerWorker>({
  settings: [{}, { option: true, scope: "worker" }],
  server: [
    async ({ settings }, use) => {
      const server = await ServerProcess.start(settings);
      await use(server);
      await server.dispose();
    },
    { scope: "worker" },
  ],
  tolerated: [undefined, { option: true }],
  reports: async ({ tolerated }, use) => {
    const reports: string[] = [];
    await use(reports);
    const isError = (report: string): boolean =>
      ![GIVEN_UP, MEASURED_LATER, tolerated].some((one) => one?.test(report));
    expect(reports.filter(isError)).toEqual([]);
  },
  visit: async ({ browser, server, reports }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      opened.push(context);
      context.on("page", (page) => listen(page, reports));
      return new Visitor(await context.newPage(), server.url);
    });
    for (const context of opened) await context.close();
  },
  beside: async ({ server }, use) => {
    await use(async (visitor) => new Visitor(await visitor.context.newPage(), server.url));
  },
});

export { expect } from "@playwright/test";
