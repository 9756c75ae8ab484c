// The server is killed, tabs and browsers are killed: what is said meanwhile, and that nothing typed is lost.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axe } from "./axe.ts";
import { HttpOnlyProxy } from "./httpOnlyProxy.ts";
import { expect, NOT_FOUND, SERVER_IS_DOWN, test } from "./test.ts";
import { Visitor } from "./visitor.ts";

test.use({ tolerated: new RegExp(`${SERVER_IS_DOWN.source}|${NOT_FOUND.source}|ERR_INTERNET_DISCONNECTED`) });

test("[U9] while the server is away the status says so and counts the edits kept here; back, all are saved", async ({
  visit,
  server,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.type("before");
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await server.kill();
  await expect(ada.announced).toHaveText("The connection is lost. Your edits are kept here.");
  await expect(ada.status).toHaveText(/^Offline, trying again/);
  await Promise.all([ada.type("A1A", "start"), bo.type("b1b")]);
  await expect(ada.status).toHaveText(/^Offline, 3 edits kept here, trying again (now|in \d+ s)$/);
  await expect(bo.status).toHaveText(/^Offline, 3 edits kept here/);
  await ada.page.getByRole("button", { name: /^People, / }).click();
  await expect(ada.page.getByText("Here when the connection was lost (2)")).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await server.restart();
  await Promise.all([ada.isSaved(), bo.isSaved()]);
  await Promise.all([ada.sees("A1Abeforeb1b"), bo.sees("A1Abeforeb1b")]);
  await expect(ada.announced).toHaveText("The connection is back.");
  expect(await server.textOf(ada.roomId)).toBe("A1Abeforeb1b");
});

test("[U9] Try now does not wait for the next try", async ({ visit, server }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  // time stands still for the page, so that it tries again by the button alone
  await ada.page.clock.install();
  await ada.page.clock.pauseAt(Date.now() + 60_000);
  await server.kill();
  const button = ada.page.getByRole("button", { name: "Try now" });
  await expect(button).toBeVisible();
  await server.restart();
  await button.click();
  await ada.isSaved();
  await expect(button).toHaveCount(0);
});

test("[U83] where the network lets no WebSocket through the status says so, and all goes on once it does", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const { roomId } = ada;
  const proxy = await HttpOnlyProxy.before(server.url);
  try {
    const bo = await visit();
    await bo.page.goto(`${proxy.url}${roomId}`);
    await bo.page.getByLabel("Your name").fill("Bo");
    await bo.page.keyboard.press("Enter");
    await expect(bo.status).toHaveText(/^Offline: the server answers, but no live connection \(WebSocket\)/, {
      timeout: 30_000,
    });
    proxy.passesSockets = true;
    await bo.page.getByRole("button", { name: "Try now" }).click();
    await bo.isSaved();
    await bo.type("through");
    await ada.sees("through");
  } finally {
    await proxy.stop();
  }
});

test("[U9] without a network nothing is tried until there is one, and the status says so", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const sockets: string[] = [];
  ada.page.on("websocket", (socket) => sockets.push(socket.url()));
  await ada.context.setOffline(true);
  await ada.type("kept");
  await expect(ada.status).toHaveText("Offline, 4 edits kept here, going on when there is a network");
  // the first tries would come within two seconds
  await ada.type(" and more");
  await ada.page.getByRole("button", { name: /^People, / }).click();
  await expect(ada.page.getByText("Here when the connection was lost (1)")).toBeVisible();
  await ada.page.keyboard.press("Escape");
  expect(sockets).toEqual([]);
  await ada.context.setOffline(false);
  await ada.isSaved();
  expect(sockets).toHaveLength(1);
  await ada.sees("kept and more");
});

test("[U10] edits that the server does not have survive a reload", async ({ visit, server }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const { link, roomId } = ada;
  await ada.type("kept ");
  await ada.isSaved();
  await server.kill();
  await expect(ada.status).toHaveText(/^Offline/);
  await ada.type("and typed offline");
  await expect(ada.page.reload()).rejects.toThrow("ERR_CONNECTION_REFUSED");
  await server.restart();
  await ada.returnTo(link);
  await expect(ada.page.getByRole("status")).toContainText("Edits from an earlier visit are now saved.");
  await ada.sees("kept and typed offline");
  expect(await server.textOf(roomId)).toBe("kept and typed offline");
  await expect.poll(() => ada.keptEdits()).toBe(0);
});

test("[U10] what is typed survives a reload although the browser's storage is too busy to take it", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const { link } = ada;
  await server.kill();
  await expect(ada.status).toHaveText(/^Offline/);
  // a transaction that never ends as long as its page lives: every later one waits for it
  await ada.page.evaluate(() => {
    const opening = indexedDB.open("companion");
    opening.addEventListener("success", () => {
      const records = opening.result.transaction("unconfirmed", "readwrite").objectStore("unconfirmed");
      const goOn = (): void => records.count().addEventListener("success", goOn);
      goOn();
    });
  });
  await ada.type("every last letter");
  await expect(ada.page.reload()).rejects.toThrow("ERR_CONNECTION_REFUSED");
  await server.restart();
  await ada.returnTo(link);
  await ada.sees("every last letter");
  await expect.poll(() => ada.keptEdits()).toBe(0);
});

test(
  "[U10] edits that the server does not have survive the crash of their tab",
  { tag: "@long" },
  async ({ visit, beside, server }) => {
    const ada = await visit();
    await ada.create("Ada", "Plain Text");
    const { link } = ada;
    const bo = await visit();
    await bo.enter(link, "Bo");
    await server.kill();
    await expect(ada.status).toHaveText(/^Offline/);
    await ada.type("last words");
    await expect.poll(() => ada.keptEdits()).toBe("last words".length);
    const crashed = ada.page.waitForEvent("crash");
    const devTools = await ada.context.newCDPSession(ada.page);
    // no event reaches the page any more; the call itself has no answer
    devTools.send("Page.crash").catch(() => {});
    await crashed;
    await server.restart();
    const again = await beside(ada);
    await again.returnTo(link);
    await again.sees("last words");
    await bo.isSaved();
    await bo.sees("last words");
  },
);

test("[U10] edits that the server does not have survive the death of the whole browser", async ({
  playwright,
  launchOptions,
  server,
  reports,
}) => {
  const profile = await mkdtemp(join(tmpdir(), "companion-profile-"));
  const open = async (): Promise<Visitor> => {
    const context = await playwright.chromium.launchPersistentContext(profile, launchOptions);
    const page = context.pages()[0] ?? (await context.newPage());
    page.on("pageerror", (error) => reports.push(error.message));
    return new Visitor(page, server.url);
  };
  const before = await open();
  await before.create("Ada", "Plain Text");
  const { link } = before;
  // Chromium writes its local storage some seconds late, and when it is closed
  await before.context.close();
  const ada = await open();
  await ada.returnTo(link);
  await server.kill();
  await expect(ada.status).toHaveText(/^Offline/);
  await ada.type("last words");
  await expect.poll(() => ada.keptEdits()).toBe("last words".length);
  const devTools = await ada.context.browser()!.newBrowserCDPSession();
  const { processInfo } = await devTools.send("SystemInfo.getProcessInfo");
  const gone = ada.context.waitForEvent("close");
  process.kill(processInfo.find(({ type }) => type === "browser")!.id, "SIGKILL");
  await gone;
  await server.restart();
  const again = await open();
  await again.returnTo(link);
  await again.sees("last words");
  await again.context.close();
  await rm(profile, { recursive: true, force: true });
});

test("[U14] [U60] a room that goes while it is open says so, and leaves its text there to copy", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const { link, page } = ada;
  const label = await ada.label();
  await ada.type("my work");
  await ada.isSaved();
  await server.kill();
  await expect(ada.status).toHaveText(/^Offline/);
  await server.eraseData();
  await server.restart();
  await expect(ada.status).toHaveText("This room is gone.");
  await expect(page.getByRole("heading", { name: "This room is gone" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Share|People)/ })).toHaveCount(0);
  await ada.sees("my work");
  await ada.type("!");
  await ada.sees("my work");
  await axe(ada, "a room that is gone");

  await page.goto(link);
  await expect(page.getByText(`“${label}” is gone`)).toBeVisible();
  await page.getByRole("button", { name: "Forget this one" }).click();
  await page.getByRole("link", { name: "Create a new room" }).click();
  await expect(page.getByLabel("Your name")).toHaveValue("Ada");
  await expect(page.getByText("Rooms that you create or join are listed here")).toBeVisible();
});
