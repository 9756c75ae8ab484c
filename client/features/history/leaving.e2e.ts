// Which moment and which files it is about, and the way back: named moments, files that did not exist yet, and where the person is afterwards.
import type { Page } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";
import { command, makeFile, nameNow, row } from "./test/reviewing.ts";

const tabs = (page: Page) => page.locator(".file-tab-name");

/** A moment "Start" of main.js, and second.js that was made after it. */
async function withSecond(ada: Visitor): Promise<void> {
  await ada.create("Ada");
  await ada.paste("one\ntwo\n");
  await nameNow(ada, "Start");
  await makeFile(ada, "second.js");
  await ada.page.keyboard.type("two");
  await ada.isSaved();
}

async function what({ page }: Visitor, action: string): Promise<void> {
  await page.getByRole("button", { name: "What to do with Start" }).click();
  await page.getByRole("dialog").getByRole("button", { name: action }).click();
}

test("[V320] whoever leaves the past or a comparison is back in their file, at their caret, among their tabs", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await withSecond(ada);
  await page.locator(".file-tab.shown .file-tab-close").click();
  await expect(tabs(page)).toHaveText(["main.js"]);
  await ada.editor.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  await command(ada, "show history");
  await expect(page.getByRole("slider", { name: "Time line" })).toBeFocused();
  // as soon as it is read
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(page.locator(".past-view .cm-content")).toHaveText("two", { timeout: 500 });
  }).toPass();
  await expect(tabs(page)).toHaveText(["main.js", "second.js"]);
  await page.locator(".past-bar").getByRole("button", { name: "Back to now" }).click();
  await expect(tabs(page)).toHaveText(["main.js"]);
  await expect(ada.editor).toBeFocused();
  await page.keyboard.type("!");
  await ada.sees("one!\ntwo\n");
  await ada.isSaved();

  await what(ada, "Compare with now");
  const compare = page.getByRole("main", { name: "Two moments compared" });
  await expect(compare.locator(".cm-merge-b .cm-changedText")).toHaveText(["!"]);
  await compare.getByRole("combobox", { name: "File" }).selectOption({ label: "second.js" });
  await expect(compare.locator(".cm-merge-b .cm-changedText")).toHaveText(["two"]);
  await page.keyboard.press("Escape");
  await expect(compare).toHaveCount(0);
  await expect(tabs(page)).toHaveText(["main.js"]);
  await expect(page.getByRole("main", { name: "Code, main.js" })).toBeVisible();
  await expect(ada.editor).toBeFocused();
  await page.keyboard.type("?");
  await ada.sees("one!?\ntwo\n");
});

test("[V420] of a file that did not exist then a comparison says so, and nothing of it is offered to be brought back", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await withSecond(ada);
  await what(ada, "Bring it back…");
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await expect(dialog.getByRole("status").first()).toHaveText(
    "second.js did not exist then: there is nothing of it to bring back.",
  );
  await expect(dialog.getByRole("radio")).toHaveCount(1);
  await expect(dialog.getByRole("radio", { name: "The whole room" })).toBeChecked();
  await axe(ada, "what is to come back where the file did not exist");
  await dialog.getByRole("button", { name: "Compare with now" }).click();
  const compare = page.getByRole("main", { name: "Two moments compared" });
  await expect(compare.getByRole("status")).toHaveText(/^second\.js did not exist at .* \(“Start”\)\.$/);
  await expect(compare.locator(".cm-merge-b .cm-changedText")).toHaveText(["two"]);
  await axe(ada, "a comparison with a file that did not exist");
  await page.keyboard.press("Escape");
  // one that was there, and empty, is brought back as it was
  await ada.editor.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await nameNow(ada, "Empty");
  await page.keyboard.press("Escape");
  await ada.type("more");
  await ada.isSaved();
  await row(ada, "Empty").getByRole("button", { name: "What to do with Empty" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Bring it back…" }).click();
  await expect(dialog.getByRole("radio", { name: "All of second.js" })).toBeChecked();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await ada.sees("");
});

test("[V421] a named moment is called so wherever it is asked about, and what is compared with now is not offered to be so again", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await withSecond(ada);
  await page.getByRole("tab", { name: "main.js" }).click();
  await what(ada, "Look at it");
  const bar = page.locator(".past-bar");
  await expect(bar).toContainText(/^You look at .* \(“Start”\)\./);
  await expect(ada.announced).toHaveText(/\(“Start”\)\./);
  await bar.getByRole("button", { name: "Make a new room of it…" }).click();
  await expect(page.getByRole("dialog", { name: "A new room" })).toContainText(/as they were at .* \(“Start”\),/);
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "Bring it back…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at .* \(“Start”\)$/ });
  await dialog.getByRole("button", { name: "Compare with now" }).click();
  const compare = page.getByRole("main", { name: "Two moments compared" });
  await expect(compare.locator(".compare-what strong")).toHaveText(/ \(“Start”\) → now$/);
  await compare.getByRole("button", { name: "Bring back the left one…" }).click();
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Compare with now" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "What to do with Start" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Compare with another version…" })).toBeVisible();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Compare with now" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await command(ada, "compare with now");
  await expect(page.getByText("Nothing found.")).toBeVisible();
});

test("[V308] a file that is deleted has its mark though nobody types, as long as it is deleted", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await withSecond(ada);
  await command(ada, "show history");
  const mark = page.getByRole("group", { name: "Marks" }).getByRole("button", { name: /Ada deleted second\.js/ });
  await expect(page.getByRole("slider", { name: "Time line" })).toBeFocused();
  await page.getByRole("tab", { name: "second.js" }).click();
  await command(ada, "delete this file");
  await expect(mark).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(mark).toHaveCount(0);
});

test.describe("on a phone", () => {
  test("[V314] [V410] what is done with a comparison is one row, and a tap on whose a line is says so", async ({
    visit,
  }) => {
    const ada = await visit();
    await withSecond(ada);
    await ada.page.getByRole("tab", { name: "main.js" }).click();
    await ada.type("three");
    await ada.isSaved();
    const bo = await visit({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: "de-DE" });
    const { page } = bo;
    await page.goto(ada.link);
    await page.getByLabel("Dein Name").fill("Bo");
    await page.keyboard.press("Enter");
    await bo.sees("one\ntwo\nthree");
    await command(bo, "wer welche zeile");
    const authors = page.locator("#code .blame-author");
    await expect(authors).toHaveCount(3);
    await authors.nth(1).tap();
    await expect(page.locator(".notices")).toContainText(/Zeile 2: Ada hat das um .* geschrieben\./);
    await command(bo, "versionen zeigen");
    await page.getByRole("button", { name: "Was mit Start zu tun ist" }).tap();
    await page.getByRole("button", { name: "Mit jetzt vergleichen" }).tap();
    const compare = page.getByRole("main", { name: "Zwei Momente im Vergleich" });
    await expect(compare.locator(".cm-changedText").first()).toBeVisible();
    const tools = compare.locator(".compare-bar").locator("button, select");
    await expect(tools).toHaveCount(5);
    const boxes = await tools.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
    expect(new Set(boxes.map(({ top }) => Math.round(top))).size).toBe(1);
    for (const { right, width } of boxes) {
      expect(width).toBeGreaterThanOrEqual(44);
      expect(right).toBeLessThanOrEqual(360);
    }
    await axe(bo, "a comparison on a phone");
    await compare.getByRole("button", { name: "Den Vergleich schließen" }).tap();
    await expect(compare).toHaveCount(0);
  });
});
