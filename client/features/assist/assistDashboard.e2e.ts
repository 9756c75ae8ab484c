// What the operator's page says of the assistant, held against what was asked, answered and refused in a room.
import { axe } from "../../e2e/axe.ts";
import { ADMIN_TOKEN } from "../../e2e/operator.ts";
import { expect } from "../../e2e/test.ts";
import { answered, ask, questions, test as base } from "./test/assisted.ts";

const test = base.extend({
  settings: [({ settings }, use) => use({ ...settings, ADMIN_TOKEN }), { scope: "worker" }],
});

// nobody is signed in at first
test.use({ tolerated: /status of 401/ });

const LOOKS = [
  ["wide", { viewport: { width: 1280, height: 800 } }],
  ["dark", { viewport: { width: 1280, height: 800 }, colorScheme: "dark" as const }],
  ["phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
] as const;

test("[O82] the assistant's tab has its modes, tokens left, times and failures, as they were, in words", async ({
  visit,
  server,
}) => {
  test.slow();
  const ada = await visit();
  await ada.create("Ada");
  await ask(ada, answered("First", "One."), "Ask");
  await expect(questions(ada).nth(0)).toContainText("tokens read");
  await ask(ada, answered("Second", "Two.", "slow 50"), "Explain");
  await expect(questions(ada).nth(1)).toContainText("tokens read");
  await ask(ada, answered("Third", "Three.", "down"), "Ask");
  await expect(questions(ada).nth(2)).toContainText("provider");
  for (const [look, options] of LOOKS) {
    const operator = await visit(options);
    const { page } = operator;
    await page.goto(new URL("admin", server.url).href);
    await page.locator("input[type=password]").fill(ADMIN_TOKEN);
    await page.keyboard.press("Enter");
    await page.getByRole("tab", { name: "Assistant", exact: true }).click();
    const tile = (name: string) =>
      page
        .locator(".tile")
        .filter({ has: page.getByText(name, { exact: true }) })
        .locator("dd");
    await expect(tile("Being answered")).toHaveText("0");
    // looked up by the way when the figures were asked for first
    await expect(tile("Tokens left today")).toHaveText(/^99[,.]9\d\d[,.]\d{3}$/, { timeout: 15_000 });
    const cells = page.locator("tbody").getByRole("row");
    await expect(cells).toHaveText(["Ask2", "Explain1", "Answered2", "Provider down1"]);
    await expect(page.getByRole("img", { name: "Time an answer took, Ask. In all: 2" })).toBeVisible();
    await expect(page.getByRole("img", { name: "Time an answer took, Explain. In all: 1" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await axe(operator, `the assistant's figures, ${look}`);
  }
});
