// What the dashboard's charts say in a real browser, held against what was done: counted here, and by the store.
import { chart, inTable, mostInTable, signInAt } from "./atDashboard.ts";
import { ClockedServer } from "./clockedServer.ts";
import { ADMIN_TOKEN } from "./operator.ts";
import { expect, test } from "./test.ts";

const MINUTE_MS = 60_000;

test("[O81] the tables behind the charts say how often somebody came, typed and was refused, and how many there were", async ({
  browser,
}) => {
  const server = await ClockedServer.start(browser, { ADMIN_TOKEN });
  const [ada, bo, operator] = [await server.visit(), await server.visit(), await server.visit()];
  let sockets = 0;
  for (const { page } of [ada, bo]) page.on("websocket", () => sockets++);
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await ada.type("let one = 1;");
  await ada.isSaved();
  await bo.type("\nlet two;");
  await bo.isSaved();
  await bo.page.reload();
  await bo.isIn();
  for (const name of ["Eve", "Mallory"])
    await fetch(`${server.url}api/rooms`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name }),
    });
  for (let asked = 0; asked < 3; asked++)
    expect((await fetch(`${server.url}api/rooms/346789ABCDEFG`)).status).toBe(404);
  // what was written is one update or more for each letter's keystroke, as the store has them
  const typed = await server.store.endOf({ roomId: ada.roomId, file: 1 });
  expect(typed).toBeGreaterThan(1);

  const page = await signInAt(operator, server.url);
  server.clock.ahead += MINUTE_MS;
  await expect(async () => {
    await page.reload();
    await expect(chart(page, "Keystrokes").getByRole("img")).toBeVisible({ timeout: 2_000 });
    expect(await inTable(page, "Keystrokes")).toBe(typed);
    expect(await inTable(page, "Rooms made")).toBe(3);
    // Ada, Bo, and Bo once more; on a busy machine a socket is given up for another
    const joined = await inTable(page, "Coming in");
    expect(joined).toBeGreaterThanOrEqual(3);
    expect(joined).toBeLessThanOrEqual(sockets);
    // those rooms, and the dashboard before somebody was signed in
    const codes = page.getByRole("group", { name: /^Refusals by code/ }).locator("tbody");
    await expect(codes.getByRole("row", { name: "room_not_found" }).getByRole("cell").last()).toHaveText("3");
    const times = await codes.locator("td.number").allTextContents();
    expect(await inTable(page, "Refusals")).toBe(times.reduce((sum, one) => sum + Number(one), 0));
    expect(await inTable(page, "Errors")).toBe(0);
    expect(await mostInTable(page, "People")).toBe(2);
  }).toPass();
  for (const { context } of [ada, bo, operator]) await context.close();
  await server.stop();
});
