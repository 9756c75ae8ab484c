// The files as two people use them: what is told of a new one, on a phone, and what is left of them when the room is over.
import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";
import { PHONE, makeFile, openFiles, placeButton, row, tree } from "./test/atFiles.ts";

// one of them does more at once than a person can
test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "0" } });

test("[U81] a file that somebody makes is told to the others, and leads to it", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await openFiles(ada);
  await makeFile(ada, "src/app.ts");
  const said = (visitor: Visitor): Locator => visitor.page.getByRole("status").filter({ hasText: "made src/app.ts" });
  await expect(said(bo)).toHaveText(/Ada made src\/app\.ts/);
  await expect(said(ada)).toHaveCount(0);
  await openFiles(bo);
  await expect(row(bo, "src/app.ts")).toHaveAccessibleName(/^app\.ts, new/);
  await said(bo).getByRole("button", { name: "Open" }).click();
  await expect(bo.page.getByRole("main", { name: "Code, src/app.ts" })).toBeVisible();
  await expect(bo.editor).toBeFocused();
});

test(
  "[E14] on a phone the drawer covers the code, and axe finds nothing",
  { tag: "@long" },
  async ({ visit }, testInfo) => {
    const ada = await visit();
    await ada.create("Ada", "Python");
    await openFiles(ada);
    await axe(ada, "the drawer with one file");
    for (const name of ["src/app.py", "src/lib/util.py", "notes with a rather long name.md"]) await makeFile(ada, name);
    const bo = await visit(PHONE);
    await bo.enter(ada.link, "Bo");
    await openFiles(bo);
    await axe(bo, "the drawer on a phone");
    await bo.page.screenshot({ path: testInfo.outputPath("phone-drawer.png") });
    await row(bo, "src/app.py").click();
    await expect(tree(bo)).toHaveCount(0);
    await expect(bo.editor).toBeFocused();
    await bo.page.keyboard.type("import os");
    await ada.page.getByRole("tab", { name: "src/app.py" }).click();
    await ada.sees("import os");
    await row(ada, "main.py").focus();
    await ada.page.keyboard.press("Delete");
    await expect(ada.page.getByText("You deleted main.")).toBeVisible();
    await ada.page.getByText("Deleted files (1)").click();
    await axe(ada, "all of it");
    await ada.page.screenshot({ path: testInfo.outputPath("desktop.png") });
    await row(ada, "src").click({ button: "right" });
    await axe(ada, "what can be done");
    await ada.page.getByRole("button", { name: "Move to…" }).click();
    await axe(ada, "where to");
    await ada.page.screenshot({ path: testInfo.outputPath("move.png") });

    await placeButton(bo).click();
    await row(bo, "src/lib/util.py").getByRole("button").click();
    await bo.page.getByRole("button", { name: "Rename" }).click();
    await axe(bo, "renaming on a phone");
    await bo.page.keyboard.press("Escape");
    await row(bo, "src/lib/util.py").click();
    await expect(bo.editor).toBeFocused();
    expect(await bo.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await bo.page.screenshot({ path: testInfo.outputPath("phone.png") });
    await axe(bo, "tabs on a phone");
  },
);

test("[U60] of a room that was deleted every open file is saved, as this page has it", async ({ visit, server }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada", "Python");
  await ada.type("first");
  await openFiles(ada);
  for (const [name, text] of [
    ["src/second.ts", "second"],
    ["third.md", "third"],
  ] as const) {
    await makeFile(ada, name);
    await ada.type(text);
  }
  await ada.isSaved();
  const key = await page.evaluate(() => (JSON.parse(localStorage["companion:rooms"]) as { key: string }[])[0]!.key);
  const deleted = { method: "DELETE", headers: { authorization: `Bearer ${key}` } };
  expect((await fetch(`${server.url}api/rooms/${ada.roomId}`, deleted)).status).toBe(204);
  const over = page.locator(".room-over");
  const saved = async (name: string): Promise<readonly string[]> => {
    const coming = page.waitForEvent("download");
    await over.getByRole("button", { name, exact: true }).click();
    const download = await coming;
    return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
  };
  expect(await saved("Save this text as a file")).toEqual(["third.md", "third"]);
  await over.getByText("Save other open files (2)").click();
  await axe(ada, "a room that is over, with files to save");
  expect(await saved("Save main.py")).toEqual(["main.py", "first"]);
  expect(await saved("Save src/second.ts")).toEqual(["second.ts", "second"]);
});
