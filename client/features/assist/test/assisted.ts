// Browser tests of a server that asks a provider of nothing, and what people do with its assistant. Knows no test.
import type { Locator } from "@playwright/test";
import { FakeProvider } from "../../../../server/features/assist/test/fakeProvider.ts";
import { expect, test as base } from "../../../e2e/test.ts";
import type { Visitor } from "../../../e2e/visitor.ts";

export { FakeProvider };

/** Those that run, by their addresses. */
const providers = new Map<string, FakeProvider>();

export const test = base.extend<object, { fake: FakeProvider }>({
  settings: [
    async ({ settings }, use) => {
      const fake = await FakeProvider.start();
      const address = `${fake.origin}/v1`;
      providers.set(address, fake);
      await use({
        ...settings,
        AI_PROVIDER: "compatible",
        AI_MODEL: "fake-1",
        AI_BASE_URL: address,
        AI_TOKENS_PER_DAY: "100000000",
      });
      providers.delete(address);
      await fake.stop();
    },
    { scope: "worker" },
  ],
  fake: [
    async ({ settings }, use) => {
      const fake = providers.get(settings["AI_BASE_URL"] ?? "");
      if (!fake) throw new Error("invariant: the server asks a provider that runs");
      await use(fake);
    },
    { scope: "worker" },
  ],
});

/** A question that the provider answers so; `way`: as "slow 20". */
export const answered = (question: string, answer: string, way = "ok"): string =>
  `${question}\nFAKE: ${way}\n\`\`\`\`answer\n${answer}\n\`\`\`\``;

/** A block that puts one line in the place of another. */
export const block = (path: string, before: string, after: string): string =>
  `${path}\n<<<<<<< SEARCH\n${before}\n=======\n${after}\n>>>>>>> REPLACE`;

/** The panel, opened. */
export async function panel({ page }: Visitor): Promise<Locator> {
  const tab = page.locator("#place-assist");
  if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
  return page.locator(".assist");
}

export const questions = ({ page }: Visitor): Locator =>
  page.getByRole("log", { name: "Questions and answers" }).getByRole("article");

/** Asks in the panel. */
export async function ask(visitor: Visitor, question: string, mode?: string): Promise<void> {
  const assist = await panel(visitor);
  if (mode !== undefined) await assist.getByRole("combobox", { name: "What you want" }).selectOption(mode);
  const field = assist.getByRole("textbox", { name: "Question to the assistant" });
  await field.fill(question);
  await field.press("Enter");
}

/** What goes at the caret, as it is shown before. */
export const sentAtCaret = ({ page }: Visitor): Locator =>
  page.getByRole("dialog", { name: "What is sent at the caret" });

/** The assistant has come behind the code, and its keys with it. */
export const isThere = ({ page }: Visitor): Promise<void> => expect(page.locator("#place-assist")).toBeVisible();

/** Asks at the caret for the first time in this browser, and lets go what is shown. */
export async function askAtCaret(visitor: Visitor): Promise<void> {
  await isThere(visitor);
  await visitor.page.keyboard.press("Alt+Shift+c");
  await sentAtCaret(visitor).getByRole("button", { name: "Send it" }).click();
}

/** A command by its name. */
export async function command({ page }: Visitor, name: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("F1");
    await expect(page.getByRole("combobox", { name: "Search commands" })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type(name);
  await page.locator(".chooser-list").getByRole("option", { name }).first().click();
}
