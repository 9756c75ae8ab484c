// What the server's operator says, as people in rooms see it.
import { axe } from "../../e2e/axe.ts";
import { ADMIN_TOKEN, Operator } from "../../e2e/operator.ts";
import { expect, test } from "../../e2e/test.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

test.use({ settings: { ADMIN_TOKEN } });

const operatorOf = (url: string): Promise<Operator> => Operator.signedIn(url.replace(/\/$/, ""));

test("[O86] a notice is in every room, also for whoever comes later; it is hidden, and taken back", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const operator = await operatorOf(server.url);
  const put = (text: string) => operator.ask("/api/notice", { method: "PUT", body: { text, minutes: 10 } });
  await put("Restart at 18:00");
  const notice = ada.page.locator(".operator-says");
  await expect(notice).toContainText("From this server’s operator: Restart at 18:00");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await expect(bo.page.getByText("Restart at 18:00")).toBeVisible();
  await ada.page.getByRole("button", { name: "Hide the operator’s notice" }).click();
  await expect(notice).toHaveCount(0);
  await put("Restart at 19:00");
  await expect(notice).toContainText("Restart at 19:00");
  await put("");
  await expect(notice).toHaveCount(0);
  await expect(bo.page.locator(".operator-says")).toHaveCount(0);
});

test("[O87] while the server takes no changes what is typed is kept, also through a reload, and sent afterwards", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.type("before");
  await ada.isSaved();
  const bo = await visit(PHONE);
  await bo.enter(ada.link, "Bo");
  const operator = await operatorOf(server.url);
  await operator.ask("/api/notice", { method: "PUT", body: { text: "Restart at 18:00", minutes: 10 } });
  const setReadOnly = (isOn: boolean) =>
    operator.ask("/api/read-only", { method: "PUT", body: { isOn, reason: isOn ? "A backup." : "" } });
  await setReadOnly(true);
  await expect(ada.page.locator(".operator-says").first()).toContainText(" The operator’s reason: A backup.");
  // all banners together take a fifth of a phone's window until they are asked for
  const all = bo.page.getByRole("button", { name: "Show all (2)" });
  await expect(all).toHaveAttribute("aria-expanded", "false");
  const [height, top, bottom] = await bo.page.evaluate(() => {
    const boxes = [...document.querySelectorAll(".banners, .banners-all")].map((one) => one.getBoundingClientRect());
    return [innerHeight, Math.min(...boxes.map((one) => one.top)), Math.max(...boxes.map((one) => one.bottom))];
  });
  expect(bottom! - top!).toBeLessThanOrEqual(height! / 5 + 1);
  await all.tap();
  await expect(bo.page.getByText("Restart at 18:00")).toBeInViewport({ ratio: 1 });
  await bo.page.getByRole("button", { name: "Show fewer" }).tap();
  await expect(all).toBeVisible();
  await expect(ada.status).toHaveText("The server takes no changes just now");
  await ada.type(" and meanwhile");
  await expect(ada.status).toHaveText(/^The server takes no changes just now, \d+ edits? kept here$/);
  // the bar and the status say it, and nothing else
  await expect(ada.page.getByText("no room is made")).toHaveCount(0);
  await bo.sees("before");
  await ada.page.reload();
  await expect(ada.editor).toBeVisible();
  await setReadOnly(false);
  await expect(bo.page.getByText("The server takes changes again.")).toBeVisible();
  await bo.sees("before and meanwhile");
  await ada.isSaved();
  await ada.sees("before and meanwhile");
});

test("[O86] who is on the way in reads the notice and the reason, at the start, before the name is asked and at the door", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const operator = await operatorOf(server.url);
  await operator.say("PUT", "notice", { text: "Restart at 18:00", minutes: 10 });
  const bo = await visit();
  const notes = bo.page.locator(".entry-notes");
  await bo.page.goto(server.url);
  await expect(notes).toHaveText("From this server’s operator: Restart at 18:00");
  await operator.say("PUT", "read-only", { isOn: true, reason: "A backup." });
  await bo.page.goto(ada.link);
  const both =
    "This server takes no changes just now: no room is made, and nobody new comes in. The operator’s reason: A backup.From this server’s operator: Restart at 18:00";
  await expect(notes).toHaveText(both);
  await axe(bo, "what the operator says to whoever comes");
  await bo.page.getByLabel("Your name").fill("Bo");
  await bo.page.keyboard.press("Enter");
  await expect(bo.page.getByRole("main")).toContainText("A backup.");
  await expect(notes).toHaveText(both);
  await operator.say("PUT", "read-only", { isOn: false, reason: "" });
  await bo.isIn();
  await expect(notes).toHaveCount(0);
  await expect(bo.page.locator(".operator-says")).toContainText("Restart at 18:00");
  await operator.say("PUT", "notice", { text: "", minutes: 0 });
});

test("[O88] a room that the operator has closed is over, and says why", async ({ visit, server }) => {
  const ada = await visit();
  await ada.create("Ada");
  const operator = await operatorOf(server.url);
  // the rooms of other tests are empty
  await expect(async () => expect((await operator.rooms()).rooms[0]?.people).toBe(1)).toPass();
  const [room] = (await operator.rooms()).rooms;
  await operator.say("POST", `rooms/${room?.hash}/close`, { reason: "Spam." });
  await expect(ada.page.getByText("The operator’s reason: Spam.")).toBeVisible();
  const over = ada.page.locator(".room-over");
  await expect(over.getByRole("heading")).toHaveText("This server’s operator has closed this room");
  await expect(over).toContainText("Reload to come back in");
  await over.getByRole("button", { name: "Reload" }).click();
  await ada.isIn();
});
