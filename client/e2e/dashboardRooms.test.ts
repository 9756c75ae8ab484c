// The dashboard's list of rooms in a real browser: what is found there, what ends a room, who makes and writes too much, and who is blocked.
import type { Locator, Page } from "@playwright/test";
import type { Abuse } from "../../server/dashboard/messages.ts";
import { DASHBOARD, WIDE, openTab, signInAt } from "./atDashboard.ts";
import { axe } from "./axe.ts";
import type { ServerProcess } from "./serverProcess.ts";
import { expect, test } from "./test.ts";

test.use(DASHBOARD);

/** The details of the room that people see by this name: the first, once the list knows of it. */
async function detailsOf(page: Page, label: string): Promise<Locator> {
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    await page.keyboard.press("Escape");
    await openTab(page, "Overview");
    await openTab(page, "Rooms");
    await page
      .getByRole("button", { name: /^Room .*: details/ })
      .first()
      .click();
    await dialog.getByRole("button", { name: "Show its title" }).click();
    await expect(dialog.getByText(`${label} (nobody has named it)`)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return dialog;
}

test("[O90] a room is found by its hash, its title told on a press, and closed by a choice and a reason", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.type("kept");
  await ada.isSaved();
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
  // the name that people in it see is told on a press
  const dialog = await detailsOf(page, await ada.label());
  // nothing is chosen at first, and no key ends a room that way
  await expect(dialog.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: /^Disconnect/ })).toHaveCount(0);
  await dialog.getByLabel("Reason, told to whoever is in it").fill("Spam.");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Choose first what is to be done.")).toBeVisible();
  await ada.isIn();
  await dialog.getByRole("radio", { name: /^Disconnect everybody/ }).check();
  await dialog.getByRole("button", { name: "Disconnect everybody", exact: true }).click();
  await expect(page.getByText(/^Everybody in room .* is disconnected\.$/)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(ada.page.locator(".room-over")).toContainText("operator");
});

for (const [how, said, title] of [
  ["Let it expire", /^Room .* is deleted by the next sweep unless/, "This server’s operator lets this room expire"],
  ["Delete", /^Room .* is deleted\.$/, "This server’s operator has deleted this room"],
] as const)
  test(`[O90] whoever is in a room reads why, and it is gone or is soon: ${how}`, async ({ visit, server }) => {
    const ada = await visit();
    await ada.create("Ada");
    await ada.type("kept");
    await ada.isSaved();
    const operator = await visit(WIDE);
    const page = await signInAt(operator, server.url);
    await openTab(page, "Rooms");
    const dialog = await detailsOf(page, await ada.label());
    await dialog.getByRole("radio", { name: new RegExp(`^${how}`) }).check();
    await dialog.getByLabel("Reason, told to whoever is in it").fill("Somebody reported it.");
    await dialog.getByRole("button", { name: how, exact: true }).click();
    await expect(page.getByText(said)).toBeVisible();
    await expect(dialog).toHaveCount(0);
    await expect(ada.page.getByText("The operator’s reason: Somebody reported it.")).toBeVisible();
    const over = ada.page.locator(".room-over");
    await expect(over.getByRole("heading")).toHaveText(title);
    if (how === "Delete") {
      // everybody is told before it is gone
      await expect.poll(async () => (await fetch(`${server.url}api/rooms/${ada.roomId}`)).status).toBe(404);
      await expect(over.locator(".button").first()).toHaveText("Save this text as a file");
    } else await expect(page.getByRole("cell", { name: "With the next sweep" }).first()).toBeVisible();
  });

/** Makes a room as whoever comes from that address. */
const makeFrom = (server: ServerProcess, address: string): Promise<Response> =>
  fetch(`${server.url}api/rooms`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Forwarded-For": address },
    body: JSON.stringify({ name: "Mallory" }),
  });

test("[O90] the list of rooms is turned page by page, and ends where it ends", async ({ visit, server }) => {
  for (let made = 0; made < 51; made++) await makeFrom(server, "203.0.113.8");
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
  // while they are looked at nobody says that there is none
  const looking = { now: 0, rooms: [], page: 0, pages: 1, total: 0, lookedAt: null };
  await page.route("**/admin/api/rooms?*", (route) => route.fulfill({ json: looking }));
  await openTab(page, "Rooms");
  await expect(page.getByText("Still looking at all of them")).toBeVisible();
  await expect(page.getByText("There is no room yet.")).toHaveCount(0);
  await page.unroute("**/admin/api/rooms?*");
  await openTab(page, "Overview");
  await openTab(page, "Rooms");
  const pages = page.getByRole("navigation", { name: "Pages of rooms" });
  const list = page.locator("section").filter({ has: page.getByRole("heading", { name: "Rooms", exact: true }) });
  const hashes = (): Promise<string[]> => list.getByRole("button", { name: /^Room .*: details/ }).allTextContents();
  await expect(pages.getByRole("status")).toHaveText(/^Page 1 of 2, /);
  const [back, next] = ["Back", "Next"].map((name) => pages.getByRole("button", { name }));
  await expect(back!).toHaveAttribute("aria-disabled", "true");
  // whoever leaves a room of an earlier test meanwhile moves it to the other page
  await expect(async () => {
    const first = await hashes();
    await next!.click();
    await expect(pages.getByRole("status")).toHaveText(/^Page 2 of 2, /);
    await expect(next!).toHaveAttribute("aria-disabled", "true");
    const second = await hashes();
    await back!.click();
    await expect(pages.getByRole("status")).toHaveText(/^Page 1 of 2, /);
    expect(second.length).toBeGreaterThan(0);
    expect(second.filter((hash) => first.includes(hash))).toEqual([]);
  }).toPass();
  await next!.click();
  // another order begins at its first page
  await page.getByLabel("Order").selectOption("Largest");
  await expect(pages.getByRole("status")).toHaveText(/^Page 1 of 2, /);
});

test("[O90] who has made rooms and what writes the most is listed, and leads to a block and to the room", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.type("loud");
  await ada.isSaved();
  for (let made = 0; made < 3; made++) await makeFrom(server, "203.0.113.9");
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
  await openTab(page, "Rooms");
  const of = (heading: string) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name: heading, exact: true }) });
  const made = of("Rooms made, by address").getByRole("row", { name: /203\.0\.113\.9/ });
  // what each server has counted is noted every ten seconds
  const [lastHour, inAll] = [made.getByRole("cell").nth(1), made.getByRole("cell").nth(2)];
  for (const cell of [lastHour, inAll]) await expect(cell).toHaveText("3", { timeout: 30_000 });
  await expect(made.getByRole("img", { name: /^By the hour: .+: [123]/ })).toBeVisible();
  const dialog = page.getByRole("dialog");
  await made.getByRole("button", { name: "Block 203.0.113.9" }).click();
  await expect(dialog.getByLabel("Address or group")).toHaveValue("203.0.113.9");
  await page.keyboard.press("Escape");
  const loud = of("Rooms that write the most").getByRole("row").nth(1);
  await expect(loud).toContainText("%");
  await loud.getByRole("button").click();
  await expect(dialog.getByText("In it now")).toBeVisible();
  await page.keyboard.press("Escape");
  const own = of("Addresses that write the most").getByRole("row", { name: /127\.0\.0\.1.*\(you\)/ });
  await expect(own).toBeVisible();
  await expect(own.getByRole("button")).toHaveCount(0);
});

test("[O54] rooms are shown by the hour for each address, and those beyond 500 addresses have no button to block them", async ({
  visit,
  server,
}) => {
  const operator = await visit({ ...WIDE, locale: "de-DE" });
  const { page } = operator;
  const hours = (more: Record<number, number>): number[] => Array.from({ length: 24 }, (_, hour) => more[hour] ?? 0);
  await page.route("**/admin/api/abuse", async (route) => {
    const answer = await route.fetch();
    const abuse = (await answer.json()) as Abuse;
    const groups = [
      { group: null, hours: hours({ 3: 12 }) },
      { group: "203.0.113.9", hours: hours({ 0: 1, 22: 5 }) },
    ];
    const made = { from: new Date(2026, 0, 5, 14).getTime(), groups };
    await route.fulfill({ response: answer, json: { ...abuse, made } satisfies Abuse });
  });
  await signInAt(operator, server.url);
  await openTab(page, "Räume");
  // other tests of this server may have blocked the same address
  const of = (name: RegExp) => page.getByRole("row", { name }).filter({ has: page.locator(".hour-bars") });
  const bars = of(/203\.0\.113\.9/).getByRole("img");
  await expect(bars).toHaveAccessibleName("Stunde für Stunde: 14:00: 1, 12:00: 5");
  await expect(bars.locator("rect[height='0']")).toHaveCount(22);
  const others = of(/^Alle übrigen Adressen/);
  await expect(others.getByRole("img")).toHaveAccessibleName("Stunde für Stunde: 17:00: 12");
  await expect(others.getByRole("button")).toHaveCount(0);
  await expect(of(/203\.0\.113\.9/).getByRole("button")).toHaveCount(1);
  await axe(operator, "rooms made by the hour");
});

test("[O90] an address is blocked for a time, and let in again; the operator's own is not", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
  await openTab(page, "Rooms");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Block an address" }).click();
  await dialog.getByLabel("Address or group").fill("127.0.0.1");
  await dialog.getByRole("button", { name: "Block it" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("yourself");
  await dialog.getByLabel("Address or group").fill("203.0.113.7");
  await dialog.getByLabel("For", { exact: true }).selectOption("10 minutes");
  await dialog.getByLabel(/^Reason/).fill("40,000 rooms");
  await dialog.getByRole("button", { name: "Block it" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("row", { name: /203\.0\.113\.7.*40,000 rooms/ });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Let 203.0.113.7 in again" }).click();
  await expect(page.getByText("No address is blocked.")).toBeVisible();
});

test("[O90] the list says of when it is, and is made anew at a press", async ({ visit, server }) => {
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
  await openTab(page, "Rooms");
  const status = page.getByRole("status").filter({ hasText: /^As of \d/ });
  await expect(status).toBeVisible();
  const ada = await visit();
  await ada.create("Ada");
  await ada.type("abc");
  await ada.isSaved();
  // what the list had counted before does not have it: it is looked at again once a minute
  await page.getByLabel("Order").selectOption("Visited last");
  const row = page.getByRole("group", { name: "Rooms", exact: true }).locator("tbody").getByRole("row").first();
  await expect(row.getByRole("cell").first()).toHaveText("1");
  await expect(row.getByRole("cell").nth(3)).toHaveText("–");
  const asked = page.waitForRequest(/rooms\?.*fresh=1/);
  await page.getByRole("button", { name: "Look again", exact: true }).click();
  await asked;
  await expect(row.getByRole("cell").nth(3)).toHaveText(/^[1-9]\d*$/);
  await expect(status).toBeVisible();
});
