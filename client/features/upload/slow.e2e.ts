// An upload that takes its time: how far it is, an outage in the middle, and its end before the end.
import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { axe } from "../../e2e/axe.ts";
import { expect, SERVER_IS_DOWN, test } from "../../e2e/test.ts";

test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "5" }, tolerated: SERVER_IS_DOWN });

test(
  "[U52] a long upload shows how far it is, goes on after an outage, and can be stopped",
  { tag: "@long" },
  async ({ visit, server }) => {
    const ada = await visit();
    const { page } = ada;
    const dialog = page.getByRole("dialog");
    await ada.create("Ada", "Python");
    const many = Array.from({ length: 40 }, (_, index) => ({
      name: `f${index + 10}.txt`,
      mimeType: "text/plain",
      buffer: Buffer.from(`text ${index}`),
    }));
    await (await ada.menu()).getByRole("button", { name: "Upload", exact: true }).click();
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose files" }).click();
    await (await choosing).setFiles(many);
    await expect(dialog).toContainText(/\d+ of 40 files/);
    await axe(ada, "under way");
    await server.kill();
    await expect(dialog).toContainText("There is no connection");
    await server.restart();
    await expect(dialog).not.toContainText("There is no connection", { timeout: 20_000 });
    const asking = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    expect((await asking).type()).toBe("beforeunload");
    await (await asking).dismiss();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(dialog).toContainText("It was stopped");
    await page.getByRole("button", { name: "Done" }).click();
    const menu = await ada.menu();
    const coming = page.waitForEvent("download");
    await menu.getByRole("link", { name: /^Download all \d+ files/ }).click();
    const archive = unzipSync(await readFile(await (await coming).path()));
    const texts = Object.entries(archive).filter(([path]) => path !== "main.py");
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.length).toBeLessThan(40);
    for (const [path, text] of texts)
      expect(Buffer.from(text).toString()).toBe(`text ${Number(path.slice(1, 3)) - 10}`);
  },
);
