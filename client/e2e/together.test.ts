// Two windows in one room: what one does, the other sees.
import type { Page } from "@playwright/test";
import { type Box, boxesOf, inkOfLines, overlap } from "./geometry.ts";
import { expect, test } from "./test.ts";

/** A name and a text that would do something if they were not taken as text. */
const MARKUP = `<img src=x onerror="document.title=1">`;
const SCRIPT = `<script>document.title = 1</script><b>bold</b>&amp;`;

/** The letters of a text in the order of the alphabet, each as often as it is there. */
const lettersOf = (text: string): string => [...text].toSorted().join("");

/** So much of the tip of a tall or deep letter of a neighbouring line may be under a flag. */
const TIP_PX = 1.5;
const NOWHERE: Box = { left: 0, top: 0, right: 0, bottom: 0 };
const heightOf = ({ top, bottom }: Box): number => bottom - top;

test("[U6] two people who type at once see the same text, and the server has it", async ({ visit, server }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.type("middle");
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await bo.sees("middle");
  const [left, right] = ["A".repeat(80), "b".repeat(80)];
  await Promise.all([ada.type(left, "start"), bo.type(right)]);
  const both = `${left}middle${right}`;
  await Promise.all([ada.sees(both), bo.sees(both)]);
  // and at the same place, where the order is anybody's
  await Promise.all([ada.type("x".repeat(40)), bo.type("y".repeat(40))]);
  await Promise.all([ada.isSaved(), bo.isSaved()]);
  await expect.poll(async () => (await ada.text()).length).toBe(both.length + 80);
  const text = await ada.text();
  await bo.sees(text);
  expect(lettersOf(text.slice(both.length))).toBe("x".repeat(40) + "y".repeat(40));
  expect(await server.textOf(ada.roomId)).toBe(text);
});

test("[U7] each sees the other's cursor and selection where they are, in the other's colour", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.paste("one\ntwo words\nthree");
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  const line = bo.page.locator(".cm-line", { hasText: "two words" });
  await line.click();
  await bo.page.keyboard.press("Home");
  await bo.page.keyboard.press("Shift+End");

  const selection = ada.page.locator(".remote-selection");
  await expect(selection).toHaveCount(1);
  const [drawn] = await boxesOf(ada.page, ".remote-selection");
  const ink = (await inkOfLines(ada.page))[1];
  expect(Math.abs(drawn!.left - ink!.left)).toBeLessThan(2);
  expect(Math.abs(drawn!.right - ink!.right)).toBeLessThan(2);
  const [caret] = await boxesOf(ada.page, ".remote-caret");
  expect(Math.abs(caret!.left - ink!.right)).toBeLessThan(2);
  const colours = await ada.page.evaluate(() => {
    const [face, flag] = [".face-button[aria-label*='Bo'] .face", ".remote-flag"].map((one) =>
      document.querySelector(one)!,
    );
    return [getComputedStyle(face!).backgroundColor, getComputedStyle(flag!).backgroundColor];
  });
  expect(colours[1]).toBe(colours[0]);

  // typed before it, the selection goes along
  await ada.type(">> ", "start");
  await ada.type("0\n", "start");
  await expect
    .poll(async () => (await boxesOf(ada.page, ".remote-selection"))[0]!.top)
    .toBeGreaterThan(drawn!.top + 10);
  await expect(bo.page.locator(".remote-caret")).toHaveCount(1);
  await bo.context.close();
  await expect(ada.page.locator(".remote-caret")).toHaveCount(0);
});

test("[U7] a name flag lies over no letter, goes after a while, and comes again under the pointer", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.paste("Bdfhkl gjpqy\n".repeat(3).trimEnd());
  await ada.isSaved();
  await bo.enter(ada.link, "Bogart");
  const only = async (selector: string): Promise<Box> => (await boxesOf(ada.page, selector))[0] ?? NOWHERE;
  const isFlagShown = async (): Promise<boolean> => heightOf(await only(".remote-flag")) > 8;
  const ink = await inkOfLines(ada.page);
  for (const [index, line] of ink.entries()) {
    await bo.page.locator(".cm-line").nth(index).click();
    await bo.page.keyboard.press("Home");
    await expect(async () => {
      const caret = await only(".remote-caret");
      expect(Math.abs(caret.left - line.left)).toBeLessThan(2);
      expect(caret.top).toBeLessThan(line.top);
      expect(caret.bottom).toBeGreaterThanOrEqual(line.bottom);
      expect(await isFlagShown()).toBe(true);
    }).toPass();
    await expect(ada.page.locator(".remote-flag")).toHaveText("Bogart");
    const flag = await only(".remote-flag");
    ink.forEach((other, of) => expect(overlap(flag, other), `${index} over ${of}`).toBeLessThan(TIP_PX));
    expect(overlap(flag, line)).toBe(0);
  }
  await expect.poll(isFlagShown).toBe(false);
  expect(heightOf(await only(".remote-flag"))).toBe(0);
  const caret = await only(".remote-caret");
  await ada.page.mouse.move(caret.left + 3, (caret.top + caret.bottom) / 2);
  await expect.poll(isFlagShown).toBe(true);
});

test("[U8] the language that one sets is everybody's, with its colours", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.paste('def greet(name):\n    return "hello"');
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await expect(bo.editor.locator("[class^=syntax-]")).toHaveCount(0);
  await bo.page.getByLabel("Language").selectOption("Python");
  await expect(ada.page.getByRole("status")).toContainText("Bo changed the language to Python");
  for (const { page, editor } of [ada, bo]) {
    await expect(page.getByLabel("Language")).toHaveValue("Python");
    await expect(editor.locator(".syntax-keyword")).toHaveText(["def", "return"]);
    await expect(editor.locator(".syntax-string")).toHaveText('"hello"');
  }
  const colours = await ada.editor.evaluate((editor) =>
    [".syntax-keyword", ".syntax-string"].map((one) => getComputedStyle(editor.querySelector(one)!).color),
  );
  expect(new Set(colours).size).toBe(2);
  await ada.page.reload();
  await ada.isIn();
  await expect(ada.page.getByLabel("Language")).toHaveValue("Python");
  await expect(ada.editor.locator(".syntax-keyword")).toHaveText(["def", "return"]);
});

test("[U11] a duplicated tab is a client of its own and the same person", async ({ visit }) => {
  const ada = await visit();
  const hellos: { client: string; key?: string }[] = [];
  const listen = (page: Page): void => {
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const frame = JSON.parse(String(payload)) as { type: string; client: string; key?: string };
        if (frame.type === "hello") hellos.push(frame);
      }),
    );
  };
  listen(ada.page);
  ada.context.on("page", listen);
  await ada.create("Ada", "Plain Text");
  await ada.page.reload();
  await ada.isIn();
  // as Chromium duplicates: with the session storage of the first
  const opened = ada.context.waitForEvent("page");
  await ada.page.evaluate(() => void window.open(location.href));
  const twin = await opened;
  const content = twin.locator(".cm-content");
  await expect(content).toBeFocused();
  await Promise.all([ada.page.keyboard.type("a".repeat(30)), twin.keyboard.type("b".repeat(30))]);
  await ada.isSaved();
  await expect.poll(async () => (await ada.text()).length).toBe(60);
  await expect(content).toHaveText(await ada.text());
  expect(lettersOf(await ada.text())).toBe("a".repeat(30) + "b".repeat(30));
  await expect(ada.page.getByRole("button", { name: "People, 1 here now" })).toBeVisible();
  expect(new Set(hellos.map(({ key }) => key)).size).toBe(1);
  // created, reloaded, duplicated
  expect(new Set(hellos.map(({ client }) => client)).size).toBe(3);
});

test("[U12] undo takes back one's own work only", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.type("mine ");
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await bo.type("theirs");
  await ada.sees("mine theirs");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+z");
  await ada.sees("theirs");
  await ada.page.keyboard.press("Control+z");
  await ada.page.keyboard.press("Control+z");
  await bo.sees("theirs");
  await bo.page.keyboard.press("Control+z");
  await ada.sees("");
  await ada.page.keyboard.press("Control+Shift+z");
  await bo.sees("mine ");
});

test("[U18] who comes and who goes is announced", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  const status = ada.page.getByRole("status");
  await bo.enter(ada.link, "Bo");
  await expect(status).toContainText("Bo is here");
  await expect(ada.page).toHaveTitle(/^\(2\) /);
  await bo.context.close();
  await expect(status).toContainText("Bo has left");
  await expect(ada.page.getByRole("button", { name: "People, 1 here now" })).toBeVisible();
});

test("[U18] somebody whose connection is cut again and again has not left, nor come", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  let cut: (() => Promise<void>) | undefined;
  await bo.page.routeWebSocket(/./, (socket) => {
    const toServer = socket.connectToServer();
    cut = async () => {
      await toServer.close();
      await socket.close();
    };
  });
  await bo.enter(ada.link, "Bo");
  const people = ada.page.getByRole("button", { name: /^People, / });
  await expect(people).toHaveAccessibleName("People, 2 here now");
  const said = await ada.page.evaluateHandle(() => {
    const texts: string[] = [];
    const notices = document.querySelector(".notices")!;
    const note = (): void => void texts.push(notices.textContent);
    new MutationObserver(note).observe(notices, { childList: true });
    return texts;
  });
  const counted = await people.evaluateHandle((button) => {
    const names: (string | null)[] = [];
    const note = (): void => void names.push(button.getAttribute("aria-label"));
    new MutationObserver(note).observe(button, { attributes: true });
    return names;
  });
  for (const letter of "abc") {
    await cut!();
    await bo.type(letter);
    await bo.isSaved();
  }
  await ada.sees("abc");
  expect((await said.jsonValue()).filter((text) => /left/.test(text))).toEqual([]);
  expect((await counted.jsonValue()).filter((name) => name !== "People, 2 here now")).toEqual([]);
});

test("[U19] names and code with markup are text everywhere", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create(MARKUP, "HTML");
  await ada.paste(SCRIPT);
  await ada.isSaved();
  await bo.page.goto(ada.link);
  await expect(bo.page.getByText(`by ${MARKUP}`)).toBeVisible();
  await bo.page.getByLabel("Your name").fill("<b>Bo</b>");
  await bo.page.keyboard.press("Enter");
  await bo.isIn();
  await bo.sees(SCRIPT);
  await bo.type("!");
  await expect(ada.page.locator(".remote-flag")).toHaveText("<b>Bo</b>");
  await expect(ada.page.getByRole("status")).toContainText("<b>Bo</b> is here");
  await ada.page.getByRole("button", { name: /^People, / }).click();
  await expect(ada.page.getByRole("complementary", { name: "People" }).getByRole("listitem")).toContainText([
    MARKUP,
    "<b>Bo</b>",
  ]);
  await ada.page.keyboard.press("Escape");
  for (const { page } of [ada, bo]) {
    expect(await page.locator("#app img, #app b, #app script").count()).toBe(0);
    await expect(page).toHaveTitle(/Code Companion$/);
  }
  await ada.goHome();
  await expect(ada.page.getByText(`HTML · as ${MARKUP}`)).toBeVisible();
});
