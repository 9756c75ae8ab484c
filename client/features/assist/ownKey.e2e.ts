// Without a key nothing is seen of the assistant but a line in the preferences; with one of one's own it is there for whoever has it.
import type { Page } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { ServerProcess } from "../../e2e/serverProcess.ts";
import { expect, test as base } from "../../e2e/test.ts";
import { Visitor } from "../../e2e/visitor.ts";
import { answered, ask, FakeProvider, panel, questions } from "./test/assisted.ts";

let fake: FakeProvider;

/** The address of a provider is no setting: the server's process has the provider of nothing at it. */
const test = base.extend({
  settings: [
    async ({ settings }, use) => {
      fake = await FakeProvider.start();
      const from = JSON.stringify("https://api.anthropic.com");
      const to = JSON.stringify(fake.origin);
      const code = `const real=fetch;globalThis.fetch=(to,init)=>real(String(to).replace(${from},${to}),init)`;
      await use({ ...settings, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` });
      await fake.stop();
    },
    { scope: "worker" },
  ],
});

/** All that a page says and is told from now on, over sockets that are opened from now on. */
function overheard(page: Page): { readonly said: string[]; readonly told: string[] } {
  const heard = { said: [] as string[], told: [] as string[] };
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => heard.said.push(String(payload)));
    socket.on("framereceived", ({ payload }) => heard.told.push(String(payload)));
  });
  return heard;
}

test("[A240] without a key there is a line in the preferences alone; one's own stays in this browser", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  const [byAda, byBo] = [overheard(ada.page), overheard(bo.page)];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await expect(ada.page.locator("#place-chat")).toBeVisible();
  await expect(ada.page.locator("#place-assist")).toHaveCount(0);
  const menu = await ada.menu();
  await expect(menu.getByRole("combobox", { name: "Who may run code" })).toBeVisible();
  await expect(menu.getByRole("combobox", { name: "What the assistant may do" })).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await ada.page.keyboard.press("F1");
  const commands = ada.page.getByRole("combobox", { name: "Search commands" });
  await commands.fill("chat");
  await expect(ada.page.locator(".chooser-list").getByRole("option").first()).toBeVisible();
  await commands.fill("assistant");
  await expect(ada.page.locator(".chooser-list").getByRole("option")).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await ada.page.keyboard.press("Control+,");
  const dialog = ada.page.getByRole("dialog", { name: "Preferences" });
  await expect(dialog).toContainText("This server has no key of its own.");
  await axe(ada, "the assistant in the preferences");
  await dialog.getByRole("combobox", { name: "Your own key is for" }).selectOption("Anthropic");
  const [model, key] = [dialog.getByRole("textbox", { name: "Model" }), dialog.getByLabel("Key", { exact: true })];
  const error = dialog.locator(".assist-key .field-error").filter({ hasText: /./ });
  await dialog.getByRole("button", { name: "Keep in this browser" }).click();
  await expect(model).toBeFocused();
  await expect(error).toHaveText("Name the model as the provider does, without blanks.");
  await model.fill("a-model");
  await dialog.getByRole("button", { name: "Keep in this browser" }).click();
  await expect(key).toBeFocused();
  await expect(error).toHaveText("Paste the key, without blanks.");
  await key.fill("sk-of-ada");
  await dialog.getByRole("button", { name: "Keep in this browser" }).click();
  await expect(error).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await panel(ada);
  await expect(ada.page.locator(".assist")).toContainText("Everybody sees what is asked here");
  await expect(bo.page.locator("#place-assist")).toHaveCount(0);
  await ask(ada, answered("Why?", "Because."));
  await expect(questions(ada).locator(".assist-words")).toHaveText("Because.");
  await expect(questions(ada)).toContainText("by anthropic a-model, with a key of one’s own");
  expect(fake.asked.map(({ headers }) => headers["x-api-key"])).toEqual(["sk-of-ada"]);
  await panel(bo);
  await expect(questions(bo).locator(".assist-words")).toHaveText("Because.");
  await ada.page.reload();
  await ada.isIn();
  await panel(ada);
  await expect(questions(ada).locator(".assist-words")).toHaveText("Because.");
  const withKey = byAda.said.filter((message) => message.includes("sk-of-ada"));
  const types = withKey.map((message) => (JSON.parse(message) as { data: { type: string } }).data.type);
  // what the server has not taken yet may be asked again
  expect(new Set(types)).toEqual(new Set(["ask"]));
  expect(byBo.told.join()).toContain("Because.");
  expect([...byAda.told, ...byBo.told, ...byBo.said].join()).not.toContain("sk-of-ada");
  await ada.page.keyboard.press("Control+,");
  await dialog.getByRole("button", { name: "Forget it" }).click();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("textbox", { name: "Question to the assistant" })).toHaveCount(0);
  expect(await ada.page.evaluate(() => JSON.stringify(localStorage))).not.toContain("sk-of-ada");
  // and from where it is missing to where it is added
  await ada.page.locator(".assist").getByRole("button", { name: "Add a key of your own…" }).click();
  const adding = ada.page.getByRole("dialog", { name: "Add a key of your own…" });
  await adding.getByRole("combobox", { name: "Your own key is for" }).selectOption("Anthropic");
  await adding.getByRole("textbox", { name: "Model" }).fill("a-model");
  await adding.getByLabel("Key", { exact: true }).fill("sk-again");
  await adding.getByRole("button", { name: "Keep in this browser" }).click();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("textbox", { name: "Question to the assistant" })).toBeFocused();
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
