// The screen for everybody: light and dark, a phone, the keyboard alone, a screen reader's rules, and a strict policy.
import { axe } from "./axe.ts";
import { boxesOf, overlap } from "./geometry.ts";
import { expect, NOT_FOUND, SERVER_IS_DOWN, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

/** Where the keyboard's focus is, by its name. */
const focused = ({ page }: Visitor): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return "";
    const label =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels?.[0] : null;
    return element.ariaLabel ?? (label ?? element).textContent.trim();
  });

/** The names of what the focus reaches by pressing `key` so often, one after the other. */
async function walk(visitor: Visitor, key: string, times: number): Promise<string[]> {
  const names: string[] = [];
  for (let time = 0; time < times; time++) {
    await visitor.page.keyboard.press(key);
    names.push(await focused(visitor));
  }
  return names;
}

/** The same until something of that name has the focus; 30 times at most. */
async function walkTo(visitor: Visitor, key: string, name: RegExp): Promise<string[]> {
  const names: string[] = [];
  while (names.length < 30 && !name.test(names.at(-1) ?? "")) names.push(...(await walk(visitor, key, 1)));
  return names;
}

test("[U15] the theme follows the system, can be switched, and stays", async ({ visit }) => {
  const ada = await visit({ colorScheme: "dark" });
  const { page } = ada;
  const isDark = (): Promise<boolean> =>
    page.evaluate(() => {
      const [, red = "255"] = /(\d+)/.exec(getComputedStyle(document.documentElement).backgroundColor) ?? [];
      return Number(red) < 100;
    });
  await ada.goHome();
  expect(await isDark()).toBe(true);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await isDark()).toBe(false);
  await page.getByRole("button", { name: "Theme: Same as the system. Change to Light" }).click();
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await isDark()).toBe(false);
  await page.getByRole("button", { name: "Theme: Light. Change to Dark" }).click();
  await page.emulateMedia({ colorScheme: "light" });
  expect(await isDark()).toBe(true);
  await ada.create("Ada");
  await page.reload();
  await ada.isIn();
  expect(await isDark()).toBe(true);
  await ada.menu();
  await page.getByRole("button", { name: "Theme: Dark. Change to High contrast" }).click();
  await page.getByRole("button", { name: "Theme: High contrast. Change to Same as the system" }).click();
  expect(await isDark()).toBe(false);
});

test("[U16] [U142] a screen of 360 pixels has everything, and nothing beside it", async ({ visit }) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  const fits = async (): Promise<void> => {
    expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
    const boxes = await boxesOf(page, "button, a:not(.skip), input, select, .status, .dialog");
    for (const { left, right } of boxes) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(360);
    }
  };
  await ada.goHome();
  await fits();
  await page.getByLabel("Your name").fill("Ada Lovelace of the Analytical Engine");
  await page.getByRole("button", { name: "Create room" }).tap();
  await ada.isIn();
  await page.keyboard.type("const long = 'a line that is much longer than the screen of a phone is wide';");
  await ada.isSaved();
  await fits();
  // wrapped, so that no line reaches beside the screen
  expect(await page.locator(".cm-scroller").evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);

  const bo = await visit(PHONE);
  await bo.page.goto(ada.link);
  await expect(bo.page.getByLabel("Your name")).toBeVisible();
  await bo.page.getByLabel("Your name").fill("Bo");
  await bo.page.getByRole("button", { name: "Enter the room" }).tap();
  await bo.isIn();
  await bo.editor.tap();
  await bo.type(" // Bo");
  await expect(ada.editor).toContainText("// Bo");

  await page.locator(".rename").tap();
  await page.keyboard.type("Interview with Grace\n");
  const name = page.getByRole("button", { name: "Room Interview with Grace" });
  await expect(name).toBeVisible();
  // read whole, not cut off
  expect(await name.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  await fits();

  await page.getByRole("button", { name: "People, 2 here now" }).tap();
  const people = page.getByRole("complementary", { name: "People" });
  await expect(people.getByRole("listitem")).toContainText(["Ada Lovelace", "Bo"]);
  await fits();
  await page.getByRole("button", { name: "Go to Bo, line 1" }).tap();
  await expect(people).toHaveCount(0);
  await page.getByLabel("Language").selectOption("Go");
  await expect(bo.page.getByRole("status")).toContainText("changed the language to Go");
  const covers = async (selector: string): Promise<boolean> => {
    const [notices, [other]] = [await boxesOf(bo.page, ".notice"), await boxesOf(bo.page, selector)];
    return notices.some((notice) => overlap(notice, other!) > 0);
  };
  expect(await covers(".status-bar")).toBe(false);
  await bo.page.getByRole("button", { name: /^Chat/ }).tap();
  await expect(bo.page.locator("#chat-text")).toBeVisible();
  await page.getByLabel("Language").selectOption("Rust");
  await expect(bo.page.getByRole("status")).toContainText("changed the language to Rust");
  expect(await covers(".chat-composer")).toBe(false);
  await ada.menu();
  await expect(page.getByRole("dialog")).toContainText("Created just now by Ada Lovelace");
  await fits();
  await expect(page.getByRole("link", { name: "Download" })).toBeVisible();
  await page.getByRole("button", { name: "Theme: Same as the system. Change to Light" }).tap();
  await page.getByRole("button", { name: "Close" }).tap();
  await expect(page.getByRole("button", { name: "Share" })).toBeVisible();
  await page.getByRole("link", { name: /to the start/ }).tap();
  await expect(page.getByRole("heading", { name: "My rooms" })).toBeVisible();
  await fits();
});

test("[U140] a long name stays in the menu, and a lost connection in the status line", async ({ visit }) => {
  const ada = await visit(PHONE);
  const { page } = ada;
  await ada.create("Ada");
  const statusHeight = () => page.locator(".status-bar").evaluate((one: HTMLElement) => one.offsetHeight);
  const usual = await statusHeight();
  await page.getByRole("button", { name: "Add a file" }).tap();
  await page.keyboard.type(`${"a-name-with-no-end-".repeat(5)}.ts\n`);
  await expect(page.getByRole("tab", { name: "a-name" })).toBeVisible();
  const menu = await ada.menu();
  await expect(menu.getByRole("link", { name: /a-name/ })).toBeVisible();
  expect(await menu.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  await page.getByRole("button", { name: "Close" }).tap();

  const bo = await visit();
  await bo.enter(ada.link, "Bo, whose name is longer than the line");
  await bo.type("// typed");
  await expect(page.locator(".typing")).toBeVisible();
  expect(await statusHeight()).toBe(usual);
  await ada.context.setOffline(true);
  await expect(ada.status).toContainText("Offline");
  expect(await statusHeight()).toBeLessThan(720 / 7);
});

test("[U141] at 400 % a message is read and written", async ({ visit }) => {
  const ada = await visit({ viewport: { width: 360, height: 225 } });
  const { page } = ada;
  await ada.create("Ada");
  await page.getByRole("button", { name: "Chat" }).click();
  const field = page.getByRole("textbox", { name: "Message" });
  for (const text of ["first", "second"]) {
    await field.fill(text);
    await page.keyboard.press("Enter");
  }
  for (const { width, height } of [page.viewportSize()!, { width: 320, height: 256 }]) {
    await page.setViewportSize({ width, height });
    await expect(field).toBeInViewport({ ratio: 1 });
    await expect(page.getByText("second", { exact: true })).toBeInViewport({ ratio: 1 });
    const log = await page.locator(".chat-log").evaluate((one) => one.clientHeight);
    expect(log).toBeGreaterThan(height / 4);
  }
});

test("[U17] the keyboard alone reaches everything, in the order of the screen", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.goHome();
  await expect(page.getByRole("button", { name: "Create room" })).toBeVisible();
  const home = ["Code Companion", /^Theme/, "Your name", "Language", "Create room", /^Room link/, "Join"];
  // somebody new has the focus in the name; the order begins at the top
  await page.getByRole("link", { name: "Code Companion" }).focus();
  await page.keyboard.press("Shift+Tab");
  const order = await walk(ada, "Tab", home.length);
  home.forEach((name, index) => expect(order[index]).toMatch(name));
  await page.getByLabel("Your name").focus();
  await page.keyboard.type("Ada");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Pyth");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await ada.isIn();
  await expect(page.getByLabel("Language")).toHaveValue("Python");

  await page.keyboard.type("if x:");
  await page.keyboard.press("Tab");
  await ada.sees("    if x:");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(ada.editor).not.toBeFocused();
  await ada.editor.focus();
  await page.keyboard.press("Escape");
  const back = ["Files", "Room menu", "Share", /^People, /, /^Room (?!menu)/, /to the start$/, "Skip to the code"];
  // a feature's button may stand between
  const backwards = await walkTo(ada, "Shift+Tab", /^Skip to the code$/);
  const places = back.map((name) => backwards.findIndex((one) => one.search(name) >= 0));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  await page.keyboard.press("Enter");
  await expect(ada.editor).toBeFocused();

  await page.keyboard.press("Escape");
  await walkTo(ada, "Shift+Tab", /^People, /);
  await page.keyboard.press("Enter");
  const people = page.getByRole("complementary", { name: "People" });
  await expect(people).toBeVisible();
  await expect(people.getByRole("tabpanel")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  await page.keyboard.press("Control+f");
  await expect(page.getByPlaceholder("Find")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
});

test.describe("a policy that is broken", () => {
  test.use({ tolerated: /Content Security Policy/ });

  test("[U22] every page has a strict policy, and what it forbids does not run and is reported", async ({
    visit,
    reports,
  }) => {
    const ada = await visit();
    const response = await ada.goHome().then(() => ada.page.reload());
    expect(response?.headers()["content-security-policy"]).toMatch(/default-src 'none'.*script-src 'self'/);
    await ada.page.evaluate(() => {
      document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 'ran'" }));
      document.body.append(Object.assign(document.createElement("style"), { textContent: "body { color: red }" }));
    });
    await expect.poll(() => reports.filter((report) => report.includes("Content Security Policy")).length).toBe(2);
    await expect(ada.page).toHaveTitle("Code Companion");
  });
});

test.describe("axe", () => {
  test.use({ tolerated: new RegExp(`${SERVER_IS_DOWN.source}|${NOT_FOUND.source}`) });

  test("[U23] axe finds nothing on any screen", async ({ visit, server }) => {
    test.slow();
    const ada = await visit();
    const { page } = ada;
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await ada.goHome();
    await expect(page.getByRole("button", { name: "Create room" })).toBeVisible();
    await axe(ada, "home");
    await page.getByRole("button", { name: "Create room" }).click();
    await axe(ada, "home with an error");
    await ada.create("Ada", "TypeScript");
    await ada.paste('/** A comment. */\nexport const answer: number = Math.max(42, "x".length);\n');

    const bo = await visit(PHONE);
    await bo.page.goto(ada.link);
    await expect(bo.page.getByText("created just now")).toBeVisible();
    await axe(bo, "asked for a name");
    await bo.page.getByRole("button", { name: "Enter the room" }).click();
    await axe(bo, "asked for a name with an error");
    await bo.page.getByLabel("Your name").fill("Bo");
    await bo.page.keyboard.press("Enter");
    await bo.isIn();
    await bo.type("// Bo");
    await expect(ada.page.locator(".remote-flag")).toBeVisible();
    await axe(ada, "room");
    await axe(bo, "room on a phone");
    await bo.menu();
    await axe(bo, "menu on a phone");
    await page.getByRole("button", { name: /^People, / }).click();
    await axe(ada, "people");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("dialog", { name: "Share this room" })).toBeVisible();
    await axe(ada, "share");
    await page.keyboard.press("Escape");
    await ada.editor.focus();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("answer");
    await axe(ada, "search");
    await page.keyboard.press("Escape");
    await page.goto(new URL("346789ABCDEFG", page.url()).href);
    await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
    await axe(ada, "no room");
    await page.goto(new URL("nowhere", page.url()).href);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await axe(ada, "nowhere");
    await ada.goHome();
    await expect(page.getByRole("heading", { name: "My rooms" })).toBeVisible();
    await axe(ada, "home with known rooms");
    await bo.page.keyboard.press("Escape");
    await server.kill();
    await expect(bo.status).toHaveText(/^Offline/);
    await axe(bo, "offline");
    await server.restart();
  });
});

test("[B61] a paste loses its NUL characters, with a sentence", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Plain Text");
  await ada.editor.evaluate((editor) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "a\0b\nc\0");
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await ada.sees("ab\nc");
  await expect(ada.page.getByRole("status").getByText("without its NUL characters")).toBeVisible();
});

test("[U80] Print gives the whole text of the file, with its folded parts, on paper of a light colour, and nothing else", async ({
  visit,
}) => {
  const ada = await visit({ colorScheme: "dark" });
  const { page } = ada;
  await ada.create("Ada", "Python");
  const code = ["def folded():", "    return 1", ...Array.from({ length: 397 }, (_, index) => `line = ${index + 3}`)];
  const lines = [...code, "x".repeat(3_000)];
  await ada.pasteLong(lines.join("\n"));
  await ada.isSaved();
  await page.keyboard.press("Control+Home");
  await page.locator(".cm-foldGutter").getByTitle("Fold line", { exact: true }).first().click();
  await expect(page.locator(".cm-foldPlaceholder")).toHaveCount(1);
  // about fifty lines are on a page
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type ?\/Page\b/g)?.length).toBeGreaterThan(6);
  await expect(page.locator(".paper")).toHaveCount(0);

  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const printed = page.locator(".paper li");
  expect(await printed.allTextContents()).toEqual(lines);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(400 * 16);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expect(printed.nth(399)).toBeVisible();
  await expect(page.locator("#app")).toBeHidden();
  const ink = (selector: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).color);
  expect([await ink(".paper li"), await ink(".paper .syntax-keyword")]).toEqual(["rgb(0, 0, 0)", "rgb(112, 40, 200)"]);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await page.emulateMedia({ media: "screen" });
  await expect(page.locator(".paper")).toHaveCount(0);
  await expect(page.locator(".cm-foldPlaceholder")).toBeVisible();
});
