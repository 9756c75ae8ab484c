// What a person must not lose: edits of any size, edits that no storage takes, edits that the server never takes, and who they are.
import { readFile } from "node:fs/promises";
import { expect, NOT_FOUND, SERVER_IS_DOWN, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

test.use({ tolerated: new RegExp(`${SERVER_IS_DOWN.source}|${NOT_FOUND.source}`) });

const LINES = 10_001;
const linesOf = (line: string): string => Array.from({ length: LINES }, () => line).join("\n");

test("[U70] an edit in more than 10,000 places is saved, and undone in one step", async ({ visit, server }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.pasteLong(linesOf("x"));
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+a");
  await ada.page.keyboard.press("Tab");
  await ada.isSaved();
  const indented = await server.textOf(ada.roomId);
  expect(indented).toMatch(/^\s+x\n/);
  expect(indented.split("\n").every((line) => /^\s+x$/.test(line))).toBe(true);
  await expect(bo.editor.locator(".cm-line").first()).toHaveText(/^\s+x$/);
  await ada.page.keyboard.press("Control+z");
  await expect(ada.editor.locator(".cm-line").first()).toHaveText("x");
  await ada.isSaved();
  expect(await server.textOf(ada.roomId)).toBe(linesOf("x"));
  await bo.isSaved();
});

/** No database of this browser opens, and its other storage takes nothing. */
async function breakStorage({ page }: Visitor): Promise<void> {
  await page.addInitScript(() => {
    indexedDB.open = () => ({ addEventListener() {} }) as unknown as IDBOpenDBRequest;
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
  });
}

test("[U72] edits that no storage takes are not said to be kept, and the page asks before it is closed", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await breakStorage(ada);
  await ada.create("Ada", "Plain Text");
  await ada.type("safe");
  await ada.isSaved();
  await server.kill();
  await ada.type("!");
  await expect(ada.status).toHaveText(/^Offline, 1 edit in this page alone/);
  const asked = ada.page.waitForEvent("dialog");
  const closing = ada.page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await closing;
  await ada.sees("safe!");
  await server.restart();
  await ada.isSaved();
  expect(await server.textOf(ada.roomId)).toBe("safe!");
});

test("[U73] whoever clears the site's data while in a room is the same person after a reload", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const beside = await ada.context.newPage();
  await beside.goto(ada.link);
  await expect(beside.locator(".cm-content")).toBeFocused();
  const devTools = await ada.context.newCDPSession(ada.page);
  await devTools.send("Storage.clearDataForOrigin", {
    origin: new URL(server.url).origin,
    storageTypes: "all",
  });
  await expect.poll(() => ada.page.evaluate(() => localStorage.getItem("companion:rooms"))).toContain('"key"');
  await ada.type("still me");
  await ada.isSaved();
  await ada.page.reload();
  await ada.isIn();
  // by the page itself: no event tells of it there
  await ada.page.evaluate(() => localStorage.clear());
  // what is remembered of the room at every welcome must not come first
  await server.kill();
  await expect(ada.status).toHaveText(/^Offline/);
  await server.restart();
  await ada.isSaved();
  await ada.page.reload();
  await ada.isIn();
  await expect(ada.page.getByRole("button", { name: "People, 1 here now" })).toBeVisible();
  await ada.page.getByRole("button", { name: /^People, / }).click();
  await expect(ada.page.getByRole("complementary", { name: "People" }).getByRole("listitem")).toHaveCount(1);
  await ada.page.keyboard.press("Escape");
  // what is typed without a connection is kept as before
  await server.kill();
  await ada.type("!");
  await expect(ada.status).toHaveText(/^Offline, 1 edit kept here/);
  await expect.poll(() => ada.keptEdits()).toBe(1);
  await server.restart();
  await ada.isSaved();
});

/** What a page of before left of one edit in more places than the server takes at once. */
const leaveAsOlderPage = ({ page, roomId }: Visitor): Promise<void> =>
  page.evaluate(
    async ([room, lines]) => {
      const rooms = JSON.parse(localStorage.getItem("companion:rooms") ?? "[]") as { roomId: string; key: string }[];
      const key = rooms.find((one) => one.roomId === room)?.key;
      const many = Array.from({ length: lines }, (_, line) => [
        [0, line === 0 ? "last words" : "\t"],
        line === lines - 1 ? 1 : 2,
      ]).flat();
      const client = "c".repeat(32);
      const record = { roomId: room, file: 1, client, key, version: 1, seq: 1, changes: [many] };
      await new Promise<void>((resolve) => {
        const opening = indexedDB.open("companion");
        opening.addEventListener("success", () => {
          const records = opening.result.transaction("unconfirmed", "readwrite").objectStore("unconfirmed");
          records.put(record, [room, 1, client]);
          records.transaction.addEventListener("complete", () => resolve());
        });
      });
    },
    [roomId, LINES] as const,
  );

test("[U74] edits that the server never takes are the person's: to copy, to save as a file, to be forgotten", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const { link } = ada;
  await ada.pasteLong(linesOf("x"));
  await ada.isSaved();
  await leaveAsOlderPage(ada);
  const dialog = ada.page.getByRole("dialog", { name: "Edits from an earlier visit cannot be saved" });
  const typed = `last words${"\t".repeat(LINES - 1)}`;
  // as often as the person has not decided
  for (let visits = 0; visits < 2; visits++) {
    await ada.page.goto(link);
    await expect(dialog.getByLabel("This is what was typed.")).toHaveValue(typed);
    const saving = ada.page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save as a file" }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe("main.txt");
    const saved = await readFile(await download.path(), "utf8");
    expect(saved).toBe(`last words${linesOf("\tx").slice(1)}`);
    await ada.page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await ada.isSaved();
  }
  await ada.page.goto(link);
  await dialog.getByRole("button", { name: "Forget them" }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => ada.keptEdits()).toBe(0);
  expect(await server.textOf(ada.roomId)).toBe(linesOf("x"));
});

test("[U74] edits of a room that is gone meanwhile are the person's as well", async ({ visit, server, beside }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  const { link } = ada;
  await server.kill();
  await ada.type("last words");
  await expect.poll(() => ada.keptEdits()).toBe("last words".length);
  await ada.page.close();
  await server.eraseData();
  await server.restart();
  const again = await beside(ada);
  await again.page.goto(link);
  await expect(again.page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
  const dialog = again.page.getByRole("dialog", { name: "Edits from an earlier visit cannot be saved" });
  await expect(dialog.getByLabel("This is what was typed.")).toHaveValue("last words");
  await dialog.getByRole("button", { name: "Forget them" }).click();
  await expect.poll(() => again.keptEdits()).toBe(0);
});

test("[U75] where the browser keeps no key, an owner is told how to stay one, and asked before the page is closed", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.page.addInitScript(() => {
    const forbid = (): never => {
      throw new DOMException("forbidden", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(window, name, { configurable: true, get: forbid });
  });
  await ada.create("Ada");
  await expect(ada.page.getByText("make your owner link under Settings")).toBeVisible();
  await ada.type("mine");
  await ada.isSaved();
  const asked = ada.page.waitForEvent("dialog");
  await ada.page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.accept();
});
