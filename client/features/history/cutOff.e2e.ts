// Texts changed by their past in a window that is cut off from history before that has heard of it, in two real windows.
import type { Page } from "@playwright/test";
import { expect, test } from "../../e2e/test.ts";
import { command, makeFile, nameNow, row } from "./test/reviewing.ts";

/** Keeps what has this in it from the server while it is wanted, and answers in its place what is given; `breakOff` ends the connection. */
async function keepBack(page: Page, part: string, answer?: string) {
  const cut = { isWanted: false, kept: 0, breakOff: (): void => {} };
  await page.routeWebSocket(/./, (socket) => {
    const toServer = socket.connectToServer();
    cut.breakOff = () => void Promise.all([socket.close(), toServer.close()]);
    socket.onMessage((message) => {
      if (cut.isWanted && String(message).includes(part)) {
        cut.kept++;
        if (answer !== undefined) socket.send(answer);
      } else toServer.send(message);
    });
  });
  return cut;
}

test("[V418] history is told of a file that was brought back when the connection is there again, or by the next page", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  const cut = await keepBack(page, '"type":"restored"');
  await ada.create("Ada");
  const { link } = ada;
  const bo = await visit();
  await bo.enter(link, "Bo");
  await ada.paste("one\n");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  const bringBack = async (): Promise<void> => {
    const before = cut.kept;
    await ada.type("more");
    await bo.sees("one\nmore");
    await ada.isSaved();
    await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
    await page.getByRole("button", { name: "Bring it back" }).click();
    cut.isWanted = true;
    await page
      .getByRole("dialog", { name: /^Bring back what/ })
      .getByRole("button", { name: "Bring it back" })
      .click();
    await bo.sees("one\n");
    await ada.isSaved();
    await expect.poll(() => cut.kept).toBe(before + 1);
    cut.isWanted = false;
  };
  const told = bo.page.getByText("Ada brought back an older text of main.js.");
  await bringBack();
  await expect(told).toHaveCount(0);
  cut.breakOff();
  await expect(told).toBeVisible();

  await bo.page.reload();
  await bo.sees("one\n");
  await expect(told).toHaveCount(0);
  await ada.editor.focus();
  await bringBack();
  await page.goto("about:blank");
  await ada.returnTo(link);
  await expect(told).toBeVisible();
  // once is enough
  await bo.page.reload();
  await bo.sees("one\n");
  await page.reload();
  await ada.sees("one\n");
  await ada.type("end");
  await bo.sees("one\nend");
  await expect(told).toHaveCount(0);
});

test("[V418] what history refuses for good is told once by the next page, without a word", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const { link, roomId } = ada;
  await ada.type("one");
  await ada.isSaved();
  await command(ada, "show history");
  const told = await page.evaluate(
    async ({ room, stored }) => {
      const key = /"key":"([^"]+)"/.exec(JSON.stringify(localStorage).replaceAll("\\", ""))?.[1];
      const answer = await fetch(`api/rooms/${room}/history`, { headers: { authorization: `Bearer ${key}` } });
      const [[client, participant]] = ((await answer.json()) as { tabs: [number, number][] }).tabs as [
        [number, number],
      ];
      const restored = { type: "restored", id: "x".repeat(20), file: 1, base: 9_999, client, firstSeq: 1, lastSeq: 1 };
      const begun = [{ client, participant, isAtEnd: true, told: { ...restored, version: 0, at: 1 } }];
      localStorage.setItem(stored, JSON.stringify(begun));
      return localStorage.getItem(stored);
    },
    { room: roomId, stored: `companion:room-begun:${roomId}` },
  );
  expect(told).toContain("9999");
  await page.goto("about:blank");
  await ada.returnTo(link);
  await expect
    .poll(() => page.evaluate((room) => localStorage.getItem(`companion:room-begun:${room}`), roomId))
    .toBeNull();
  expect(await page.locator(".notice").count()).toBe(0);
});

test("[V418] the whole room, of which a page that is closed has brought back a half, is brought back to the end by the next", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  // where the second file is asked for once more it ends
  const cut = await keepBack(page, '"type":"open"');
  await ada.create("Ada");
  const { link } = ada;
  const bo = await visit();
  await bo.enter(link, "Bo");
  await ada.paste("one\n");
  await makeFile(ada, "second.js");
  await page.keyboard.type("two");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  await ada.type(" more");
  await ada.isSaved();
  await page.getByRole("tab", { name: /^main\.js/ }).click();
  await ada.type("more");
  await bo.sees("one\nmore");
  await ada.isSaved();
  // the second is open no more
  await page.getByRole("tab", { name: /^second\.js/ }).click({ button: "middle" });
  await expect(page.getByRole("tab", { name: /^second\.js/ })).toHaveCount(0);

  const bringBack = async (): Promise<void> => {
    const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
    await dialog.getByRole("radio", { name: "The whole room" }).check();
    await expect(dialog.getByText(/file(s have| has) another text\./)).toBeVisible();
    await dialog.getByRole("button", { name: "Bring it back" }).click();
  };
  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  cut.isWanted = true;
  await bringBack();
  await bo.sees("one\n");
  await expect(bo.page.getByText("Ada brought the whole room back")).toHaveCount(0);
  await page.goto("about:blank");
  cut.isWanted = false;
  await ada.returnTo(link);
  await expect(page.getByText(/^Bringing the room back to .* was cut off/)).toBeVisible();
  await expect(bo.page.getByText("Ada brought the whole room back to an earlier moment.")).toBeVisible();
  await page.getByRole("status").getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("radio", { name: "The whole room" })).toBeChecked();
  await bringBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("tab", { name: /^second\.js/ }).click();
  await ada.sees("two");
  // both halves are taken back, the last first
  await command(ada, "take back that the room");
  await ada.sees("two more");
  await bo.sees("one\n");
  await command(ada, "take back that the room");
  await bo.sees("one\nmore");
});

test("[V418] that the history holds no more is said to whoever brings a text back", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  const full = { type: "error", code: "history.full", like: "outdated", message: "It is full.", fatal: false };
  const cut = await keepBack(page, '"type":"restored"', JSON.stringify(full));
  await ada.create("Ada");
  await ada.type("one");
  await nameNow(ada, "Point");
  await ada.type("two");
  await ada.isSaved();
  cut.isWanted = true;
  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring back what/ });
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(page.getByText("It is full.")).toBeVisible();
  await ada.sees("one");
});
