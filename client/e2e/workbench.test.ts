// The workbench as people use it: places beside the code, their edges, one sheet on a phone; by pointer, by keys and by finger.
import { axe } from "./axe.ts";
import { expect, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const widthOf = async ({ page }: Visitor, selector: string): Promise<number> =>
  (await page.locator(selector).boundingBox())?.width ?? 0;

test("[U86] [U87] places open beside the code, are made larger by pointer and keys, and are as they were after a reload", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.setViewportSize({ width: 1_440, height: 900 });
  await ada.create("Ada", "Python");
  const chat = await ada.openPlace("chat");
  await expect(page.locator("#chat-text")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  const edge = chat.getByRole("separator");
  const before = await widthOf(ada, ".at-right");
  await edge.focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(() => widthOf(ada, ".at-right")).toBe(before + 64);
  await edge.press("Enter");
  await expect.poll(() => widthOf(ada, ".at-right")).toBe(before);
  const { x, y } = (await edge.boundingBox())!;
  await page.mouse.move(x + 4, y + 200);
  await page.mouse.down();
  await page.mouse.move(x + 34, y + 200, { steps: 3 });
  await page.mouse.up();
  expect(Math.round(await widthOf(ada, ".at-right"))).toBe(before - 30);
  await ada.openPlace("files");
  expect(await widthOf(ada, ".code-column")).toBeGreaterThanOrEqual(0.6 * 1_440);
  const pulled = await widthOf(ada, ".at-right");

  // one thing at a time: the arrows go from tab to tab
  await page.locator("#place-chat").focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("complementary", { name: "People" })).toBeVisible();
  await expect(page.locator("#place-people")).toBeFocused();
  await expect(page.getByRole("complementary", { name: "Chat" })).toHaveCount(0);
  await axe(ada, "places");

  await page.reload();
  await ada.isIn();
  await expect(page.getByRole("complementary", { name: "People" })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Files" })).toBeVisible();
  expect(await widthOf(ada, ".at-right")).toBe(pulled);

  await page.keyboard.press("Control+b");
  await expect(page.getByRole("complementary", { name: "Files" })).toHaveCount(0);
  await page.keyboard.press("Control+Alt+b");
  await expect(page.getByRole("complementary")).toHaveCount(0);
  await page.keyboard.press("Control+b");
  await expect(page.getByRole("complementary", { name: "Files" })).toBeVisible();
  await page.getByRole("button", { name: "Close Files" }).click();
  await expect(page.locator("#place-files")).toBeFocused();
});

test("[U85] in a smaller window the place that was opened longer ago gives way, then places lie over the code", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.setViewportSize({ width: 1_000, height: 700 });
  await ada.create("Ada", "Python");
  await ada.openPlace("files");
  await ada.openPlace("chat");
  await expect(page.getByRole("complementary")).toHaveCount(1);
  expect(await widthOf(ada, ".code-column")).toBeGreaterThanOrEqual(600);
  await page.setViewportSize({ width: 800, height: 700 });
  // the window has its new size a moment before the places look at it
  await expect.poll(() => widthOf(ada, ".code-column")).toBeGreaterThanOrEqual(480);
  const code = await widthOf(ada, ".code-column");
  await expect(page.getByRole("complementary", { name: "Chat" })).toBeVisible();
  // a press beside it shuts it
  await page.locator(".place-scrim").click({ position: { x: 200, y: 300 } });
  await expect(page.getByRole("complementary")).toHaveCount(0);
  expect(await widthOf(ada, ".code-column")).toBe(code);
  // and a tab at the other side does at once what it says
  await ada.openPlace("files");
  await ada.openPlace("people");
  await expect(page.getByRole("complementary", { name: "People" })).toBeVisible();
});

test("[U85] what lies over the code gives way to what is chosen in it", async ({ visit }) => {
  const ada = await visit({ viewport: { width: 800, height: 700 } });
  const { page } = ada;
  await ada.create("Ada", "Python");
  await ada.type("needle");
  await ada.openPlace("files");
  const files = page.getByRole("complementary", { name: "Files" });
  await expect(files).toHaveClass(/as-over/);
  await files.getByRole("treeitem", { name: /main\.py/ }).click();
  await expect(files).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await page.keyboard.press("Control+Shift+F");
  const search = page.getByRole("complementary", { name: "Search" });
  await expect(search).toHaveClass(/as-over/);
  await search.getByRole("searchbox").fill("needle");
  await search.locator(".search-match").click();
  await expect(search).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
});

test("[U85] on a phone a place is a sheet over the code, pulled up and away", async ({ visit }) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  await ada.create("Ada", "Python");
  const sheet = await ada.openPlace("chat");
  await expect(page.locator(".code-column")).toHaveJSProperty("inert", true);
  const grip = page.locator(".sheet-grip");
  await grip.tap();
  await expect.poll(async () => (await sheet.boundingBox())?.y).toBeLessThan(80);
  await axe(ada, "a sheet");
  await grip.tap();
  const { x, y, height } = (await grip.boundingBox())!;
  await page.mouse.move(x + 100, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 100, y + 200, { steps: 3 });
  await page.mouse.up();
  await expect(page.getByRole("complementary")).toHaveCount(0);
  await page.reload();
  await ada.isIn();
  // who comes sees the code
  await expect(page.getByRole("complementary")).toHaveCount(0);
});

test("[U85] a phone has each place under its own name, at the thumb or in the menu, whatever is open", async ({
  visit,
}) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  await ada.create("Ada");
  const bar = page.locator(".thumb-bar .place-fold-tab > span:not(.badge)");
  const names = ["Files", "Chat", "Output", "Run", "More"];
  await expect(bar).toHaveText(names);
  const others = (await ada.menu()).getByRole("navigation", { name: "Places" }).getByRole("button");
  await expect(others).toHaveText(["Search", "People", "Notes", "Versions", "History"]);
  await axe(ada, "the menu of a phone");
  await others.filter({ hasText: "Notes" }).tap();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const sheet = page.locator(".place.as-sheet");
  await expect(sheet).toHaveAccessibleName("Notes");
  await expect(sheet.locator(":focus")).toHaveCount(1);
  await expect(bar).toHaveText(names);
  await expect(page.locator(".thumb-bar [aria-expanded=true]")).toHaveCount(0);
  await page.locator(".thumb-bar").getByRole("button", { name: "Chat" }).tap();
  await expect(sheet).toHaveAccessibleName("Chat");
  await page.locator(".thumb-bar").getByRole("button", { name: "Chat" }).tap();
  await expect(sheet).toHaveCount(0);
  await expect(bar).toHaveText(names);
});

test("[U150] what is typed before a place is loaded is in it when it is there, and nothing of it in the code", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  let release = (): void => {};
  let held = Promise.resolve();
  const hold = (): void => {
    held = new Promise((resolve) => {
      release = resolve;
    });
  };
  await page.route(/\/assets\/(?:panel|drawer)-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await ada.create("Ada");
  const waiting = page.getByRole("textbox", { name: /^Loading/ });

  hold();
  await page.locator("#place-chat").click();
  await expect(waiting).toBeFocused();
  // a line, not the whole panel
  expect((await waiting.boundingBox())!.height).toBeLessThan(60);
  await page.keyboard.type("hello");
  release();
  const message = page.locator("#chat-text");
  await expect(message).toBeFocused();
  await page.keyboard.type(" there");
  await expect(message).toHaveValue("hello there");

  hold();
  await page.locator("#place-notes").click();
  await expect(waiting).toBeFocused();
  await page.keyboard.type("for me");
  release();
  await expect(page.locator(".notes-editor .cm-content")).toBeFocused();
  await page.keyboard.type(" alone");
  await expect(page.locator(".notes-editor .cm-content")).toHaveText("for me alone");

  hold();
  await ada.editor.focus();
  await page.keyboard.press("Control+Shift+F");
  await expect(waiting).toBeFocused();
  await page.keyboard.type("need");
  release();
  const search = page.getByRole("searchbox", { name: "Search in all files" });
  await expect(search).toBeFocused();
  await page.keyboard.type("le");
  await expect(search).toHaveValue("needle");
  await ada.sees("");

  hold();
  await ada.editor.focus();
  await expect(async () => {
    await page.keyboard.press("F1");
    await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type("new file");
  await page.keyboard.press("Enter");
  await expect(waiting).toBeFocused();
  await page.keyboard.type("notes.md");
  await page.keyboard.press("Enter");
  release();
  await expect(page.getByRole("tab", { name: "notes.md" })).toBeVisible();

  hold();
  await page.locator("#place-output").click();
  await expect(page.locator("#panel-dock")).toBeFocused();
  // nothing in it would take it
  await expect(waiting).toHaveCount(0);
  release();
  await expect(page.getByRole("log", { name: "Output" })).toBeAttached();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 360, height: 720 },
])
  test(`[U151] a room is as high as its window: ${viewport.width} by ${viewport.height}`, async ({ visit }) => {
    const ada = await visit({ viewport });
    await ada.create("Ada");
    await expect(ada.page.locator(".status-bar")).toBeVisible();
    expect(await ada.page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  });

test("[U152] how long ago something was is said anew as time passes", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.page.clock.install();
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  const people = await ada.openPlace("people");
  await bo.page.goto("about:blank");
  await ada.page.clock.runFor(10_000);
  await expect(people.getByText("left just now")).toBeVisible();
  await ada.page.clock.runFor(120_000);
  await expect(people.getByText(/left \d minutes? ago/)).toBeVisible();
});
