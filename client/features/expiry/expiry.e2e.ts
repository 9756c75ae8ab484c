// That a room is not kept for long, as its owner is told it.
import { ADMIN_TOKEN, Operator } from "../../e2e/operator.ts";
import { expect, test } from "../../e2e/test.ts";

test.use({ settings: { ROOM_EXPIRY_DAYS: "3", ADMIN_TOKEN } });

test("[O89] an owner is told how long the room is kept, and puts that away for good; nobody else is told", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const bar = ada.page.locator(".expiry-bar");
  await expect(bar).toContainText(
    "This room is deleted once nobody has visited it for 3 days: to come in is enough to keep it.",
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
  await ada.page.getByRole("button", { name: "Understood" }).click();
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
  await expect(ada.page.locator(".my-room")).toContainText("Deleted in 2 days");
  await expect(bo.page.getByRole("button", { name: /^Rename/ })).toBeVisible();
  await expect(bo.page.locator(".my-room")).not.toContainText("Deleted");
});
