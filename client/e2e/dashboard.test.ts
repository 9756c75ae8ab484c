// The operator's page in a real browser: the way in and out, what is live, what is said to everybody, and each tab by eye, key and language.
import { DASHBOARD, WIDE, openDashboard, openTab, signInAt, tile } from "./atDashboard.ts";
import { axe } from "./axe.ts";
import { ADMIN_TOKEN } from "./operator.ts";
import { picture } from "./picture.ts";
import { expect, test } from "./test.ts";

test.use(DASHBOARD);

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** The tabs that are there whatever features the server has. */
const TABS = ["Overview", "Rooms", "Events"];

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
  const page = await signInAt(operator, server.url);
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
  const page = await signInAt(operator, server.url);
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
  const page = await signInAt(operator, server.url);
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

test("[O83] what the operator says to everybody holds at once, also while the stream is stopped", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
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
    await picture(operator, "signing in", { fullPage: true });
    await signInAt(operator, server.url);
    const tabs = await page.getByRole("tab").allTextContents();
    expect(tabs).toEqual(expect.arrayContaining(TABS));
    for (const tab of tabs) {
      await openTab(page, tab);
      await expect(page.getByRole("tabpanel", { name: tab })).toBeVisible();
      await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
      // nothing is wider than the window
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await axe(operator, tab);
      await picture(operator, tab, { fullPage: true });
    }
    await openTab(page, "Rooms");
    await page
      .getByRole("button", { name: /^Room .*: details/ })
      .first()
      .click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await axe(operator, "a room");
    await picture(operator, "a room", { fullPage: true });
  });

test("[O85] tabs go by the arrow keys, and a table that is wider than its place by the keys too", async ({
  visit,
  server,
}) => {
  const operator = await visit(WIDE);
  const page = await signInAt(operator, server.url);
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
  const page = await signInAt(operator, server.url);
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
