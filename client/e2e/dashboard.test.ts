// The operator's page in a real browser: the way in and out, each tab, and what is done there.
import type { Locator, Page } from "@playwright/test";
import type { Abuse, FeatureFigures, Minutes } from "../../server/dashboard/messages.ts";
import { openDashboard, openTab, signInAt } from "./atDashboard.ts";
import { axe } from "./axe.ts";
import { ADMIN_TOKEN } from "./operator.ts";
import type { ServerProcess } from "./serverProcess.ts";
import { expect, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

test.use({
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
});

const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
/** The tabs that are there whatever features the server has. */
const TABS = ["Overview", "Rooms", "Events"];

const signIn = (visitor: Visitor, server: ServerProcess): Promise<Page> => signInAt(visitor, server.url);

const tile = (page: Page, section: string, name: string) =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: section, exact: true }) })
    .locator(".tile")
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator("dd");

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

async function picture({ page }: Visitor, name: string): Promise<void> {
  if (process.env["SCREENS"] !== "1") return;
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), animations: "disabled", fullPage: true });
}

test("[O80] a wrong token is told, the right one stays for a reload, and signing out leaves nothing", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const { page } = operator;
  await openDashboard(operator, server.url);
  const token = page.getByLabel("Token");
  await expect(token).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Type the token first.")).toBeVisible();
  await page.keyboard.type("not the token of this server");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").getByText("ADMIN_TOKEN")).toBeVisible();
  await expect(token).toBeFocused();
  await token.fill(ADMIN_TOKEN);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "Overview" })).toBeVisible();
  expect(await page.evaluate(() => [document.cookie, JSON.stringify({ ...localStorage })].join())).not.toContain(
    ADMIN_TOKEN,
  );
  expect(await page.evaluate(() => document.cookie)).toBe("");
  await openTab(page, "Rooms");
  await page.reload();
  await expect(page.getByRole("tab", { name: "Rooms" })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("[O80] an old cookie is none: the page shows nothing that it had, and says so", async ({
  visit,
  server,
  beside,
}) => {
  const operator = await visit(WIDE);
  const page = await signIn(operator, server);
  const other = await beside(operator);
  await openDashboard(other, server.url);
  await expect(other.page.getByRole("tablist")).toBeVisible();
  // both have one session
  await other.page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await expect(page.getByRole("tablist")).toHaveCount(0);
  await operator.context.clearCookies();
  await operator.context.addCookies([
    { name: "companion_admin", value: "a".repeat(32), url: new URL("admin", server.url).href },
  ]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("[O83] figures are live, can be paused, and go on", async ({ visit, server }) => {
  const operator = await visit(WIDE);
  const page = await signIn(operator, server);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(tile(page, "Now", "People")).toHaveText("0");
  const ada = await visit();
  await ada.create("Ada");
  await expect(tile(page, "Now", "People")).toHaveText("1");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await ada.context.close();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(tile(page, "Now", "People")).toHaveText("0");
});

test("[O84] events come live, and one kind of them is found", async ({ visit, server }) => {
  const operator = await visit(WIDE);
  const page = await signIn(operator, server);
  await openTab(page, "Events");
  const ada = await visit();
  await ada.create("Ada");
  const rows = page.locator("tbody tr");
  await expect(rows.filter({ hasText: "Came in" }).first()).toBeVisible();
  await expect(rows.filter({ hasText: "Room made" }).first()).toBeVisible();
  await expect(page.locator("main")).not.toContainText("Ada");
  await expect(page.locator("main")).not.toContainText(ada.roomId);
  await page.getByRole("checkbox", { name: "Room made" }).check();
  await expect(rows.filter({ hasText: "Came in" })).toHaveCount(0);
  await expect(rows.filter({ hasText: "Room made" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(rows.filter({ hasText: "Came in" }).first()).toBeVisible();
  await page
    .getByRole("button", { name: /^Only events of room/ })
    .first()
    .click();
  await expect(page.getByRole("textbox", { name: "Room" })).not.toHaveValue("");
});

test("[O90] a room is found by its hash, its title told on a press, and closed by a choice and a reason", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.type("kept");
  await ada.isSaved();
  const operator = await visit(WIDE);
  const page = await signIn(operator, server);
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
    const page = await signIn(operator, server);
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
  const page = await signIn(operator, server);
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
  const page = await signIn(operator, server);
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
  await signIn(operator, server);
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
  const page = await signIn(operator, server);
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
  const page = await signIn(operator, server);
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

/** A day in which the last ten minutes are known, one of them not. */
const DAY: Minutes = {
  from: new Date(2026, 10, 29, 12).getTime(),
  columns: ["keystrokes", "people"],
  minutes: Array.from({ length: 1440 }, (_, minute) => (minute < 1430 || minute === 1435 ? null : [minute % 10, 3])),
};

test("[O81] a chart says its last and its highest, and has a table behind it", async ({ visit, server }) => {
  const operator = await visit(WIDE);
  await operator.page.route("**/admin/api/minutes", (route) => route.fulfill({ json: DAY }));
  const page = await signIn(operator, server);
  await expect(page.getByRole("img", { name: "Keystrokes: 9 last, 9 at the most." })).toBeVisible();
  const chart = page.locator("figure").filter({ hasText: "Keystrokes" });
  await chart.getByText("As a table").click();
  // 0 to 9 without 5, in the last hour of the day
  await expect(chart.getByRole("row").nth(1).getByRole("cell")).toHaveText("40");
  await expect(chart.getByRole("row")).toHaveCount(2);
});

const RUNS: FeatureFigures = {
  features: [
    {
      feature: "run",
      figures: [
        { kind: "gauge", name: "queue", value: 2 },
        { kind: "counter", name: "server_succeeded_total", label: ["language", "lua"], value: 3 },
        { kind: "counter", name: "server_succeeded_total", label: ["language", "python"], value: 8 },
        { kind: "counter", name: "server_failed_total", label: ["language", "python"], value: 1 },
        {
          kind: "histogram",
          name: "wall_ms",
          label: ["language", "python"],
          ends: [50, 1000],
          counts: [6, 2, 1],
          sum: 4500,
        },
      ],
    },
  ],
};

test("[O82] a feature's tab has its numbers, a table by each label, and bars with a table behind them", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const counted = { ...DAY, columns: ["keystrokes", "run.run_ok"] };
  await operator.page.route("**/admin/api/minutes", (route) => route.fulfill({ json: counted }));
  await operator.page.route("**/admin/api/features", (route) => route.fulfill({ json: RUNS }));
  const page = await signIn(operator, server);
  await openTab(page, "Runs");
  await expect(tile(page, "Runs", "Waiting for their turn")).toHaveText("2");
  await expect(page.getByRole("row").nth(1)).toHaveText("python81");
  await expect(page.getByRole("row").nth(2)).toHaveText("lua3–");
  await expect(page.getByRole("img", { name: "Time a run took, python. In all: 9" })).toBeVisible();
  const bars = page.locator("figure").filter({ hasText: "Mean: 500 ms" });
  await bars.getByText("As a table").click();
  await expect(bars.getByRole("row").last()).toHaveText("above 1 sec1");
  await expect(page.getByRole("img", { name: "Runs that succeeded: 3 last, 3 at the most." })).toBeVisible();
  await axe(operator, "runs");
  await picture(operator, "runs");
  // of what a chart shows it is not said that nothing was counted
  const noFigures = { features: [{ feature: "run", figures: [] }] };
  await page.route("**/admin/api/features", (route) => route.fulfill({ json: noFigures }));
  await openTab(page, "Overview");
  const asked = page.waitForResponse("**/admin/api/features");
  await openTab(page, "Runs");
  await asked;
  await expect(page.getByRole("img", { name: "Runs that succeeded: 3 last, 3 at the most." })).toBeVisible();
  await expect(tile(page, "Runs", "Waiting for their turn")).toHaveCount(0);
  await expect(page.locator(".dashboard-hint")).toHaveCount(0);
});

test("[O83] what the operator says to everybody holds at once, also while the stream is stopped", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const page = await signIn(operator, server);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Show it" }).click();
  await expect(page.getByText("Type the notice first.")).toBeVisible();
  await page.getByRole("textbox", { name: "Notice" }).fill("Restart at 18:00");
  await page.getByRole("button", { name: "Show it" }).click();
  await expect(page.getByText(/^Shown until .*: “Restart at 18:00”$/)).toBeVisible();
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText(/^Shown until/)).toHaveCount(0);
  await page.getByRole("button", { name: "Make everything read-only" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel(/^Why/)).toBeFocused();
  await page.keyboard.type("A backup.");
  await axe(operator, "read-only");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/^Everything is read-only since .*A backup\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Let people write again" }).click();
  await expect(page.getByText(/^Everything is read-only since/)).toHaveCount(0);
});

for (const [look, options] of [
  ["wide", WIDE],
  ["on a phone", PHONE],
  ["dark", { ...WIDE, colorScheme: "dark" as const }],
] as const)
  test(`[O85] each tab is there, ${look}, and axe finds nothing`, async ({ visit, server }) => {
    test.slow();
    const ada = await visit();
    await ada.create("Ada");
    const operator = await visit(options);
    const { page } = operator;
    await openDashboard(operator, server.url);
    await axe(operator, "signing in");
    await picture(operator, "signing in");
    await signIn(operator, server);
    const tabs = await page.getByRole("tab").allTextContents();
    expect(tabs).toEqual(expect.arrayContaining(TABS));
    for (const tab of tabs) {
      await openTab(page, tab);
      await expect(page.getByRole("tabpanel", { name: tab })).toBeVisible();
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      // nothing is wider than the window
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await axe(operator, tab);
      await picture(operator, tab);
    }
    await openTab(page, "Rooms");
    await page
      .getByRole("button", { name: /^Room .*: details/ })
      .first()
      .click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await axe(operator, "a room");
    await picture(operator, "a room");
  });

test("[O85] tabs go by the arrow keys, and a table that is wider than its place by the keys too", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const page = await signIn(operator, server);
  await page.getByRole("tab", { name: "Overview" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Rooms" })).toBeFocused();
  await expect(page.getByRole("tabpanel", { name: "Rooms" })).toBeVisible();
  await page.keyboard.press("End");
  await expect(page.getByRole("tabpanel", { name: "Events" })).toBeVisible();
  await page.keyboard.press("Home");
  await expect(page.getByRole("tab", { name: "Overview" })).toBeFocused();
  await expect(page.getByRole("group", { name: "Servers", exact: true })).toHaveAttribute("tabindex", "0");
});

test("[O85] in a German browser the dashboard speaks German", async ({ visit, server }) => {
  const operator = await visit({ ...WIDE, locale: "de-DE" });
  const page = await signIn(operator, server);
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  for (const [tab, heading] of [
    ["Überblick", "Jetzt"],
    ["Räume", "Gesperrte Adressen"],
    ["Ereignisse", "Ereignisse"],
  ] as const) {
    await openTab(page, tab);
    await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
  }
});
