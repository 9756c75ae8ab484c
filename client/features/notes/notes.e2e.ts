// The notes as owners use them: in several windows, without a connection, by keyboard, on a phone; and what others see of them: nothing.
import type { Locator } from "@playwright/test";
import type { Role } from "#protocol/events.ts";
import { axe } from "../../e2e/axe.ts";
import type { ServerProcess } from "../../e2e/serverProcess.ts";
import { expect, SERVER_IS_DOWN, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const button = ({ page }: Visitor): Locator => page.locator("#place-notes");
const text = ({ page }: Visitor): Locator => page.getByRole("textbox", { name: "Private notes, for owners alone" });

async function open(visitor: Visitor): Promise<void> {
  await button(visitor).click();
  await expect(text(visitor)).toBeFocused();
}

async function write({ page }: Visitor, words: string): Promise<void> {
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(words);
}

/** Gives somebody another role, in the store itself: this feature knows nothing of who gives roles. */
const give = (server: ServerProcess, roomId: string, participant: number, role: Role): Promise<void> =>
  server.withStore(async (store) => {
    // the room's own log
    const stream = { roomId, file: 0 };
    const commits = await store.read(stream, 0, Infinity);
    const from = commits.reduce((end, commit) => Math.max(end, commit.from + commit.count), 0);
    const events = commits.flatMap(({ entries }) => JSON.parse(entries) as { participant?: { participant: number } }[]);
    const person = events.findLast((event) => event.participant?.participant === participant)?.participant;
    const event = { type: "participant", time: Date.now(), participant: { ...person, role } };
    await store.append([{ stream, from, count: 1, entries: JSON.stringify([event]) }]);
  });

test("[J5] owners write together beside the code, and undo their own there", async ({ visit, beside }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const second = await beside(ada);
  await second.returnTo(ada.link);
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await expect(button(bo)).toHaveCount(0);

  await ada.type("x = 1");
  await open(ada);
  await write(ada, "# Interview\n\nasks **well**");
  await open(second);
  await expect(text(second)).toContainText("asks **well**");
  await expect(text(second).locator(".syntax-strong")).toContainText(["well"]);
  // each sees the other's cursor there
  await ada.page.keyboard.press("ArrowLeft");
  await expect(second.page.locator(".notes-editor .remote-caret")).toHaveCount(1);
  await write(second, ", fast");
  await expect(text(ada)).toContainText("asks **well**, fast");

  // undo of the notes, then of the code
  await ada.page.keyboard.press("Control+z");
  await expect(text(second)).toHaveText(", fast");
  await expect(ada.editor.first()).toHaveText("x = 1");
  await ada.page.locator("#code .cm-content").focus();
  await ada.page.keyboard.press("Control+z");
  await expect(ada.page.locator("#code .cm-content")).toHaveText("");
  await expect(text(ada)).toHaveText(", fast");
  await expect(second.page.locator(".notes-editor .remote-caret")).toHaveCount(0);

  // closed and opened again it is all there, and so is the way back
  await ada.page.getByRole("button", { name: "Close Notes" }).click();
  await expect(button(ada)).toBeFocused();
  await open(ada);
  await ada.page.keyboard.press("Control+Shift+z");
  await expect(text(ada)).toContainText("asks **well**, fast");
  await expect(bo.page.locator("body")).not.toContainText(/Interview|well|notes/i);
});

test.describe("without a server", () => {
  test.use({ tolerated: SERVER_IS_DOWN });

  test("[J5] what is written meanwhile is kept, over a reload, and given back to whoever is an owner no more", async ({
    visit,
    server,
  }) => {
    const ada = await visit();
    await ada.create("Ada");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    await give(server, ada.roomId, 2, "owner");
    await bo.isSaved();
    await ada.isSaved();
    await open(ada);
    await open(bo);
    await write(ada, "before. ");
    await expect(text(bo)).toHaveText("before. ");
    await server.kill();
    await expect(ada.status).toHaveText(/^Offline/);
    await write(ada, "kept");
    await expect.poll(() => ada.keptEdits()).toBeGreaterThan(0);
    await ada.page.close({ runBeforeUnload: false });
    await expect(bo.status).toHaveText(/^Offline/);
    await write(bo, "mine alone");
    await expect.poll(() => bo.keptEdits()).toBeGreaterThan(0);

    await server.restart();
    await give(server, ada.roomId, 2, "editor");
    const dialog = bo.page.getByRole("dialog");
    await expect(dialog.getByRole("textbox")).toHaveValue("mine alone");
    await expect(button(bo)).toHaveCount(0);
    await expect(text(bo)).toHaveCount(0);
    await axe(bo, "given back");
    await expect.poll(() => bo.keptEdits()).toBe(0);
  });

  test("[J5] a reload loses nothing", async ({ visit, server }) => {
    const ada = await visit();
    await ada.create("Ada");
    await open(ada);
    await server.kill();
    await expect(ada.status).toHaveText(/^Offline/);
    await write(ada, "kept");
    await expect.poll(() => ada.keptEdits()).toBe(1);
    await server.restart();
    await ada.page.reload();
    await ada.isIn();
    await open(ada);
    await expect(text(ada)).toHaveText("kept");
    await expect.poll(() => ada.keptEdits()).toBe(0);
  });
});

test("[J6] keyboard, screen reader and phone", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await ada.type("print(1)");
  await button(ada).focus();
  await ada.page.keyboard.press("Enter");
  await expect(text(ada)).toBeFocused();
  await expect(button(ada)).toHaveAttribute("aria-selected", "true");
  await write(ada, "# Ada\n\n- quick, see `f` and **this**\n");
  await axe(ada, "notes");
  // Escape leads to the code
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.locator("#code .cm-content")).toBeFocused();
  await expect(text(ada)).toBeVisible();

  await ada.page.setViewportSize(PHONE.viewport);
  await ada.page.reload();
  await ada.isIn();
  await (await ada.menu()).getByRole("button", { name: "Notes" }).click();
  const sheet = ada.page.getByRole("complementary", { name: "Notes" });
  await expect(sheet).toBeVisible();
  await expect(text(ada)).toContainText("quick");
  await axe(ada, "notes on a phone");
  expect(await ada.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  await text(ada).focus();
  await write(ada, "from a phone");
  await sheet.getByRole("button", { name: "Close Notes" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
});
