// What is told of a button by the pointer, the keyboard and a finger; and why a language is fixed.
import { expect, test } from "./test.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

test("[U130] a button says what it is for and its key, to the pointer and to the keyboard, and covers no neighbour", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const tip = page.getByRole("tooltip");
  await page.locator("#place-chat").hover();
  await expect(tip).toHaveText(/^Chat/);
  await expect(tip.locator(".key-cap")).toHaveText(["Ctrl", "Alt", "B"]);
  await expect(page.locator("#place-chat")).toHaveAttribute("aria-keyshortcuts", "Control+Alt+B");
  // it can be read with the pointer on it, and goes with Escape
  await tip.hover();
  await expect(tip).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tip).toBeHidden();

  await page.mouse.move(640, 300);
  await page.getByRole("link", { name: "Code Companion: to the start" }).focus();
  const seen: string[] = [];
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press("Tab");
    const covered = await page.evaluate(() => {
      const of = document.activeElement!;
      const shown = document.querySelector(".tooltip:popover-open");
      if (!of.hasAttribute("data-tip") || !shown) return of.hasAttribute("data-tip") ? ["not shown"] : [];
      const box = shown.getBoundingClientRect();
      const neighbours = [...document.querySelectorAll("button, a, select, [role='tab']")].filter(
        (one) => one === of || one.parentElement === of.parentElement,
      );
      return neighbours
        .map((one) => one.getBoundingClientRect())
        .filter(
          ({ left, right, top, bottom }) =>
            left < box.right && box.left < right && top < box.bottom && box.top < bottom,
        )
        .map(() => of.outerHTML);
    });
    expect(covered).toEqual([]);
    if (await tip.isVisible()) seen.push(await tip.innerText());
    if (await ada.editor.evaluate((editor) => editor === document.activeElement)) break;
  }
  expect(seen.join("; ")).toContain("Room menu");
});

test("[U130] every picture without a word says what it is for", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.openPlace("files");
  const silent = await ada.page
    .locator("button:visible:has(svg)")
    .evaluateAll((all) =>
      all
        .filter((one) => one instanceof HTMLElement && one.innerText.trim() === "" && !one.hasAttribute("data-tip"))
        .map((one) => one.outerHTML),
    );
  expect(silent).toEqual([]);
});

test("[U130] [U131] a finger gets no tooltip, and reads by a press why a language is fixed", async ({ visit }) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  await ada.create("Ada");
  await page.locator("#place-files").tap();
  await page.getByRole("button", { name: "New file", exact: true }).tap();
  await page.getByRole("textbox", { name: "New file in the room" }).fill("b.py");
  await page.keyboard.press("Enter");
  await expect(ada.language).toHaveText("Language: Python");
  await ada.language.tap();
  await expect(page.locator(".notice")).toContainText("The name of the file says so: b.py.");
  await expect(page.getByRole("tooltip")).toBeHidden();
});
