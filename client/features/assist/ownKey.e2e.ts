// Without a key nothing is seen of the assistant but a line in the preferences; with one of one's own it is there for whoever has it.
import { ServerProcess } from "../../e2e/serverProcess.ts";
import { expect, test } from "../../e2e/test.ts";
import { Visitor } from "../../e2e/visitor.ts";
import { panel } from "./test/assisted.ts";

test("[A240] without a key there is a line in the preferences alone; one's own stays in this browser", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await expect(ada.page.locator("#place-chat")).toBeVisible();
  await expect(ada.page.locator("#place-assist")).toHaveCount(0);
  const menu = await ada.menu();
  await expect(menu.getByRole("combobox", { name: "Who may run code" })).toBeVisible();
  await expect(menu.getByRole("combobox", { name: "What the assistant may do" })).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  const heard: string[] = [];
  ada.page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => heard.push(String(payload))));
  await ada.page.keyboard.press("Control+,");
  const dialog = ada.page.getByRole("dialog", { name: "Preferences" });
  await expect(dialog).toContainText("This server has no key of its own.");
  await dialog.getByRole("combobox", { name: "Your own key is for" }).selectOption("Anthropic");
  await dialog.getByRole("textbox", { name: "Model" }).fill("a-model");
  await dialog.getByLabel("Key", { exact: true }).fill("sk-of-ada");
  await dialog.getByRole("button", { name: "Keep in this browser" }).click();
  await ada.page.keyboard.press("Escape");
  await panel(ada);
  await expect(ada.page.locator(".assist")).toContainText("Everybody sees this.");
  await expect(bo.page.locator("#place-assist")).toHaveCount(0);
  await ada.page.reload();
  await ada.isIn();
  await panel(ada);
  expect(heard.join()).not.toContain("sk-of-ada");
  await ada.page.keyboard.press("Control+,");
  await dialog.getByRole("button", { name: "Forget it" }).click();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.locator("#place-assist")).toHaveCount(0);
  expect(await ada.page.evaluate(() => JSON.stringify(localStorage))).not.toContain("sk-of-ada");
});

test("[A240] where the operator wants no assistant the line says so, and there is nothing to fill in", async ({
  browser,
}) => {
  const server = await ServerProcess.start({ AI_OWN_KEYS: "0" });
  const context = await browser.newContext();
  const ada = new Visitor(await context.newPage(), server.url);
  await ada.create("Ada");
  await ada.page.keyboard.press("Control+,");
  const dialog = ada.page.getByRole("dialog", { name: "Preferences" });
  await expect(dialog).toContainText("This server has no assistant.");
  await expect(dialog.getByRole("combobox", { name: "Your own key is for" })).toHaveCount(0);
  await context.close();
  await server.dispose();
});
