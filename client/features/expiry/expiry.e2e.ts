// That a room is not kept for long, as its owner is told it.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";

test.describe("where rooms are kept for three days", () => {
  test.use({ settings: { ROOM_EXPIRY_DAYS: "3" } });

  test("[O89] an owner is told how long the room is kept, and keeps it with one press; nobody else is told", async ({
    visit,
  }) => {
    const ada = await visit();
    await ada.create("Ada");
    const bar = ada.page.locator(".expiry-bar");
    await expect(bar).toContainText("This room is deleted once nobody has visited it for 3 days.");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    await ada.page.getByRole("button", { name: "Keep the room" }).click();
    await expect(ada.page.getByText(/^The room is kept until .* at least\.$/)).toBeVisible();
    await expect(bar).toHaveCount(0);
    await bo.type("let a");
    await bo.isSaved();
    await expect(bo.page.locator(".expiry-bar")).toHaveCount(0);
  });

  test("[O91] a person who may edit is told nothing in the list of rooms, and its owner is", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    for (const { page } of [ada, bo]) await page.getByRole("link", { name: /to the start/ }).click();
    await expect(ada.page.locator(".my-room")).toContainText("Deleted in 2 days");
    await expect(bo.page.getByRole("button", { name: /^Rename/ })).toBeVisible();
    await expect(bo.page.locator(".my-room")).not.toContainText("Deleted");
  });
});

test("[O91] the list of rooms says that one is deleted soon, asks for it once an hour, and keeps it with one press", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.clock.install();
  await ada.create("Ada");
  const asked = { room: 0, expiry: 0 };
  // as if nobody had been there for 27 days
  const DAYS_MS = 24 * 3_600_000;
  page.on("request", (request) => {
    if (request.method() !== "GET") return;
    if (request.url().endsWith(`/api/rooms/${ada.roomId}`)) asked.room++;
    if (request.url().endsWith(`/api/rooms/${ada.roomId}/expiry`)) asked.expiry++;
  });
  const now = await page.evaluate(() => Date.now());
  await page.route("**/expiry", async (route) => {
    if (route.request().method() === "GET") await route.fulfill({ json: { expiresAt: now + 3.5 * DAYS_MS } });
    else await route.continue();
  });
  await page.getByRole("link", { name: /to the start/ }).click();
  const line = page.locator(".my-room");
  await expect(line).toContainText("Deleted in 3 days");
  await axe(ada, "a room that is deleted soon");
  await page.clock.runFor("01:00");
  await expect.poll(() => asked.room).toBeGreaterThan(1);
  expect(asked.expiry).toBe(1);
  await page.clock.runFor("01:00:00");
  await expect.poll(() => asked.expiry).toBe(2);
  const keep = line.getByRole("button", { name: `Keep ${await ada.label()}` });
  await keep.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^The room is kept until .* at least\.$/)).toBeVisible();
  await expect(line).not.toContainText("Deleted in");
  await expect(line.getByRole("link")).toBeFocused();
});

test("[O91] in German, and nothing is said of a room that is kept for longer", async ({ visit }) => {
  const ada = await visit({ locale: "de-DE" });
  const { page } = ada;
  await ada.create("Ada");
  let expiresAt: number | null = null;
  await page.route("**/expiry", (route) => route.fulfill({ json: { expiresAt } }));
  const toStart = async (): Promise<void> => {
    const answered = page.waitForResponse("**/expiry");
    await page.goto(new URL("./", ada.link).href);
    await answered;
  };
  await toStart();
  const line = page.locator(".my-room");
  await expect(line).not.toContainText("gelöscht");
  expiresAt = Date.now() + 49.5 * 3_600_000;
  await toStart();
  await expect(line).toContainText("Wird gelöscht: noch 2 Tage");
  await expect(line.getByRole("button", { name: /behalten$/ })).toHaveText("Behalten");
});
