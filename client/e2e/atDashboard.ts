// What an operator does at the dashboard in a browser: signing in, opening a tab, reading the table behind a chart. Knows no figure.
import { expect, type Locator, type Page } from "@playwright/test";
import { ADMIN_TOKEN } from "./operator.ts";
import type { Visitor } from "./visitor.ts";

/** What a server has whose dashboard is looked at, and what a page may report there. */
export const DASHBOARD = {
  settings: {
    ADMIN_TOKEN,
    // what is written and made is counted where it is bounded
    RATE_ROOM_BYTES_PER_HOUR: "1000000",
    RATE_ADDRESS_BYTES_PER_HOUR: "1000000000",
    RATE_ROOMS_PER_HOUR: "1000",
    TRUST_PROXY: "loopback",
  },
  // nobody is signed in at first, some wishes are refused, and what Chromium says of a stream that ends with its page
  tolerated: /status of 40[01]|ERR_INCOMPLETE_CHUNKED_ENCODING/,
};

export const WIDE = { viewport: { width: 1280, height: 800 } };

/** `url`: of the home page. */
export async function openDashboard({ page }: Visitor, url: string): Promise<void> {
  await page.goto(new URL("admin", url).href);
  await page.locator("form, [role=tablist]").first().waitFor();
}

export async function signInAt(visitor: Visitor, url: string): Promise<Page> {
  const { page } = visitor;
  await openDashboard(visitor, url);
  await page.locator("input[type=password]").fill(ADMIN_TOKEN);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tablist")).toBeVisible();
  return page;
}

export const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole("tab", { name, exact: true }).click();

/** A number on its own, below a heading. */
export const tile = (page: Page, section: string, name: string): Locator =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: section, exact: true }) })
    .locator(".tile")
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator("dd");

export const chart = (page: Page, name: string): Locator =>
  page.locator("figure").filter({ has: page.getByText(name, { exact: true }) });

/** What the table behind a chart says of each hour; its numbers are whole ones below a thousand. */
async function byHour(page: Page, name: string): Promise<number[]> {
  const figure = chart(page, name);
  if (!(await figure.getByRole("table").isVisible())) await figure.getByText("As a table").click();
  await figure.getByRole("table").waitFor();
  const cells = await figure.getByRole("table").getByRole("cell").allTextContents();
  // an hour in which no server ran
  return cells.map((cell) => (cell === "–" ? 0 : Number(cell)));
}

/** Of what is added up: of all hours together. */
export const inTable = async (page: Page, name: string): Promise<number> =>
  (await byHour(page, name)).reduce((sum, one) => sum + one, 0);

/** Of what is not: in any hour. */
export const mostInTable = async (page: Page, name: string): Promise<number> => Math.max(...(await byHour(page, name)));
