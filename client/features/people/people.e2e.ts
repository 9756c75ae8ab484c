// People as three windows see each other: following, circles, "look here", names and colours, who was here.
import type { Locator, Page } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };
const LINES = 200;
const CODE = Array.from({ length: LINES }, (_, at) => `line_${at + 1} = ${at}`).join("\n");

const bar = ({ page }: Visitor): Locator => page.locator(".follow-bar");
const request = ({ page }: Visitor): Locator => page.locator(".look-request");
const face = ({ page }: Visitor, name: string): Locator =>
  page.getByRole("button", { name: `Follow ${name}`, exact: true });
const followers = ({ page }: Visitor): Locator => page.locator(".followers");
const list = ({ page }: Visitor): Locator => page.getByRole("complementary", { name: "People" });
const row = (visitor: Visitor, name: string): Locator => list(visitor).getByRole("listitem").filter({ hasText: name });

async function openList(visitor: Visitor): Promise<Locator> {
  if (!(await list(visitor).isVisible())) await visitor.page.getByRole("button", { name: /^People, / }).click();
  return list(visitor);
}

/** The number of the first line that is seen. */
const firstLine = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { top } = document.querySelector(".cm-scroller")!.getBoundingClientRect();
    const seen = [...document.querySelectorAll(".cm-line")].find(
      (line) => line.getBoundingClientRect().bottom > top + 4,
    );
    return Number(/line_(\d+)/.exec(seen?.textContent ?? "")?.[1]);
  });

const scrollTo = async ({ page }: Visitor, line: number): Promise<void> => {
  await page.locator(".cm-scroller").evaluate((one, at) => {
    one.scrollTop = (one.scrollHeight - one.clientHeight) * at;
  }, line / LINES);
};

/** The bar takes a line or two from the window that follows, and her caret stays in sight. */
const areTogether = async (one: Visitor, other: Visitor): Promise<void> => {
  await expect
    .poll(async () => Math.abs((await firstLine(one.page)) - (await firstLine(other.page))))
    .toBeLessThanOrEqual(3);
};

test("[W1] [W8] [W9] a click on a face follows: the scroll goes along until a key, a click or a scroll of one's own", async ({
  visit,
}) => {
  const [ada, ben, cy] = [await visit(), await visit(), await visit()];
  await ada.create("Ada", "Python");
  await ada.paste(CODE);
  await ada.isSaved();
  await ben.enter(ada.link, "Ben");
  await cy.enter(ada.link, "Cy");

  await face(ben, "Ada").click();
  await expect(bar(ben)).toContainText("Following Ada. Esc to stop.");
  await expect(face(ben, "Ada")).toHaveAttribute("aria-pressed", "true");
  await face(cy, "Ada").click();
  await expect(followers(ada)).toContainText("2 people follow you");
  await areTogether(ada, ben);
  for (const line of [120, 30, 170]) {
    await scrollTo(ada, line);
    await expect.poll(() => firstLine(ada.page)).toBeGreaterThan(line - 40);
    await areTogether(ada, ben);
  }
  await axe(ben, "following");
  await axe(ada, "followed");

  // what she types stays in sight
  await ada.type("# the end", "end");
  await expect(ben.page.locator(".cm-line", { hasText: "# the end" })).toBeInViewport();
  await ada.page.keyboard.press("Control+Home");
  await expect(ben.page.locator(".cm-line", { hasText: /^line_1 = / })).toBeInViewport();

  await ben.page.keyboard.press("Escape");
  await expect(bar(ben)).toHaveCount(0);
  await expect(followers(ada)).toContainText("Cy follows you");
  await scrollTo(ada, 150);
  await areTogether(ada, cy);
  expect(await firstLine(ben.page)).toBeLessThan(20);

  for (const end of [
    () => cy.page.keyboard.press("x"),
    () => cy.page.locator(".cm-line").nth(5).click(),
    async () => {
      await cy.page.mouse.move(600, 400);
      await cy.page.mouse.wheel(0, 200);
    },
  ]) {
    if ((await bar(cy).count()) === 0) await face(cy, "Ada").click();
    await expect(bar(cy)).toContainText("Following Ada");
    await cy.editor.focus();
    await end();
    await expect(bar(cy)).toHaveCount(0);
  }
  await expect(followers(ada)).toHaveCount(0);
});

test(
  "[W2] [W8] circles end with a word to whom it ends for, and so does it when somebody leaves",
  { tag: "@long" },
  async ({ visit }) => {
    const [ada, ben, cy] = [await visit(), await visit(), await visit()];
    await ada.create("Ada");
    await ben.enter(ada.link, "Ben");
    await cy.enter(ada.link, "Cy");
    await face(ada, "Ben").click();
    await face(ben, "Cy").click();
    await expect(bar(ada)).toContainText("Following Ben");
    await expect(bar(ben)).toContainText("Following Cy");
    await face(cy, "Ada").click();
    await expect(bar(cy)).toContainText("Following Ada");
    await expect(bar(ben)).toHaveCount(0);
    await expect(ben.page.getByText("You no longer follow Cy")).toBeVisible();
    await expect(bar(ada)).toContainText("Following Ben");
    await face(ada, "Cy").click();
    await expect(cy.page.getByText("Ada follows you now, so you no longer follow them.")).toBeVisible();

    // one who loads the page anew is waited for
    await cy.page.reload();
    await cy.isIn();
    await expect(bar(ada)).toContainText("Following Cy. ");
    await expect(followers(cy)).toContainText("Ada follows you");
    await cy.context.close();
    await expect(bar(ada)).toContainText("Cy, who is not connected at the moment");
    await expect(ada.page.getByText("You no longer follow Cy: they have left.")).toBeVisible({ timeout: 15_000 });
    await expect(bar(ada)).toHaveCount(0);
  },
);

/** A second file, with a text of its own. */
const addFile = async ({ page, roomId }: Visitor, name: string): Promise<number> =>
  page.evaluate(
    async ([id, path]) => {
      const rooms = JSON.parse(localStorage.getItem("companion:rooms") ?? "[]") as { roomId: string; key: string }[];
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${rooms.find((one) => one.roomId === id)?.key}`,
      };
      const url = `/api/rooms/${id}/files`;
      await fetch(url, { method: "POST", headers, body: JSON.stringify({ name: path }) });
      const { files } = (await (await fetch(`/api/rooms/${id}`)).json()) as { files: { file: number; name: string }[] };
      return files.find((one) => one.name === path)!.file;
    },
    [roomId, name] as const,
  );

/** The window as it is when the file was shown last. */
async function comeBackTo({ page, roomId }: Visitor, file: number): Promise<void> {
  await page.evaluate(
    ([id, shown]) => {
      const rooms = JSON.parse(localStorage.getItem("companion:rooms") ?? "[]") as { roomId: string }[];
      const changed = rooms.map((one) =>
        one.roomId === id ? { ...one, arrangement: { tabs: [1, shown], shown } } : one,
      );
      localStorage.setItem("companion:rooms", JSON.stringify(changed));
    },
    [roomId, file] as const,
  );
  await page.reload();
}

test("[W8] somebody is followed, and gone to, across files", { tag: "@long" }, async ({ visit }) => {
  const [ada, ben] = [await visit(), await visit()];
  await ada.create("Ada");
  await ada.type("first", "start");
  await ben.enter(ada.link, "Ben");
  const second = await addFile(ada, "b.js");
  await face(ben, "Ada").click();
  await expect(followers(ada)).toContainText("Ben follows you");
  await comeBackTo(ada, second);
  await ada.isIn();
  await ada.type(CODE.slice(0, 600), "start");
  await expect(bar(ben)).toContainText("Following Ada.");
  await expect(ben.page.getByRole("main", { name: "Code, b.js" })).toContainText("line_1 = 0");
  await expect(followers(ada)).toContainText("Ben follows you");

  // whoever shows another file follows no more, and can go to where somebody is
  await comeBackTo(ben, 1);
  await ben.isIn();
  await ben.sees("first");
  await expect(bar(ben)).toHaveCount(0);
  await openList(ben);
  await expect(row(ben, "Ada")).toContainText("b.js");
  await row(ben, "Ada")
    .getByRole("button", { name: /^Go to Ada, b.js/ })
    .click();
  await expect(ben.page.getByRole("main", { name: "Code, b.js" })).toContainText("line_1 = 0");
  await expect(ben.page.locator(".remote-caret")).toBeInViewport();
});

test("[W7] [W5] the list says where everybody is, who types, is idle or in another window, and who was here", async ({
  visit,
}) => {
  const [ada, ben, cy] = [await visit(), await visit(), await visit()];
  await ben.page.clock.install();
  await ada.create("Ada");
  await ada.paste(CODE);
  await ben.enter(ada.link, "Ben");
  await cy.enter(ada.link, "Cy");
  await ben.type("x", "start");
  await openList(ada);
  await ben.page.keyboard.type("yz");
  await expect(row(ada, "Ben")).toContainText("typing");
  await expect(row(ada, "Ben")).toContainText("Line 1");
  await expect(row(ada, "Ben")).not.toContainText("typing");
  await axe(ada, "list");
  await ben.page.clock.fastForward(61_000);
  await expect(row(ada, "Ben")).toContainText("idle");
  await ben.page.keyboard.press("ArrowDown");
  await expect(row(ada, "Ben")).not.toContainText("idle");
  await expect(row(ada, "Ben")).toContainText("Line 2");
  await ben.page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(row(ada, "Ben")).toContainText("in another window");

  await cy.context.close();
  await expect(row(ada, "Cy")).toContainText("left just now", { timeout: 15_000 });
  await row(ada, "Ben").getByRole("button", { name: "Follow Ben" }).click();
  await expect(bar(ada)).toContainText("Following Ben, who is in another window.");
});

test("[W3] an owner asks everyone to look: it is offered, by pointer and keyboard, and moves nobody", async ({
  visit,
}) => {
  const [ada, ben] = [await visit(), await visit()];
  await ada.create("Ada");
  await ada.paste(CODE);
  await ben.enter(ada.link, "Ben");
  await ben.type("", "start");
  const ask = async (): Promise<void> => {
    await openList(ada);
    await list(ada).getByRole("button", { name: "Everyone, look here" }).click();
  };
  await ask();
  await expect(request(ben)).toContainText("Ada asks everyone to look at line 200");
  await expect(request(ada)).toHaveCount(0);
  expect(await firstLine(ben.page)).toBe(1);
  await axe(ben, "request");
  await request(ben).getByRole("button", { name: "Not now" }).click();
  await expect(request(ben)).toHaveCount(0);
  expect(await firstLine(ben.page)).toBe(1);

  await ask();
  await expect(request(ben)).toBeVisible();
  await ben.editor.focus();
  await ben.page.keyboard.press("Alt+Enter");
  await expect(ben.page.locator(".cm-activeLine")).toHaveText("line_200 = 199");
  await expect(ben.page.locator(".cm-activeLine")).toBeInViewport();
  await expect(request(ben)).toHaveCount(0);

  await openList(ben);
  await expect(list(ben).getByRole("button", { name: "Name and colour" })).toBeVisible();
  await expect(list(ben).getByRole("button", { name: "Everyone, look here" })).toHaveCount(0);
});

test("[W4] one's own name and colour: everybody is told, cursors take them, and a reload keeps them", async ({
  visit,
}) => {
  const [ada, ben] = [await visit(), await visit()];
  await ada.create("Ada");
  await ben.enter(ada.link, "Ben");
  await ben.type("here", "start");
  await expect(ada.page.locator(".remote-caret")).toHaveCount(1);

  await openList(ben);
  await list(ben).getByRole("button", { name: "Name and colour" }).click();
  const dialog = ben.page.getByRole("dialog", { name: "Your name and colour" });
  await axe(ben, "name and colour");
  await dialog.getByLabel("Your name in this room").fill(" ");
  await ben.page.keyboard.press("Enter");
  await expect(dialog).toContainText("Type a name");
  await dialog.getByLabel("Your name in this room").fill("<b>Ada</b>");
  // by keyboard: the colour that is chosen, then the next
  await ben.page.keyboard.press("Tab");
  await ben.page.keyboard.press("ArrowRight");
  await expect(dialog.getByRole("radio", { name: "Indigo" })).toBeChecked();
  await ben.page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(row(ben, "<b>Ada</b>")).toBeVisible();

  await expect(ada.page.getByText("Ben is now called <b>Ada</b>")).toBeVisible();
  await expect(ada.page.locator(".remote-flag")).toHaveText("<b>Ada</b>");
  await expect(ada.page.locator(".remote-caret")).toHaveClass(/\bperson-2\b/);
  await expect(ada.page.locator(".faces .face.person-2")).toHaveCount(1);

  await ben.page.reload();
  await ben.isIn();
  await openList(ben);
  await expect(row(ben, "<b>Ada</b>")).toContainText("you");
  await row(ben, "<b>Ada</b>").getByRole("button", { name: "Name and colour" }).click();
  await dialog.getByLabel("Your name in this room").fill("ADA");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row(ben, "ADA (2)")).toBeVisible();
});

test(
  "[W8] on a phone, in the dark: the bar, the request, the list and the palette fit and are named",
  { tag: "@long" },
  async ({ visit }) => {
    const [ada, ben] = [await visit(), await visit({ ...PHONE, colorScheme: "dark" })];
    await ada.create("Ada");
    await ada.paste(CODE);
    await ben.page.goto(ada.link);
    await ben.page.getByLabel("Your name").fill("Benjamin Archibald the Second");
    await ben.page.keyboard.press("Enter");
    await ben.isIn();
    const fits = async (): Promise<void> =>
      expect(await ben.page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.viewport.width);
    await expect(ben.page.locator(".face-button")).toHaveCount(0);
    await openList(ben);
    await axe(ben, "list");
    await fits();
    await list(ben).getByRole("button", { name: "Name and colour" }).tap();
    await axe(ben, "palette");
    await fits();
    await ben.page.getByRole("button", { name: "Cancel" }).tap();
    await row(ben, "Ada").getByRole("button", { name: "Follow Ada" }).tap();
    await expect(bar(ben)).toContainText("Following Ada");
    await openList(ada);
    await list(ada).getByRole("button", { name: "Everyone, look here" }).click();
    await expect(request(ben)).toBeVisible();
    await axe(ben, "following and request");
    await fits();
    await request(ben).getByRole("button", { name: "Go there" }).tap();
    await expect(bar(ben)).toHaveCount(0);
    await expect(request(ben)).toHaveCount(0);
  },
);
