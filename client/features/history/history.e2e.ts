// The past as people look at it, in the built page: playing while the room goes on, the keyboard alone, a link to a moment, a phone.
import type { Locator, Page } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, SERVER_IS_DOWN, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";
import { command, makeFile, nameNow, row } from "./test/reviewing.ts";

const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };

const timeLine = ({ page }: Visitor): Locator => page.getByRole("slider", { name: "Time line" });
const past = ({ page }: Visitor): Locator => page.locator(".past-view .cm-content");
const bar = ({ page }: Visitor): Locator => page.locator(".past-bar");
const button = ({ page }: Visitor, name: string): Locator => page.getByRole("button", { name, exact: true });

async function open(visitor: Visitor): Promise<void> {
  await visitor.page.locator("#place-history").click();
  await expect(timeLine(visitor)).toBeVisible();
}

const press = async (page: Page, key: string, times: number): Promise<void> => {
  for (let time = 0; time < times; time++) await page.keyboard.press(key);
};

/** A letter each is an edit each. */
async function typeSlowly(visitor: Visitor, text: string): Promise<void> {
  await visitor.type(text);
  await visitor.isSaved();
}

test("[V310] [V311] plays the past over the room, which goes on, and is back at now by one key", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await expect(ada.page.locator("#place-history")).toBeVisible();
  await ada.page.locator("#place-history").click();
  await expect(ada.page.getByText("Type, and the time line begins.")).toBeVisible();
  await typeSlowly(ada, "let one = 1;");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await bo.type("// two");
  await expect(ada.page.locator(".lane-person")).toHaveText(["Ada", "Bo"]);
  await timeLine(ada).focus();
  await ada.page.keyboard.press("Home");
  await expect(bar(ada)).toContainText("The room goes on.");
  await expect(ada.page.locator(".past-status")).toContainText("not now");
  await expect(past(ada)).toHaveText("");
  await press(ada.page, "ArrowRight", 3);
  await expect(past(ada)).toHaveText("let");
  await expect(ada.page.locator(".past-view .remote-flag")).toHaveText("Ada");
  // nobody types into what they do not see, and what others type is in the room
  await bo.type("!");
  await expect(ada.page.locator("#code .cm-content")).toContainText("// two!");
  await expect(past(ada)).toHaveText("let");
  await expect(ada.page.locator("#code")).toHaveAttribute("inert", "");
  await button(ada, "Play the history").click();
  // all of it, and what has come meanwhile
  await expect(past(ada)).toHaveText("let one = 1;// two!", { timeout: 20_000 });
  await expect(button(ada, "Play the history")).toBeVisible();
  await axe(ada, "history");
  await ada.page.keyboard.press("Escape");
  await expect(past(ada)).toHaveCount(0);
  await expect(bar(ada)).toHaveCount(0);
  await expect(ada.page.locator("#code")).not.toHaveAttribute("inert", "");
  await ada.type(" and on");
  await bo.sees("let one = 1;// two! and on");
});

test("[V311] [V312] everything by the keyboard alone, and spoken", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await typeSlowly(ada, "ab");
  await ada.paste("x".repeat(300));
  await ada.isSaved();
  await page.keyboard.press("F1");
  await expect(page.getByRole("combobox", { name: "Search commands" })).toBeFocused();
  await page.keyboard.type("Show History");
  await page.keyboard.press("Enter");
  // the keyboard goes on from there
  await expect(timeLine(ada)).toBeFocused();
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", "Now");
  await page.keyboard.press("ArrowLeft");
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /, Ada types in main\.js, edit 2 of 3$/);
  await expect(past(ada)).toHaveText("ab");
  await expect(ada.announced).toHaveText(/^You look at .* The room goes on\.$/);
  await page.keyboard.press("End");
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /edit 3 of 3$/);
  await page.keyboard.press("Home");
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /edit 0 of 3$/);
  // to the paste
  await page.keyboard.press("PageDown");
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /, Ada pasted 300 characters, .*edit 3 of 3$/);
  await expect(past(ada)).toHaveText(/^ab(x){300}$/);
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /edit 3 of 3$/);
  // the text of the past is a part of the page, the live one is none meanwhile
  await page.keyboard.press("Shift+F6");
  await expect(past(ada)).toBeFocused();
  await page.keyboard.press("F6");
  await page.keyboard.press("F6");
  await page.keyboard.press("Shift+F6");
  await page.keyboard.press("Shift+F6");
  await expect(past(ada)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(past(ada)).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
});

test("[V313] a link leads whoever may see the history to its moment, and tells others that they may not", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await typeSlowly(ada, "one");
  await open(ada);
  await ada.type("two");
  await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", "Now");
  await timeLine(ada).focus();
  await expect(async () => {
    await ada.page.keyboard.press("End");
    await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /edit 6 of 6$/, { timeout: 500 });
  }).toPass();
  await press(ada.page, "ArrowLeft", 3);
  await expect(past(ada)).toHaveText("one");
  const link = await ada.page.evaluate(async () => {
    let copied = "";
    navigator.clipboard.writeText = async (text) => void (copied = text);
    document.querySelector<HTMLElement>("[aria-label='Copy a link to this moment']")?.click();
    while (copied === "") await new Promise((resolve) => requestAnimationFrame(resolve));
    return copied;
  });
  expect(link).toMatch(/#at=\d+$/);
  const bo = await visit();
  await bo.page.goto(link);
  await bo.page.getByLabel("Your name").fill("Bo");
  await bo.page.keyboard.press("Enter");
  await expect(past(bo)).toHaveText("one");
  expect(bo.page.url()).not.toContain("#");
  // pasted on the start page it leads there as well
  const cy = await visit();
  await cy.goHome();
  await cy.page.getByLabel("Your name").fill("Cy");
  await cy.page.getByLabel(/^Room link/).fill(link);
  await cy.page.getByRole("button", { name: "Join" }).click();
  await expect(past(cy)).toHaveText("one");
  expect(cy.page.url()).not.toContain("#");
});

test("[V313] a link to a moment of a room in which nothing was written says so, and what is typed then is not laid over", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const { link } = ada;
  await ada.goHome();
  await ada.page.goto(`${link}#at=${Date.now()}`);
  await expect(ada.page.getByText("Nothing was written in this room yet")).toBeVisible();
  await ada.type("one");
  await expect(ada.page.locator(".lane-person")).toHaveText(["Ada"]);
  await expect(bar(ada)).toHaveCount(0);
});

test("[V310] in the past nothing is written, which is said, and Run goes back to now", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste('console.log("now");');
  await ada.isSaved();
  await expect(page.locator(".status-bar")).toContainText("Ln 1");
  await open(ada);
  await timeLine(ada).focus();
  await page.keyboard.press("Home");
  await expect(past(ada)).toHaveText("");
  // where the caret is in what is not seen is no place in what is
  await expect(page.locator(".status-bar")).not.toContainText("Ln 1");
  await past(ada).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(".notice")).toHaveCount(0);
  await press(page, "x", 2);
  await expect(page.locator(".notice")).toHaveText(/^This is the past, where nothing is written\./);
  await page.keyboard.press("Control+Enter");
  await expect(past(ada)).toHaveCount(0);
  await expect(page.getByText("what is there now runs")).toBeVisible();
  // sooner than it goes by itself
  await expect(page.locator(".notice").filter({ hasText: "This is the past" })).toHaveCount(0, { timeout: 2_000 });
  await expect(page.locator(".run-line")).toHaveText("now");
  await expect(page.locator(".status-bar")).toContainText("Ln 1");
});

test("[V310] [U130] what is told of Play goes with what it does", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await typeSlowly(ada, "one two");
  await open(ada);
  const tip = page.locator(".tooltip");
  await button(ada, "Play the history").hover();
  await expect(tip).toHaveText("Play the history");
  // by no pointer, which would take it away
  await button(ada, "Play the history").evaluate((play: HTMLElement) => play.click());
  await expect(tip).toHaveText("Pause the history");
  await expect(button(ada, "Play the history")).toBeVisible({ timeout: 20_000 });
  await expect(tip).toHaveText("Play the history");
});

test("[V318] a file that is deleted for good takes nothing from the past of the others", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  const tab = (name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
  await ada.create("Ada");
  await ada.type("one");
  await makeFile(ada, "second.js");
  await page.keyboard.type("two");
  await nameNow(ada, "Point");
  await page.keyboard.press("Escape");
  await ada.type(" more");
  await tab("main.js").click();
  await ada.sees("one");
  await ada.type(" more");
  await ada.isSaved();
  await command(ada, "show history");
  await row(ada, "Point").getByRole("button", { name: "What to do with Point" }).click();
  await page.getByRole("button", { name: "Bring it back" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there/ });
  await dialog.getByRole("radio", { name: "The whole room" }).check();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog).toHaveCount(0);
  await tab("second.js").click();
  await ada.sees("two");
  await command(ada, "delete this file");
  const files = await ada.openPlace("files");
  await files.getByText("Deleted files (1)").click();
  await files.getByRole("button", { name: /for good/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /for good/i })
    .click();
  await expect(files.getByText(/^Deleted files/)).toHaveCount(0);
  await ada.sees("one");
  await ada.type("!");
  await ada.isSaved();
  await timeLine(ada).focus();
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(timeLine(ada)).toHaveAttribute("aria-valuetext", /edit 10 of 10$/, { timeout: 500 });
  }).toPass();
  await expect(past(ada)).toHaveText("one!");
  await page.keyboard.press("Escape");
  // of what was brought back with it there is the other one
  await command(ada, "take back that the room");
  await ada.sees("one more!");
});

test.describe("where the thread with the weaves does not come", () => {
  test.use({ tolerated: /ERR_FAILED/ });

  test("[V315] it is started anew once it is tried again", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    await ada.type("one");
    await ada.isSaved();
    await ada.context.route(/weaveWorker/, (route) => route.abort());
    await ada.page.locator("#place-history").click();
    const again = ada.page.getByRole("button", { name: "Try again" });
    await expect(again).toBeVisible();
    await ada.context.unroute(/weaveWorker/);
    await again.click();
    await expect(timeLine(ada)).toBeVisible();
    await timeLine(ada).focus();
    await ada.page.keyboard.press("End");
    await expect(past(ada)).toHaveText("one");
    await expect(again).toHaveCount(0);
  });
});

test.describe("without a server for a moment", () => {
  test.use({ tolerated: SERVER_IS_DOWN });

  test("[V313] who may not see the history has no tab, and a link to a moment says so", async ({ visit, server }) => {
    const ada = await visit();
    await ada.create("Ada");
    await typeSlowly(ada, "one");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    await expect(bo.page.locator("#place-history")).toBeVisible();
    await open(bo);
    await timeLine(bo).focus();
    await bo.page.keyboard.press("Home");
    await expect(bar(bo)).toBeVisible();
    // in the store itself: this feature knows nothing of who gives roles
    await server.withStore(async (store) => {
      const stream = { roomId: ada.roomId, file: 0 };
      const commits = await store.read(stream, 0, Infinity);
      const from = commits.reduce((end, commit) => Math.max(end, commit.from + commit.count), 0);
      const events = commits.flatMap(
        ({ entries }) => JSON.parse(entries) as { participant?: { participant: number } }[],
      );
      const person = events.findLast(({ participant }) => participant?.participant === 2)?.participant;
      const event = { type: "participant", time: Date.now(), participant: { ...person, role: "viewer" } };
      await store.append([{ stream, from, count: 1, entries: JSON.stringify([event]) }]);
    });
    await expect(bo.status).toHaveText("Read-only");
    // the past goes with the tab
    await expect(bo.page.locator("#place-history")).toHaveCount(0);
    await expect(bar(bo)).toHaveCount(0);
    await bo.page.goto(`${ada.link}#at=${Date.now()}`);
    await expect(bo.page.getByText("have not let you see its history")).toBeVisible();
    expect(bo.page.url()).not.toContain("#");
  });
});

test("[V308] [V401] a message of the chat and a run are marks on the time line, and what was there at the run is a version", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste('console.log("one");');
  await ada.isSaved();
  await page.locator("#place-chat").click();
  await page.locator("#chat-text").fill("hello");
  await page.keyboard.press("Enter");
  await expect(page.locator("#chat-text")).toHaveValue("");
  await page.getByRole("banner").getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("The program ended.").first()).toBeVisible();
  await open(ada);
  const marks = page.getByRole("group", { name: "Marks" });
  // those that are near to each other are one
  await expect(marks.getByRole("button", { name: /Ada wrote in the chat/ })).toBeVisible();
  await expect(marks.getByRole("button", { name: /Ada ran/ })).toBeVisible();
  await page.locator("#place-versions").click();
  await expect(page.locator(".version-name").filter({ hasText: /^Ada ran/ })).toHaveCount(1);
});

test.describe("with a server that is killed", () => {
  test.use({ tolerated: SERVER_IS_DOWN });

  test("[V315] that nothing could be reached is said until the connection is back, though nobody types then", async ({
    visit,
    server,
  }) => {
    const ada = await visit();
    await ada.create("Ada");
    await typeSlowly(ada, "one");
    await open(ada);
    await server.kill();
    await timeLine(ada).focus();
    await ada.page.keyboard.press("Space");
    const trouble = ada.page.locator(".history-note[role=alert]");
    await expect(trouble).toBeVisible();
    await server.restart();
    await expect(trouble).toHaveCount(0);
  });

  test("[V310] [V315] two go on typing and one goes on looking at the past; what was typed is on the time line once it is back", async ({
    visit,
    server,
  }) => {
    const ada = await visit();
    await ada.create("Ada");
    await typeSlowly(ada, "one");
    const [bo, cy] = [await visit(), await visit()];
    await bo.enter(ada.link, "Bo");
    await cy.enter(ada.link, "Cy");
    await open(cy);
    await timeLine(cy).focus();
    await cy.page.keyboard.press("Home");
    await cy.page.keyboard.press("ArrowRight");
    await expect(past(cy)).toHaveText("o");
    await Promise.all([ada.type("A"), bo.type("B", "start")]);
    await server.kill();
    await Promise.all([ada.type("a"), bo.type("b", "start")]);
    // what was read before is there
    await cy.page.keyboard.press("ArrowRight");
    await expect(past(cy)).toHaveText("on");
    await server.restart();
    await Promise.all([ada.isSaved(), bo.isSaved()]);
    await expect.poll(async () => (await ada.text()).length).toBe(7);
    const text = await ada.text();
    await bo.sees(text);
    await cy.isSaved();
    await expect(past(cy)).toHaveText("on");
    await expect(async () => {
      await cy.page.keyboard.press("End");
      await expect(past(cy)).toHaveText(text, { timeout: 1_000 });
    }).toPass();
    await expect(timeLine(cy)).toHaveAttribute("aria-valuetext", /edit 7 of 7$/);
  });
});

test("[V310] the bar's sentence is no column where there is little room for it", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await typeSlowly(ada, "let one = 1;");
  // the longest words
  const { page } = await visit({ locale: "de-DE", viewport: { width: 1280, height: 720 } });
  await page.goto(ada.link);
  await page.getByLabel("Dein Name").fill("Bo");
  await page.keyboard.press("Enter");
  await page.locator("#place-versions").click();
  await page.locator("#place-history").click();
  await page.locator(".time-slider").focus();
  await page.keyboard.press("Home");
  const sentence = page.locator(".past-bar > p");
  await expect(sentence).toContainText("Der Raum geht weiter.");
  expect((await sentence.boundingBox())?.height).toBeLessThan(50);
});

test.describe("on a phone", () => {
  test("[V314] plays over the code, with what is needed under it", async ({ visit }) => {
    const ada = await visit(PHONE);
    await ada.create("Ada");
    await typeSlowly(ada, "let phone = 1;");
    await ada.page.getByRole("button", { name: "Output" }).tap();
    await ada.page.locator("#place-history").tap();
    await expect(timeLine(ada)).toBeVisible();
    await expect(ada.page.locator(".lane-names")).toMatchAriaSnapshot("- list:\n  - listitem: Ada");
    await axe(ada, "history on a phone");
    await button(ada, "Play the history").tap();
    // the sheet has gone
    await expect(ada.page.locator(".history-transport.small")).toBeVisible();
    await expect(past(ada)).toHaveText("let phone = 1;", { timeout: 15_000 });
    const line = await timeLine(ada).boundingBox();
    await ada.page.touchscreen.tap((line?.x ?? 0) + 1, (line?.y ?? 0) + 10);
    await expect(past(ada)).toHaveText("l");
    await axe(ada, "the past on a phone");
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await ada.page.getByRole("button", { name: /^Back to now/ }).tap();
    await expect(past(ada)).toHaveCount(0);
    await ada.sees("let phone = 1;");
  });

  test("[V314] has the bar in the tab while that lies over the code, and each of its buttons takes the first press", async ({
    visit,
  }) => {
    const ada = await visit({ ...PHONE, viewport: { width: 360, height: 780 } });
    const { page } = ada;
    await ada.create("Ada");
    await typeSlowly(ada, "let phone = 1;");
    const sheet = page.locator(".place.as-sheet");
    await page.getByRole("button", { name: "Output" }).tap();
    await page.locator("#place-history").tap();
    await timeLine(ada).focus();
    await page.keyboard.press("Home");
    await expect(past(ada)).toHaveText("");
    await expect(bar(ada)).toHaveCount(1);
    await expect(sheet.locator(".past-bar")).toBeVisible();
    expect((await bar(ada).boundingBox())?.height).toBeLessThan(60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await axe(ada, "the past on a phone, under its open tab");
    await bar(ada).getByRole("button", { name: "Bring it back" }).tap();
    await expect(page.getByRole("dialog", { name: /^Bring back what was there at/ })).toBeVisible();
    await page.keyboard.press("Escape");
    await bar(ada).getByRole("button", { name: "Compare with now" }).tap();
    await expect(page.locator(".compare-bar")).toBeVisible();
    await expect(sheet).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(page.locator(".code-column .past-bar")).toBeVisible();
    await page.getByRole("button", { name: "Output" }).tap();
    await page.locator("#place-history").tap();
    await bar(ada)
      .getByRole("button", { name: /^Back to now/ })
      .tap();
    await expect(past(ada)).toHaveCount(0);
    await expect(sheet).toBeVisible();
  });

  test("[V314] says in one row what is looked at, also in German", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    await typeSlowly(ada, "let phone = 1;");
    const bo = await visit({ ...PHONE, locale: "de-DE" });
    await bo.page.goto(ada.link);
    await bo.page.getByLabel("Dein Name").fill("Bo");
    await bo.page.keyboard.press("Enter");
    await bo.page.getByRole("button", { name: "Ausgabe" }).tap();
    await bo.page.locator("#place-history").tap();
    await button(bo, "Den Verlauf abspielen").tap();
    await expect(past(bo)).toHaveText("let phone = 1;", { timeout: 15_000 });
    await expect(bar(bo).getByRole("button")).toHaveCount(3);
    expect((await bar(bo).boundingBox())?.height).toBeLessThan(60);
    await bar(bo).getByRole("button", { name: "Zurück zu jetzt" }).tap();
    await expect(past(bo)).toHaveCount(0);
  });
});
