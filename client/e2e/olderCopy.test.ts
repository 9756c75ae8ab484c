// An operator puts an older copy back while pages are open: nothing that somebody still has is lost, and everybody knows.
import { readFile } from "node:fs/promises";
import type { Download, Locator } from "@playwright/test";
import { axe } from "./axe.ts";
import { expect, SERVER_IS_DOWN, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

// and what it reports of a key that is not known
test.use({ tolerated: new RegExp(`${SERVER_IS_DOWN.source}|status of 401`) });

const bar = ({ page }: Visitor, name: string): Locator =>
  page.getByRole("region", { name: `The newer text of ${name}` });
const textOf = async (download: Download): Promise<string> => readFile(await download.path(), "utf8");

test("[U63] the newer text is saved as a file, or put back as an edit that the others are told of", async ({
  visit,
  server,
}) => {
  const [ada, bo] = [await visit(), await visit({ viewport: { width: 360, height: 720 } })];
  await ada.create("Ada", "Plain Text");
  await bo.enter(ada.link, "Bo");
  await ada.paste("one\ntwo\n");
  await ada.isSaved();
  const restore = await server.backUp();
  await ada.isSaved();
  await ada.paste("three\nfour");
  await bo.sees("one\ntwo\nthree\nfour");
  await restore();

  for (const visitor of [ada, bo]) {
    await visitor.sees("one\ntwo\n");
    await expect(bar(visitor, "main.txt")).toContainText("The server has another text of main.txt now");
    await expect(bar(visitor, "main.txt")).toContainText("4 lines");
    await expect(visitor.page.getByRole("dialog")).toHaveCount(0);
    await axe(visitor, "a newer text than the server's");
  }
  const saved = ada.page.waitForEvent("download");
  await bar(ada, "main.txt").getByRole("button", { name: "Save it as a file" }).click();
  expect((await saved).suggestedFilename()).toBe("main.txt");
  expect(await textOf(await saved)).toBe("one\ntwo\nthree\nfour");
  // what is written meanwhile stays
  await ada.type("ZERO\n", "start");
  await bo.sees("ZERO\none\ntwo\n");
  await bar(bo, "main.txt").getByRole("button", { name: "Put it back into the room" }).click();
  for (const visitor of [ada, bo]) await visitor.sees("ZERO\none\ntwo\nthree\nfour");
  await expect(ada.page.getByRole("status")).toContainText("Bo put back the newer text of main");
  await expect(bar(bo, "main.txt")).toHaveCount(0);
  await bar(ada, "main.txt").getByRole("button", { name: "Let it go" }).click();
  await expect(bar(ada, "main.txt")).toHaveCount(0);
  await bo.isSaved();
  expect(await server.textOf(ada.roomId)).toBe("ZERO\none\ntwo\nthree\nfour");
  await bo.editor.focus();
  await bo.page.keyboard.press("Control+z");
  await ada.sees("ZERO\none\ntwo\n");
});

test("[U63] once somebody has put the same text back, nobody else is asked", async ({ visit, server }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await bo.enter(ada.link, "Bo");
  const restore = await server.backUp();
  await ada.isSaved();
  await ada.paste("newer");
  await bo.sees("newer");
  await restore();
  await expect(bar(bo, "main.txt")).toBeVisible();
  await bar(ada, "main.txt").getByRole("button", { name: "Put it back into the room" }).click();
  await expect(bar(bo, "main.txt")).toHaveCount(0);
  await expect(bo.page.getByRole("status")).toContainText("The newer text of main.txt is there again.");
  await bo.sees("newer");
});

test(
  "[U63] whoever came after the copy joins again with what is open; a file that it has not is saved",
  { tag: "@long" },
  async ({ visit, server }) => {
    const [ada, cy] = [await visit(), await visit()];
    await ada.create("Ada", "Plain Text");
    await ada.type("old");
    await ada.isSaved();
    const restore = await server.backUp();
    await ada.isSaved();
    await ada.page.getByRole("button", { name: "Files" }).click();
    await ada.page.getByRole("button", { name: "New file", exact: true }).click();
    await ada.page.keyboard.type("new.txt");
    await ada.page.keyboard.press("Enter");
    await expect(ada.page.getByRole("main", { name: "Code, new.txt" })).toBeVisible();
    await ada.type("made since");
    await ada.isSaved();
    await cy.enter(ada.link, "Cy");
    await cy.type(" and newer");
    await cy.isSaved();
    await restore();

    await expect(bar(ada, "new.txt")).toContainText("The server has no new.txt any more");
    await expect(bar(ada, "new.txt").getByRole("button", { name: "Put it back into the room" })).toHaveCount(0);
    const saved = ada.page.waitForEvent("download");
    await bar(ada, "new.txt").getByRole("button", { name: "Save it as a file" }).click();
    expect(await textOf(await saved)).toBe("made since");

    await expect(cy.page.getByRole("heading", { name: "The room no longer knows you" })).toBeVisible();
    await cy.sees("old and newer");
    await axe(cy, "a key that the room does not know");
    await cy.page.getByRole("button", { name: "Join again" }).click();
    await cy.isSaved();
    await cy.sees("old");
    await bar(cy, "main.txt").getByRole("button", { name: "Put it back into the room" }).click();
    await ada.page.getByRole("treeitem", { name: /^main/ }).click();
    await ada.sees("old and newer");
    // it is remembered as who it is now
    await cy.page.reload();
    await cy.isIn();
    await expect(cy.page.getByRole("button", { name: "People, 2 here now" })).toBeVisible();
  },
);

test("[U63] a page whose key is not known any more when it is loaded joins again at the door", async ({
  visit,
  server,
}) => {
  const [ada, cy] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  const restore = await server.backUp();
  await cy.enter(ada.link, "Cy");
  await cy.goHome();
  await restore();
  await cy.page.goto(ada.link);
  await expect(cy.page.getByRole("heading", { name: "The room no longer knows you" })).toBeVisible();
  await cy.page.getByRole("button", { name: "Join again" }).click();
  await cy.isSaved();
  await ada.isSaved();
  await expect(ada.page.getByRole("button", { name: "People, 2 here now" })).toBeVisible();
});
