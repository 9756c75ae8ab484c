// Notifications as people meet them: who comes and goes, mentions, where they lead, the browser's own, muting; keyboard and phone.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const bell = ({ page }: Visitor): Locator => page.getByRole("button", { name: /^Notifications/ });
const dialog = ({ page }: Visitor): Locator => page.getByRole("dialog", { name: "Notifications" });
const items = (visitor: Visitor): Locator => dialog(visitor).getByRole("list").getByRole("listitem");

async function say({ page }: Visitor, text: string): Promise<void> {
  const field = page.locator("#chat-text");
  await field.fill(text);
  await field.press("Enter");
  await expect(field).toHaveValue("");
}

/** The page believes to be hidden, or seen again. */
const hide = ({ page }: Visitor, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);

test("[Y2] [Y5] what happens is counted, and leads to the people and to the message", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await expect(bell(ada)).toHaveAccessibleName("Notifications");
  await bo.enter(ada.link, "Bo");
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");
  await expect(ada.page.getByRole("status")).toContainText("Bo is here");
  await bo.page.locator("#place-chat").click();
  for (let count = 0; count < 12; count++) await say(bo, `message ${count}\n\n\n`);
  await say(bo, "@Ada look at this");
  for (let count = 0; count < 3; count++) await say(bo, `later ${count}\n\n\n`);
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 2 unread");

  await bell(ada).click();
  await expect(items(ada)).toHaveText([/Unread: Bo mentioned you: @Ada look at this/, /Unread: Bo is here/]);
  await items(ada).first().getByRole("button").click();
  await expect(dialog(ada)).toHaveCount(0);
  const message = ada.page.getByRole("listitem").filter({ hasText: "@Ada look at this" });
  await expect(message).toBeFocused();
  await expect(message).toBeInViewport();
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");

  // one who comes and goes is one piece of news
  await bo.page.goto("about:blank");
  await expect(ada.page.getByRole("status")).toContainText("Bo has left");
  await bell(ada).click();
  await expect(items(ada)).toHaveText([/Unread: Bo has left/, /mentioned you/]);
  await items(ada).first().getByRole("button").click();
  await expect(ada.page.getByRole("complementary", { name: "People" })).toContainText("Been here");
});

test("[Y5] where an owner asks to look is in the list, and leads there", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await ada.paste(Array.from({ length: 60 }, (_, at) => `line_${at + 1} = ${at}`).join("\n"));
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await ada.page.getByRole("button", { name: /^People, / }).click();
  await ada.page.getByRole("button", { name: "Everyone, look here" }).click();
  await expect(bo.page.getByRole("button", { name: /^Go there/ })).toBeVisible();
  await expect(bell(bo)).toHaveAccessibleName("Notifications");
  await bell(bo).click();
  await expect(items(bo)).toHaveText([/^Ada/]);
  await items(bo).first().getByRole("button").click();
  await expect(bo.page.locator(".cm-activeLine")).toHaveText("line_60 = 59");
  await expect(bo.page.locator(".cm-activeLine")).toBeInViewport();
});

test("[Y3] what is muted is neither told nor listed, after a reload too", { tag: "@long" }, async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bell(ada).click();
  await expect(dialog(ada)).toContainText("Nothing has happened yet.");
  await dialog(ada).getByText("Settings").click();
  await dialog(ada).getByLabel("Somebody comes in").uncheck();
  await ada.page.keyboard.press("Escape");
  await ada.page.reload();
  await ada.isIn();
  await bo.enter(ada.link, "Bo");
  await expect(ada.page.getByRole("button", { name: "People, 2 here now" })).toBeVisible();
  await bo.page.goto("about:blank");
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");
  await bell(ada).click();
  await expect(items(ada)).toHaveText([/Bo has left/]);
  await dialog(ada).getByText("Settings").click();
  await expect(dialog(ada).getByLabel("Somebody comes in")).not.toBeChecked();
});

test("[Y4] the browser tells while the tab is hidden, once it was asked for", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  // Chromium shows none without a screen: what the page would have it show is kept
  await ada.page.addInitScript(() => {
    const shown: EventTarget[] = [];
    class Recorded extends EventTarget {
      static permission = "default";
      static requests = 0;
      readonly title: string;
      readonly body: string | undefined;
      constructor(title: string, { body }: NotificationOptions) {
        super();
        this.title = title;
        this.body = body;
        shown.push(this);
      }
      static async requestPermission(): Promise<string> {
        Recorded.requests++;
        return (Recorded.permission = "granted");
      }
      close(): void {}
    }
    Object.assign(window, { Notification: Recorded, shown });
  });
  const asked = (): Promise<unknown> =>
    ada.page.evaluate(() => (window.Notification as unknown as { requests: number }).requests);
  const shown = (): Promise<unknown[]> =>
    ada.page.evaluate(() =>
      (window as unknown as { shown: Notification[] }).shown.map(({ title, body }) => `${title}: ${body}`),
    );
  await ada.create("Ada");
  await hide(ada, true);
  await bo.enter(ada.link, "Bo");
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");
  expect([await asked(), await shown()]).toEqual([0, []]);
  await hide(ada, false);
  await bell(ada).click();
  await dialog(ada).getByText("Settings").click();
  await dialog(ada).getByLabel("Let the browser tell me").check();
  expect(await asked()).toBe(1);
  await ada.page.keyboard.press("Escape");
  await hide(ada, true);
  await bo.page.locator("#place-chat").click();
  await say(bo, "@Ada are you there?");
  await expect.poll(shown).toEqual(["Code Companion: Bo mentioned you: @Ada are you there?"]);
  await hide(ada, false);
  await ada.page.evaluate(() =>
    (window as unknown as { shown: EventTarget[] }).shown[0]?.dispatchEvent(new Event("click")),
  );
  await expect(ada.page.getByRole("listitem").filter({ hasText: "are you there?" })).toBeFocused();
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");
});

test("[Y7] [Y8] they are under their day, and narrowed to a type, on a phone too", async ({ visit }) => {
  const [ada, bo] = [await visit(PHONE), await visit()];
  // the page's clock goes on from what it is set to
  const today = new Date().setHours(12, 0, 0, 0);
  await ada.page.clock.install({ time: today - 24 * 3_600_000 });
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  const more = ada.page.getByRole("button", { name: /^More/ });
  await expect(more).toHaveAccessibleName("More, 1 unread");
  await ada.menu();
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");
  // the number stands in its own row
  expect(
    await bell(ada)
      .locator(".badge")
      .evaluate((one) => getComputedStyle(one).position),
  ).toBe("static");
  await bell(ada).tap();
  await expect(dialog(ada).getByRole("group", { name: "Show" })).toHaveCount(0);
  await dialog(ada).getByRole("button", { name: "Close" }).tap();
  await ada.page.clock.setSystemTime(today);
  await bo.page.locator("#place-chat").click();
  await say(bo, "@Ada good morning");
  await ada.menu();
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 2 unread");
  await bell(ada).tap();
  await expect(dialog(ada).getByRole("list", { name: "Today" }).getByRole("listitem")).toHaveText(/mentioned you/);
  await expect(dialog(ada).getByRole("list", { name: "Yesterday" }).getByRole("listitem")).toHaveText(/Bo is here/);
  const types = dialog(ada).getByRole("group", { name: "Show" }).getByRole("button");
  await expect(types).toHaveText(["All", "People", "For me"]);
  await types.nth(1).tap();
  await expect(items(ada)).toHaveText([/Bo is here/]);
  await axe(ada, "people alone, on a phone");
  expect(await ada.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  await types.nth(2).tap();
  await expect(items(ada)).toHaveText([/mentioned you/]);
  await types.first().tap();
  await expect(items(ada)).toHaveCount(2);
});

test("[Y6] keyboard, screen reader and phone", { tag: "@long" }, async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit(PHONE);
  await bo.enter(ada.link, "Bo");
  await expect(bell(ada)).toHaveAccessibleName("Notifications, 1 unread");
  await axe(ada, "unread");
  await bell(ada).focus();
  await ada.page.keyboard.press("Enter");
  await expect(dialog(ada)).toBeVisible();
  await axe(ada, "list");
  await ada.page.keyboard.press("Tab");
  await expect(dialog(ada).getByRole("button", { name: "Close" })).toBeFocused();
  await ada.page.keyboard.press("Tab");
  await expect(dialog(ada).getByRole("button", { name: "Mark all read" })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(items(ada)).toHaveText([/^Bo is here/]);
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  await expect(dialog(ada).getByRole("group", { name: "Tell me when" })).toBeVisible();
  await axe(ada, "settings");
  await ada.page.keyboard.press("Escape");
  await expect(dialog(ada)).toHaveCount(0);
  await expect(bell(ada)).toBeFocused();
  await expect(bell(ada)).toHaveAccessibleName("Notifications");

  await ada.page.goto("about:blank");
  await bo.menu();
  await expect(bell(bo)).toHaveAccessibleName("Notifications, 1 unread");
  await axe(bo, "unread on a phone");
  expect(await bo.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  await bell(bo).tap();
  await dialog(bo).getByText("Settings").tap();
  await axe(bo, "list on a phone");
  await items(bo).first().getByRole("button").tap();
  await expect(bo.page.getByRole("complementary", { name: "People" })).toBeVisible();
});
