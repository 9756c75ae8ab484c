// The chat as two people use it: in two windows, without a connection, by keyboard, on a phone.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, SERVER_IS_DOWN, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

// one of them says more at once than a person can
test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "0" } });

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const button = ({ page }: Visitor): Locator => page.locator("#place-chat");
const field = ({ page }: Visitor): Locator => page.locator("#chat-text");
const log = ({ page }: Visitor): Locator => page.getByRole("log", { name: "Messages" });
const messages = (visitor: Visitor): Locator => log(visitor).getByRole("listitem");

async function openChat(visitor: Visitor): Promise<void> {
  await button(visitor).click();
  await expect(log(visitor)).toBeVisible();
}

async function say(visitor: Visitor, text: string): Promise<void> {
  await field(visitor).fill(text);
  await field(visitor).press("Enter");
  await expect(field(visitor)).toHaveValue("");
}

test("[T11] what one says, edits and withdraws the other sees; a line is jumped to, code is coloured", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await ada.paste(Array.from({ length: 60 }, (_, at) => `line_${at + 1} = ${at}`).join("\n"));
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await openChat(ada);
  await openChat(bo);

  await say(ada, "look at main.py:42 and https://example.org/a?b=1.");
  await expect(messages(bo)).toHaveCount(1);
  await expect(messages(bo)).toContainText("Ada");
  const link = messages(bo).getByRole("link");
  await expect(link).toHaveAttribute("href", "https://example.org/a?b=1");
  await expect(link).toHaveAttribute("rel", "noopener noreferrer");
  await messages(bo).getByRole("button", { name: "main.py:42" }).click();
  await expect(bo.editor).toBeFocused();
  await expect(bo.page.locator(".cm-activeLine")).toHaveText("line_42 = 41");
  await expect(bo.page.locator(".cm-activeLine")).toBeInViewport();

  // two lines, and code in the colours of the editor
  await field(bo).focus();
  await bo.page.keyboard.type("like this:");
  await bo.page.keyboard.press("Shift+Enter");
  await bo.page.keyboard.insertText("```python\ndef f():\n    return 1\n```");
  await bo.page.keyboard.press("Enter");
  await expect(messages(ada).nth(1).locator(".chat-block .syntax-keyword")).toHaveText(["def", "return"]);
  const keyword = await messages(ada)
    .nth(1)
    .locator(".syntax-keyword")
    .first()
    .evaluate((one) => getComputedStyle(one).color);
  expect(keyword).not.toBe(
    await messages(ada)
      .nth(1)
      .evaluate((one) => getComputedStyle(one).color),
  );

  // markup is text
  const markup = `<img src=x onerror="document.title='hit'"><b>bold</b> javascript:alert(1)`;
  await say(bo, markup);
  await expect(messages(ada).nth(2)).toContainText(markup);
  await expect(log(ada).locator("img, b")).toHaveCount(0);
  await expect(ada.page).toHaveTitle(/Code Companion$/);

  // a name is chosen from a list
  await field(ada).focus();
  await ada.page.keyboard.type("@b");
  await expect(ada.page.getByRole("listbox").getByRole("option")).toHaveText(["Bo"]);
  await ada.page.keyboard.press("Tab");
  await expect(field(ada)).toHaveValue("@Bo ");
  await ada.page.keyboard.type("see?");
  await ada.page.keyboard.press("Enter");
  await expect(messages(bo).nth(3).locator(".chat-mention")).toHaveText("@Bo");

  // edited and withdrawn, by its author alone
  await expect(messages(bo).nth(3).getByRole("button", { name: "Edit" })).toHaveCount(0);
  await messages(ada).nth(3).hover();
  await messages(ada).nth(3).getByRole("button", { name: "Edit" }).click();
  await expect(field(ada)).toBeFocused();
  await field(ada).fill("never mind");
  await field(ada).press("Enter");
  await expect(messages(bo).nth(3)).toContainText("edited");
  await expect(messages(bo).nth(3).locator(".chat-text")).toHaveText("never mind");
  await messages(ada).nth(3).hover();
  await messages(ada).nth(3).getByRole("button", { name: "Withdraw" }).click();
  await expect(messages(bo).nth(3)).toContainText("This message was withdrawn.");
  await expect(log(bo)).not.toContainText("never mind");

  // kept with the room; cleared by its owner
  await bo.page.reload();
  await bo.isIn();
  await openChat(bo);
  await expect(messages(bo)).toHaveCount(4);
  await expect(bo.page.getByRole("button", { name: "Clear", exact: true })).toHaveCount(0);
  await ada.page.getByRole("button", { name: "Clear", exact: true }).click();
  await ada.page.getByRole("button", { name: "Clear for everybody" }).click();
  await expect(log(bo)).toContainText("Ada cleared the chat");
  await expect(messages(bo)).toHaveCount(0);
});

test("[T15] a link is shown as it is opened, and reads from left to right whatever is said around it", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await openChat(ada);
  await say(ada, "see https://example.org/\u202egro.elpmaxe//:sptth now");
  const link = (at: number): Locator => messages(ada).nth(at).getByRole("link");
  const opened = "https://example.org/%E2%80%AEgro.elpmaxe//:sptth";
  await expect(link(0)).toHaveText(opened);
  await expect(link(0)).toHaveAttribute("href", opened);
  // in a text that is turned round, and in one that begins from the right
  await say(ada, "\u202eturned https://example.org/a round");
  await say(ada, "\u05d0\u05d1 https://example.org/a!");
  for (const at of [1, 2]) {
    await expect(link(at)).toHaveText("https://example.org/a");
    const places = await link(at).evaluate(({ firstChild }) => {
      const range = document.createRange();
      return [0, 8, 20].map((from) => {
        range.setStart(firstChild!, from);
        range.setEnd(firstChild!, from + 1);
        return range.getBoundingClientRect().left;
      });
    });
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[2]).toBeGreaterThan(places[0]!);
  }
});

test("[T10] unread messages are counted and told in passing, as far as the person wants", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await openChat(bo);
  await say(bo, "hello");
  const notices = ada.page.getByRole("status");
  await expect(button(ada)).toHaveAccessibleName("Chat, 1 unread");
  await expect(notices).toContainText("Bo: hello");
  await say(bo, "@Ada are you there?");
  await expect(button(ada)).toHaveAccessibleName("Chat, 2 unread");
  await expect(notices).toContainText("Bo mentioned you: @Ada are you there?");
  await ada.page.reload();
  await ada.isIn();
  await expect(button(ada)).toHaveAccessibleName("Chat, 2 unread");
  await openChat(ada);
  await expect(button(ada)).toHaveAccessibleName("Chat");
  await expect(messages(ada)).toHaveCount(2);
  await ada.page.getByLabel("Notices").selectOption("when mentioned");
  await ada.page.getByRole("button", { name: "Close Chat" }).click();
  await expect(button(ada)).toBeFocused();
  await say(bo, "not for you");
  await expect(button(ada)).toHaveAccessibleName("Chat, 1 unread");
  await say(bo, "@ada for you");
  await expect(notices).toContainText("@ada for you");
  await expect(notices).not.toContainText("not for you");
});

test("[T14] [B92] who is led to a message that named them sees it, in a chat that is opened by that", async ({
  visit,
  server,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  const said = ["@Ada are you there?", ...Array.from({ length: 30 }, (_, at) => `message ${at}`)];
  await server.tell(
    ada.roomId,
    "chat",
    said.map((text, at) => ({ type: "say", id: `message-number-${at}`, text })),
  );
  await expect(button(ada)).toHaveAccessibleName("Chat, 31 unread");
  await ada.page.getByRole("button", { name: /^Notifications/ }).click();
  const news = ada.page.getByRole("dialog", { name: "Notifications" }).getByRole("listitem");
  await news.filter({ hasText: "mentioned you" }).getByRole("button").click();
  const named = messages(ada).first();
  await expect(named.locator(".chat-mention")).toHaveText("@Ada");
  await expect(named).toBeFocused();
  // all that may follow the end has run
  await ada.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(named).toBeInViewport({ ratio: 1 });
});

test("[T10] what was told in passing goes once the chat is open, and is no news any more", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await openChat(bo);
  const notices = ada.page.locator(".notices .notice");
  const bell = ada.page.getByRole("button", { name: /^Notifications/ });
  await bell.click();
  await ada.page.getByRole("button", { name: "Mark all read" }).click();
  await ada.page.keyboard.press("Escape");
  // they stay as long as nobody reads them
  await ada.page.clock.install();
  await say(bo, "hello");
  await say(bo, "@Ada are you there?");
  await expect(notices.filter({ hasText: "Bo" })).toHaveCount(2);
  await expect(bell).toHaveAccessibleName("Notifications, 1 unread");
  await openChat(ada);
  await expect(notices.filter({ hasText: "Bo: hello" })).toHaveCount(0);
  await expect(notices.filter({ hasText: "are you there?" })).toHaveCount(0);
  await expect(bell).toHaveAccessibleName("Notifications");
});

test("[T2] [T8] older messages are read back a page at a time, and what is read stays in its place", async ({
  visit,
  server,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  const said = Array.from({ length: 110 }, (_, at) => ({
    type: "say",
    id: `message-number-${at}`,
    text: `message ${at}`,
  }));
  await server.tell(ada.roomId, "chat", said);
  await bo.enter(ada.link, "Bo");
  await expect(button(bo)).toHaveAccessibleName("Chat, 100 unread");
  await openChat(bo);
  await expect(messages(bo)).toHaveCount(100);
  await expect(messages(bo).last()).toBeInViewport();
  const first = messages(bo).filter({ hasText: /message 10$/ });
  await first.scrollIntoViewIfNeeded();
  await bo.page.getByRole("button", { name: "Show older messages" }).click();
  await expect(messages(bo)).toHaveCount(110);
  await expect(first).toBeInViewport();
  await expect(bo.page.getByRole("button", { name: "Show older messages" })).toHaveCount(0);
});

test.describe("without a server", () => {
  test.use({ tolerated: SERVER_IS_DOWN });

  test("[T12] what is said meanwhile is kept, over a reload of the draft too, and sent once", async ({
    visit,
    server,
  }) => {
    const [ada, bo] = [await visit(), await visit()];
    await ada.create("Ada");
    await bo.enter(ada.link, "Bo");
    await openChat(ada);
    await field(ada).fill("a draft\nof two lines");
    await ada.page.reload();
    await ada.isIn();
    await openChat(ada);
    await expect(field(ada)).toHaveValue("a draft\nof two lines");
    await server.kill();
    await expect(ada.status).toHaveText(/^Offline/);
    await field(ada).press("Enter");
    await say(ada, "and one more");
    await expect(messages(ada)).toHaveCount(2);
    await expect(messages(ada).last()).toContainText("kept here");
    await server.restart();
    await expect(log(ada)).not.toContainText("kept here");
    await expect(log(ada)).not.toContainText("Sending");
    await openChat(bo);
    await expect(messages(bo)).toHaveCount(2);
    await expect(messages(bo).first()).toContainText("of two lines");
    await expect(messages(ada)).toHaveCount(2);
  });
});

test("[T13] keyboard, screen reader and phone", { tag: "@long" }, async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const bo = await visit(PHONE);
  await bo.enter(ada.link, "Bo");
  await button(ada).focus();
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toBeFocused();
  await axe(ada, "empty chat");
  await say(ada, "hi @Bo: `x`, main.py:1 and https://example.org/\n```\ndef f(): return 1\n```");
  await say(ada, "to be edited");
  await expect(button(bo)).toHaveAccessibleName("Chat, 2 unread");
  // its button is its own, whatever was open on that side
  await bo.page.getByRole("button", { name: /^People, / }).tap();
  await bo.page.getByRole("button", { name: "Close People" }).tap();
  const side = bo.page.locator(".thumb-bar #place-chat");
  await expect(side).toHaveAccessibleName("Chat, 2 unread");
  await expect(side.locator(".badge")).toHaveText("2");
  await axe(bo, "unread on a phone");
  await side.tap();
  await expect(log(ada)).toHaveAttribute("aria-live", "polite");
  // the newest message's own buttons come before the field
  await ada.page.keyboard.press("Shift+Tab");
  await expect(messages(ada).last().getByRole("button", { name: "Withdraw" })).toBeFocused();
  await ada.page.keyboard.press("Shift+Tab");
  await ada.page.keyboard.press("Enter");
  await expect(field(ada)).toBeFocused();
  await axe(ada, "editing");
  await ada.page.keyboard.press("Escape");
  await expect(field(ada)).toHaveValue("");
  await field(ada).fill("@");
  await expect(ada.page.getByRole("listbox")).toBeVisible();
  await axe(ada, "choosing a name");
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("listbox")).toHaveCount(0);
  await field(ada).fill("");
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  await expect(log(ada)).toBeVisible();
  await ada.page.getByRole("button", { name: "Close Chat" }).click();

  await button(bo).tap();
  const drawer = bo.page.getByRole("complementary", { name: "Chat" });
  await expect(drawer).toBeVisible();
  await expect(messages(bo)).toHaveCount(2);
  await axe(bo, "chat on a phone");
  expect(await bo.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  await field(bo).fill("from a phone");
  await bo.page.getByRole("button", { name: "Send" }).tap();
  await expect(messages(bo)).toHaveCount(3);
  await messages(bo).first().getByRole("button", { name: "main.py:1" }).tap();
  await expect(drawer).toHaveCount(0);
  await expect(bo.editor).toBeFocused();
  await expect(button(ada)).toHaveAccessibleName("Chat, 1 unread");
});

test("[B62] what accepts a word sends no message, closes no panel and no search, and keeps no title", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const { page } = ada;
  /** As Safari tells of a key that has ended a composition: the composition is over by then. */
  const ends = (where: Locator, key: string): Promise<boolean> =>
    where.evaluate((element, pressed) => {
      element.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      element.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
      const event = new KeyboardEvent("keydown", { key: pressed, keyCode: 229, bubbles: true, cancelable: true });
      return element.dispatchEvent(event);
    }, key);
  await openChat(ada);
  await field(ada).fill("\u306b\u307b\u3093");
  expect(await ends(field(ada), "Enter")).toBe(true);
  expect(await ends(field(ada), "Escape")).toBe(true);
  await expect(messages(ada)).toHaveCount(0);
  await expect(field(ada)).toHaveValue("\u306b\u307b\u3093");
  await field(ada).press("Enter");
  await expect(messages(ada)).toHaveText([/\u306b\u307b\u3093/]);
  await expect(log(ada)).toBeVisible();

  await page
    .getByRole("heading", { name: await ada.label() })
    .getByRole("button")
    .click();
  const title = page.getByRole("textbox", { name: "Title of the room" });
  await title.fill("\u306b");
  await ends(title, "Escape");
  await expect(title).toBeVisible();
  await title.press("Enter");
  await expect(page.getByRole("heading", { name: "\u306b" })).toBeVisible();

  await ada.editor.focus();
  await page.keyboard.press("Control+f");
  const search = page.getByRole("textbox", { name: "Find" });
  await search.fill("\u306b");
  await ends(search, "Escape");
  await ends(search, "Enter");
  await expect(search).toBeFocused();
  await search.press("Escape");
  await expect(search).toHaveCount(0);
});
