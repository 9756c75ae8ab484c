// That a room is deleted soon, in the list of rooms, where rooms are kept as long as they are by default.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import { leftDaysAgo } from "./test/leftDaysAgo.ts";

const HOUR_MS = 3_600_000;

test("[O91] the list of rooms says that one is deleted soon, asks for it once an hour, and keeps it with one press", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.clock.install();
  await ada.create("Ada");
  const { roomId } = ada;
  const label = await ada.label();
  const asked = { room: 0, expiry: 0 };
  // the list before the reload may ask as well
  page.on("framenavigated", () => Object.assign(asked, { room: 0, expiry: 0 }));
  page.on("request", (request) => {
    if (request.method() !== "GET") return;
    if (request.url().endsWith(`/api/rooms/${roomId}`)) asked.room++;
    if (request.url().endsWith(`/api/rooms/${roomId}/expiry`)) asked.expiry++;
  });
  // as if nobody had been there for 26 days
  const expiresAt = (await page.evaluate(() => Date.now())) + 84 * HOUR_MS;
  await page.route("**/expiry", async (route) => {
    if (route.request().method() === "GET") await route.fulfill({ json: { expiresAt } });
    else await route.continue();
  });
  await page.getByRole("link", { name: /to the start/ }).click();
  await leftDaysAgo(page, 26);
  const line = page.locator(".my-room");
  await expect(line).toContainText("Deleted in 3 days");
  await axe(ada, "a room that is deleted soon");
  await page.clock.runFor("01:00");
  await expect.poll(() => asked.room).toBeGreaterThan(1);
  expect(asked.expiry).toBe(1);
  await page.clock.runFor("01:00:00");
  await expect.poll(() => asked.expiry).toBe(2);
  const keep = line.getByRole("button", { name: `Keep ${label}` });
  await keep.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^The room is kept until .* at least\.$/)).toBeVisible();
  await expect(line).not.toContainText("Deleted in");
  await expect(line.getByRole("link")).toBeFocused();
});

test("[O91] in German, and nothing is said of a room that is kept for longer", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const { link } = ada;
  await page.evaluate(() => localStorage.setItem("companion:language", "de"));
  await page.goto(new URL("./", link).href);
  await leftDaysAgo(page, 28);
  let expiresAt: number | null = null;
  await page.route("**/expiry", (route) => route.fulfill({ json: { expiresAt } }));
  const toStart = async (): Promise<void> => {
    const answered = page.waitForResponse("**/expiry");
    await page.goto(new URL("./", link).href);
    await answered;
  };
  await toStart();
  const line = page.locator(".my-room");
  await expect(line).not.toContainText("gelöscht");
  expiresAt = Date.now() + 49.5 * HOUR_MS;
  await toStart();
  await expect(line).toContainText("Wird gelöscht: noch 2 Tage");
  await expect(line.getByRole("button", { name: /behalten$/ })).toHaveText("Behalten");
});
