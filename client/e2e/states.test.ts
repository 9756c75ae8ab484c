// The states of a room, each as axe, a small window, a coarse pointer and forced colours find it.
import type { Locator, Page } from "@playwright/test";
import { axe } from "./axe.ts";
import { expect, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

const DESK = { viewport: { width: 1280, height: 720 } };
const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

/** WCAG 2.2, 2.5.8, in CSS pixels */
const TARGET = 24;

type Step = readonly [state: string, go: (visitor: Visitor) => Promise<void>];

const place = (name: string) => async (visitor: Visitor) => {
  const shown = visitor.page.getByRole("complementary", { name });
  if (!(await shown.isVisible())) await command(visitor, `Show ${name}`);
  await expect(shown).toBeVisible();
};
/** … once what is in it has come. */
const shows = (name: string, what: (page: Page) => Locator) => async (visitor: Visitor) => {
  await place(name)(visitor);
  await expect(what(visitor.page)).toBeVisible();
};
const pressing = (name: string, dialog: string) => async (visitor: Visitor) => {
  await visitor.page.getByRole("button", { name }).click();
  await expect(visitor.page.getByRole("dialog", { name: dialog })).toBeVisible();
};
const commanding = (name: string, dialog: string) => async (visitor: Visitor) => {
  await command(visitor, name);
  await expect(visitor.page.getByRole("dialog", { name: dialog })).toBeVisible();
};

/** By its name in the palette; the commands are loaded behind the first text. */
async function command(visitor: Visitor, name: string): Promise<void> {
  await palette(visitor);
  await visitor.page.getByRole("dialog").getByRole("combobox").fill(name);
  await visitor.page.getByRole("listbox").getByRole("option", { name }).first().click();
}

async function palette({ page }: Visitor): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("F1");
    await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

/** Back at the code, with nothing over it. */
async function leave({ page }: Visitor): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0, { timeout: 300 });
  }).toPass();
}

const STEPS: readonly Step[] = [
  ["the code", async () => {}],
  ["files", place("Files")],
  ["chat", place("Chat")],
  ["notes", place("Notes")],
  ["people", place("People")],
  ["search", place("Search")],
  ["output", shows("Output", (page) => page.locator(".run-line").first())],
  ["history", shows("History", (page) => page.getByRole("slider", { name: "Time line" }).first())],
  ["versions", shows("Versions", (page) => page.locator(".version").nth(1))],
  ["share", pressing("Share", "Share this room")],
  ["settings", commanding("Change the room’s settings", "Room settings")],
  ["notifications", commanding("Show the notifications", "Notifications")],
  ["symbols", commanding("Go to symbol", "Functions and types of this file")],
  ["preferences", commanding("Preferences", "Preferences")],
  ["the palette", palette],
  ["the keys", commanding("Show keyboard shortcuts", "Keyboard shortcuts")],
];

async function three(visit: (options: object) => Promise<Visitor>, options: object): Promise<Visitor> {
  const ada = await visit(options);
  await ada.create("Ada", "TypeScript");
  await ada.paste('/** A comment. */\nexport const answer: number = Math.max(42, "x".length);\nconsole.log(answer);\n');
  await ada.page.keyboard.press("Control+Enter");
  await expect(ada.page.locator(".run-line").first()).toHaveText("42");
  await leave(ada);
  for (const name of ["Bo", "Cy"]) {
    const other = await visit(DESK);
    await other.enter(ada.link, name);
    await other.type(`// ${name}\n`);
    await other.isSaved();
  }
  await expect(ada.editor).toContainText("// Cy");
  return ada;
}

/** Nothing lies beside the window, and there is no way sideways. */
async function reflows({ page }: Visitor, state: string): Promise<void> {
  const wide = await page.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth);
  expect(wide, `${state} at ${page.viewportSize()!.width}`).toBeLessThanOrEqual(0);
}

/** What a finger cannot hit; a link in a sentence is as high as its line. */
const tooSmall = ({ page }: Visitor): Promise<string[]> =>
  page.evaluate(
    (least) =>
      [
        ...document.querySelectorAll(
          "button, input:not([type='checkbox'], [type='radio']), select, [role='tab'], summary",
        ),
      ]
        .filter((one) => one.checkVisibility() && one.closest("[inert], .unseen") === null)
        .map((one) => ({ html: one.outerHTML.slice(0, 120), box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < least || box.height < least))
        .map(({ html, box }) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`),
    TARGET,
  );

test(
  "[U89] axe finds nothing in any state of a room, in a window or at four times its size",
  { tag: "@long" },
  async ({ visit }) => {
    test.slow();
    const ada = await three(visit, DESK);
    for (const [state, go] of STEPS) {
      await go(ada);
      await axe(ada, state);
      await leave(ada);
      // 200 % and 400 %, as much as a phone has
      for (const width of [640, 360]) {
        await ada.page.setViewportSize({ width, height: 640 });
        await go(ada);
        await reflows(ada, state);
        await leave(ada);
      }
      await ada.page.setViewportSize(DESK.viewport);
    }
  },
);

test("[U89] axe finds nothing on a phone, and a finger hits everything", async ({ visit }) => {
  test.slow();
  const ada = await three(visit, { ...PHONE, colorScheme: "dark" });
  for (const [state, go] of STEPS) {
    await go(ada);
    await axe(ada, `${state} on a phone`);
    await reflows(ada, state);
    expect(await tooSmall(ada), `${state} on a phone`).toEqual([]);
    await leave(ada);
  }
});

test("[U90] in forced colours what is chosen, who is where and how it stands are to be seen", async ({ visit }) => {
  const ada = await visit({ ...DESK, forcedColors: "active" });
  const { page } = ada;
  await ada.create("Ada");
  await ada.paste("one\ntwo\n");
  await place("Files")(ada);
  await page.getByRole("button", { name: "New file", exact: true }).click();
  await page.getByRole("textbox", { name: "New file in the room" }).fill("b.js");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "b.js" })).toHaveAttribute("aria-selected", "true");
  const bo = await visit(DESK);
  await bo.enter(ada.link, "Bo");
  await bo.page.keyboard.press("Control+a");
  await page.getByRole("tab", { name: "main" }).click();
  await expect(page.locator(".remote-selection").first()).toBeVisible();

  const styles = (selector: string, property: string): Promise<string[]> =>
    page.evaluate(
      ([wanted, name]) =>
        [...document.querySelectorAll(wanted!)].map((one) => getComputedStyle(one).getPropertyValue(name!)),
      [selector, property] as const,
    );
  const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  // a line, where others have none or another
  expect(await styles(".file-tab.shown", "outline-style")).toEqual(["solid"]);
  expect(await styles(".file-tab:not(.shown)", "outline-style")).toEqual(["none"]);
  const [row] = await styles('.files-row[aria-selected="true"]', "border-top-color");
  expect(await styles('.files-row[aria-selected="false"]', "border-top-color")).not.toContain(row);
  const [tab] = await styles('.place-tab[aria-selected="true"]', "border-top-color");
  expect(tab).not.toBe(canvas);
  expect(await styles(".remote-selection", "outline-style")).toContain("dashed");
  // a colour of its own
  for (const one of [".face", ".status-dot", ".remote-flag", ".remote-caret"])
    expect(await styles(one, "forced-color-adjust"), one).toContain("none");
  await palette(ada);
  await page.keyboard.type("go");
  expect(await styles(".palette-name mark", "color")).not.toContain(canvas);
  for (const one of [".face", ".status-dot"]) expect(await styles(one, "background-color")).not.toContain(canvas);
});
