// What people do with the past of a room, by the keyboard alone, in the built page; and the time line by the pointer.
import type { Locator } from "@playwright/test";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";
import { command, nameNow, row } from "./test/reviewing.ts";

const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };

const timeLine = ({ page }: Visitor): Locator => page.getByRole("slider", { name: "Time line" });
const past = ({ page }: Visitor): Locator => page.locator(".past-view .cm-content");
const compared = ({ page }: Visitor): Locator => page.getByRole("main", { name: "Two moments compared" });

/** Goes on by Tab until it has the focus. */
async function tabTo({ page }: Visitor, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  const isFocused = () => wanted.evaluate((one) => one === document.activeElement);
  for (let presses = 0; presses < 40 && !(await isFocused()); presses++) await page.keyboard.press("Tab");
  await expect(wanted).toBeFocused();
}

test("[V312] [V316] [V404] a moment is compared with now, and Escape is back at it, and then at now, by the keyboard alone", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("let one = 12;");
  await ada.isSaved();
  const first = (text: Locator) => text.locator(".cm-line").first().boundingBox();
  const live = await first(ada.editor);
  await command(ada, "playback");
  await expect(past(ada)).toHaveText("let one = 12;", { timeout: 15_000 });
  await command(ada, "go back by an edit");
  await expect(past(ada)).toHaveText("let one = 12");
  await command(ada, "compare with now");
  await expect(compared(ada).locator(".lines-added")).toHaveText("+1");
  await expect(compared(ada).locator(".cm-merge-a .cm-content")).toHaveText("let one = 12");
  await expect(compared(ada)).toBeFocused();
  await expect(page.locator(".past-bar")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(compared(ada)).toHaveCount(0);
  await expect(past(ada)).toHaveText("let one = 12");
  await expect(past(ada)).toBeFocused();
  // as far from what is above it as in the code
  const bar = (await page.locator(".past-bar").boundingBox())!;
  expect((await first(past(ada)))!.y - bar.y - bar.height).toBeCloseTo(live!.y - bar.y, 0);
  await page.keyboard.press("Escape");
  await expect(past(ada)).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await ada.sees("let one = 12;");
  // who goes to another moment wants to see that
  await command(ada, "show history");
  await tabTo(ada, timeLine(ada));
  await page.keyboard.press("Home");
  await command(ada, "compare with now");
  await expect(compared(ada)).toBeFocused();
  await tabTo(ada, timeLine(ada));
  await page.keyboard.press("ArrowRight");
  await expect(compared(ada)).toHaveCount(0);
  await expect(past(ada)).toHaveText("l");
});

test("[V312] [V401] [V402] [V403] [V404] versions are named, gone through, looked at and compared by the keyboard alone, with as many lines as are marked", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("one\ntwo\nthree\nfour\n");
  await nameNow(ada, "First");
  await page.keyboard.press("Escape");
  // all of it goes, and comes back but for one line
  await ada.editor.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await ada.paste("one\ntwo\nother\nfour\n");
  await nameNow(ada, "Second");
  const look = (name: string) => row(ada, name).locator(".version-look");
  await expect(row(ada, "Second").locator(".lines-added")).toHaveText("+1");
  await expect(row(ada, "Second").locator(".lines-taken")).toHaveText("−1");
  await tabTo(ada, look("Second"));
  await page.keyboard.press("ArrowDown");
  await expect(look("First")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(past(ada)).toContainText("three");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await tabTo(ada, dialog.getByRole("button", { name: "Compare with another" }));
  await page.keyboard.press("Enter");
  await tabTo(ada, look("First"));
  await page.keyboard.press("Enter");
  await expect(compared(ada).locator(".lines-added")).toHaveText("+1");
  await expect(compared(ada).locator(".lines-taken")).toHaveText("−1");
});

test("[V411] what was missed is shown and played by commands", { tag: "@long" }, async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  const { link, roomId, page } = ada;
  await ada.type("one");
  await ada.isSaved();
  await ada.goHome();
  const bo = await visit();
  await bo.enter(link, "Bo");
  await bo.type(" two");
  await bo.isSaved();
  await page.evaluate((room) => {
    localStorage.setItem("companion:last-here", JSON.stringify({ [room]: Date.now() - 3_600_000 }));
  }, roomId);
  await ada.returnTo(link);
  const told = page.getByRole("region", { name: "What changed while you were away" });
  await expect(told).toBeVisible();
  await command(ada, "show what changed while");
  await expect(compared(ada).locator(".lines-added")).toHaveText("+1");
  await page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  // it was answered
  await expect(told).toHaveCount(0);
  await command(ada, "play what changed while");
  await expect(past(ada)).toHaveText("one two", { timeout: 15_000 });
});

test("[V412] [V414] edits are taken back, and a room made of this one, by the keyboard alone", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("one");
  await nameNow(ada, "Point");
  await ada.type(" two");
  await ada.isSaved();
  await command(ada, "take edits back");
  const dialog = page.getByRole("dialog", { name: "Take edits back" });
  const from = dialog.getByLabel("From");
  await tabTo(ada, from);
  await page.keyboard.type("Point");
  await expect(dialog.getByText("Goes: 4 characters")).toBeVisible();
  await tabTo(ada, dialog.getByRole("button", { name: "Take it back" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await ada.sees("one");
  await expect(ada.editor).toBeFocused();
  await command(ada, "show history");
  await command(ada, "go back by an edit");
  await expect(past(ada)).toBeVisible();
  await command(ada, "make a new room");
  await expect(page.getByText(/^It begins with all files as they were at/)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.locator(".past-bar").getByRole("button", { name: "Make a new room of it" }).click();
  await expect(page.getByText(/^It begins with all files as they were at/)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(past(ada)).toHaveCount(0);
  await command(ada, "make a new room");
  await expect(page.getByText(/^It begins with all files as they are now/)).toBeVisible();
  await tabTo(ada, page.getByRole("button", { name: "Make the room" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Open it" })).toBeFocused();
});

test("[V301] [V303] [V308] [V312] the time line is dragged along, its marks are pressed, and it plays as quick as is chosen", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.editor.focus();
  await page.keyboard.type("one two three four", { delay: 200 });
  await ada.isSaved();
  await ada.paste("x".repeat(300));
  await ada.type("!");
  await ada.isSaved();
  await page.locator("#place-history").click();
  const line = timeLine(ada);
  await expect(line).toBeVisible();
  const { x, y, width, height } = (await line.boundingBox())!;
  await page.mouse.move(x + width - 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
  await expect(past(ada)).toHaveText(/^one/);
  await page.mouse.move(x + 1, y + height / 2, { steps: 5 });
  await expect(past(ada)).toHaveText("o");
  await page.mouse.up();
  await page.mouse.move(x + width / 2, y + height / 2);
  await expect(past(ada)).toHaveText("o");
  await page.getByRole("button", { name: /Ada pasted 300 characters/ }).click();
  await expect(past(ada)).toHaveText(/x{300}$/);
  await line.focus();
  await page.keyboard.press("End");
  await expect(past(ada)).toHaveText(/x{300}!$/);
  // there is no pause: all of it is passed over
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(line).toHaveAttribute("aria-valuetext", /edit 0 of/);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(past(ada)).toHaveText(/x{300}!$/);
  await page.keyboard.press("PageUp");
  await expect(past(ada)).toHaveText(/x{300}$/);
  await page.getByLabel("Speed").selectOption("64");
  await line.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  expect(Number(await line.getAttribute("aria-valuemax"))).toBeGreaterThan(3_000);
  // at its usual speed it takes so long
  await expect(past(ada)).toHaveText(/x{300}!$/, { timeout: 1_500 });
});

test("[V314] on a phone there is code above the history and under a notice, and the times of the clock are apart", async ({
  visit,
}) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("let one = 1;\nlet two = 2;");
  await ada.type("\nlet three = 3;");
  await ada.isSaved();
  await page.getByRole("button", { name: "Output" }).tap();
  await page.locator("#place-history").tap();
  await timeLine(ada).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(past(ada)).toBeVisible();
  await page.getByRole("button", { name: "Copy a link to this moment" }).tap();
  const notice = page.locator(".notice");
  await expect(notice).toBeVisible();
  const [under, over] = [(await notice.boundingBox())!, (await page.locator(".as-sheet").boundingBox())!];
  const line = (await past(ada).locator(".cm-line").nth(2).boundingBox())!;
  expect(line.y).toBeGreaterThan(under.y + under.height);
  expect(line.y + line.height).toBeLessThan(over.y);
  const ticks = await page.locator(".time-line-ticks > span").evaluateAll((all) =>
    all.map((one) => {
      const { left, right } = one.getBoundingClientRect();
      return { left, right };
    }),
  );
  for (const [index, { left }] of ticks.entries()) if (index > 0) expect(left).toBeGreaterThan(ticks[index - 1]!.right);
});

test(
  "[V413] [V415] an owner says who sees the history, takes back what somebody wrote and removes them, by the keyboard alone",
  { tag: "@long" },
  async ({ visit }) => {
    const ada = await visit();
    const { page } = ada;
    await ada.create("Ada");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    await ada.type("mine ");
    await bo.sees("mine ");
    await bo.type("spam");
    await bo.isSaved();
    await ada.sees("mine spam");
    await expect(bo.page.locator("#place-versions")).toBeVisible();
    await ada.menu();
    await tabTo(ada, page.getByLabel("Who may see the history"));
    await page.keyboard.type("Own");
    await page.keyboard.press("Escape");
    await expect(bo.page.locator("#place-versions")).toHaveCount(0);
    await command(ada, "show people");
    await tabTo(ada, page.getByRole("button", { name: "Take back what Bo wrote" }));
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Take back what Bo wrote" });
    await expect(dialog.getByText("Goes: 4 characters")).toBeVisible();
    await tabTo(ada, dialog.getByRole("checkbox", { name: "Remove Bo from the room as well" }));
    await page.keyboard.press("Space");
    await tabTo(ada, dialog.getByRole("button", { name: "Take it back and remove Bo" }));
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await ada.sees("mine ");
    await expect(ada.editor).toBeFocused();
    await expect(bo.page.getByText(/removed you/)).toBeVisible();
  },
);

test("[V312] [V405] what is selected is brought back by the keyboard alone, and who wrote it is said", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("one two");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  await ada.editor.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Shift+ArrowLeft");
  await page.keyboard.type("x");
  await page.keyboard.press("Shift+ArrowLeft");
  await ada.isSaved();
  // from part to part of the page
  const panel = page.locator(".place.at-right");
  for (let part = 0; part < 6 && !(await panel.evaluate((one) => one.contains(document.activeElement))); part++)
    await page.keyboard.press("F6");
  await tabTo(ada, row(ada, "Point").getByRole("button", { name: "What to do with Point" }));
  await page.keyboard.press("Enter");
  await tabTo(ada, page.getByRole("dialog").getByRole("button", { name: "Bring it back" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await tabTo(ada, dialog.getByRole("radio", { name: "All of main.js" }));
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: "What is selected in main.js" })).toBeChecked();
  await tabTo(ada, dialog.getByRole("button", { name: "Bring it back" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await ada.sees("one two");
  await expect(ada.editor).toBeFocused();
  await ada.isSaved();
  await command(ada, "who wrote this line");
  await expect(page.getByText(/^Line 1: Ada wrote this .*; Ada wrote this .*, and put it back /)).toBeVisible();
});
