// That a room is not kept for long, as its owner is told it.
import { ADMIN_TOKEN, Operator } from "../../e2e/operator.ts";
import { expect, test } from "../../e2e/test.ts";
import { leftDaysAgo } from "./test/leftDaysAgo.ts";

const HOUR_MS = 3_600_000;

test.use({ settings: { ROOM_EXPIRY_DAYS: "3", ADMIN_TOKEN }, tolerated: /ERR_FAILED/ });

test("[O89] an owner is told how long the room is kept, and keeps it with one press; nobody else is told", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const bar = ada.page.locator(".expiry-bar");
  await expect(bar).toContainText(
    "This room is deleted once nobody has been here for 3 days. Each visit begins that time anew, yours too.",
  );
  // of a room that is over there is more to say
  const operator = await Operator.signedIn(server.url.replace(/\/$/, ""));
  await expect(async () => expect((await operator.rooms()).rooms[0]?.people).toBe(1)).toPass();
  await operator.say("POST", `rooms/${(await operator.rooms()).rooms[0]?.hash}/close`, { reason: "Spam." });
  await expect(ada.page.locator(".room-over")).toBeVisible();
  await expect(bar).toHaveCount(0);
  await ada.page.getByRole("button", { name: "Reload" }).click();
  await expect(bar).toBeVisible();
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  const keep = bar.getByRole("button", { name: "Keep this room" });
  await ada.page.route("**/expiry", (route) => route.abort());
  await keep.click();
  await expect(ada.page.getByText("The server cannot be reached.")).toBeVisible();
  await expect(bar).toBeVisible();
  await ada.page.unroute("**/expiry");
  await keep.click();
  await expect(ada.page.getByText(/^The room is kept until .* at least\.$/)).toBeVisible();
  await expect(bar).toHaveCount(0);
  await ada.page.reload();
  await ada.isIn();
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
  await leftDaysAgo(ada.page, 10);
  await expect(ada.page.locator(".my-room")).toContainText("Deleted in 2 days");
  await expect(bo.page.getByRole("button", { name: /^Rename/ })).toBeVisible();
  await expect(bo.page.locator(".my-room")).not.toContainText("Deleted");
});

test("[O89] a room that the operator lets expire is kept by one press of whoever was in it", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const key = await ada.page.evaluate(() => (JSON.parse(localStorage["companion:rooms"]) as { key: string }[])[0]!.key);
  const expiresAt = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${server.url}api/rooms/${ada.roomId}/expiry`, { headers });
    return ((await answer.json()) as { expiresAt: number }).expiresAt;
  };
  const operator = await Operator.signedIn(server.url.replace(/\/$/, ""));
  await expect(async () => expect((await operator.rooms()).rooms[0]?.people).toBe(1)).toPass();
  await operator.say("POST", `rooms/${(await operator.rooms()).rooms[0]?.hash}/expire`, { reason: "Old." });
  const over = ada.page.locator(".room-over");
  await expect(over).toContainText("lets this room expire");
  expect(await expiresAt()).toBeLessThanOrEqual(Date.now());
  await over.getByRole("button", { name: "Come back in and keep the room" }).click();
  await ada.isIn();
  expect(await expiresAt()).toBeGreaterThan(Date.now() + 2.9 * 24 * 3_600_000);
});

test("[O91] a room that is kept from the list is not said to go before the last quarter of its time", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.clock.install();
  await ada.create("Ada");
  await page.getByRole("link", { name: /to the start/ }).click();
  await leftDaysAgo(page, 2.5);
  // the server, whose clock goes on, has no reason to say anything yet
  let expiresAt = (await page.evaluate(() => Date.now())) + 12.5 * HOUR_MS;
  await page.route("**/expiry", (route) => route.fulfill({ json: { expiresAt } }));
  const line = page.locator(".my-room");
  const listed = async (): Promise<void> => {
    const answered = page.waitForResponse("**/expiry");
    await page.reload();
    await answered;
  };
  await listed();
  await expect(line).toContainText("Deleted in 12 hours");
  expiresAt = (await page.evaluate(() => Date.now())) + 72 * HOUR_MS;
  await line.getByRole("button", { name: /^Keep / }).click();
  await expect(line).not.toContainText("Deleted in");
  // 20 of 72 hours are more than a quarter, and less than one of what is counted from the visit
  expiresAt = (await page.evaluate(() => Date.now())) + 72 * HOUR_MS;
  await page.clock.setSystemTime(expiresAt - 20 * HOUR_MS);
  await listed();
  await expect(line).not.toContainText("Deleted in");
});
