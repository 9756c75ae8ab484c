// The browser tests' `test` for programs alone: a page that runs one after the other. Knows no room.
import { test as base, type BrowserContext, type Page } from "@playwright/test";
import type { BrowserEnd } from "../browser/index.ts";
import { type HarnessSite, openHarnessSite } from "./harnessSite.ts";

export interface Program {
  readonly language: string;
  readonly main?: string;
  readonly files: Readonly<Record<string, string>> | string;
  readonly input?: string;
  readonly outputBytes?: number;
}

const MAINS: Readonly<Record<string, string>> = {
  JavaScript: "main.js",
  TypeScript: "main.ts",
  Python: "main.py",
  HTML: "index.html",
  Lua: "main.lua",
  SQL: "main.sql",
};

/** As the page is told of it. */
export function jobOf({
  language,
  main = MAINS[language] ?? "main",
  files,
  input = "",
  outputBytes = 1_000_000,
}: Program) {
  return { language, main, files: typeof files === "string" ? { [main]: files } : files, input, outputBytes };
}

interface Result extends BrowserEnd {
  readonly stdout: string;
  readonly stderr: string;
}

/** A page that runs one program at a time. */
export class Runner {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async start(program: Program): Promise<void> {
    await this.page.evaluate((job) => void window.start(job), jobOf(program));
  }

  started = (): Promise<void> => this.page.evaluate(() => window.last.started);

  async result(): Promise<Result> {
    return this.page.evaluate(async () => {
      const { last } = window;
      return { ...(await last.ended), stdout: last.stdout, stderr: last.stderr };
    });
  }

  async run(program: Program): Promise<Result> {
    await this.start(program);
    return this.result();
  }

  stdout = (): Promise<string> => this.page.evaluate(() => window.last.stdout);
}

export const test = base.extend<{ runner: Runner; context: BrowserContext }, { site: HarnessSite }>({
  site: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const site = await openHarnessSite();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  runner: async ({ page, site }, use) => {
    await page.goto(site.url);
    await use(new Runner(page));
  },
});

export const js = (text: string): Program => ({ language: "JavaScript", files: text });
export const py = (text: string, input = ""): Program => ({ language: "Python", files: text, input });
export const lua = (text: string, input = ""): Program => ({ language: "Lua", files: text, input });
export const sql = (text: string): Program => ({ language: "SQL", files: text });
export const html = (body: string): Program => ({ language: "HTML", files: `<!doctype html><body>${body}` });
