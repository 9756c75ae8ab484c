// The keys of the page, as they are pressed: tabs, the parts of the page, what is saved.
import { expect, SERVER_IS_DOWN, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

/** The part of the page that has the focus, by its name or how it begins. */
const part = ({ page }: Visitor): Promise<string> =>
  page.evaluate(() => {
    const found = document.activeElement?.closest("header, main, nav, aside, footer");
    return found?.ariaLabel ?? found?.querySelector("h1, p")?.textContent.trim().split(" ")[0] ?? "";
  });

/** The page's commands are loaded behind the first text. */
async function pressed({ page }: Visitor, key: string, done: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key);
    await done();
  }).toPass();
}

const said =
  ({ page }: Visitor, text: string) =>
  () =>
    expect(page.getByRole("status").filter({ hasText: text })).toBeVisible({ timeout: 1_000 });

test.describe("keys", () => {
  test.use({ tolerated: SERVER_IS_DOWN });

  test("[U88] Ctrl-S says what is true of what was typed, and Escape leads back to the code", async ({
    visit,
    server,
  }) => {
    const ada = await visit();
    const { page } = ada;
    await ada.create("Ada");
    await pressed(ada, "Control+s", said(ada, "Saved already"));
    await server.kill();
    await page.keyboard.type("x");
    await expect(ada.status).toContainText("Offline");
    await pressed(ada, "Control+s", said(ada, "1 edit kept in this browser"));
    await server.restart();
    await ada.isSaved();
    await page.getByRole("link", { name: "Code Companion: to the start" }).focus();
    await page.keyboard.press("Escape");
    await expect(ada.editor).toBeFocused();
  });

  test("[U88] F6 goes round the parts of the page, both ways", async ({ visit }) => {
    const ada = await visit();
    const { page } = ada;
    await ada.create("Ada");
    await page.getByRole("navigation", { name: "In the room" }).getByRole("button", { name: "Files" }).click();
    await expect(page.getByRole("tree")).toBeVisible();
    await ada.editor.focus();
    const round = async (key: string): Promise<string[]> => {
      const parts: string[] = [];
      do {
        await page.keyboard.press(key);
        parts.push(await part(ada));
      } while (parts.length < 12 && parts.at(-1) !== "Code");
      return parts;
    };
    await pressed(ada, "F6", async () => expect(await part(ada)).not.toBe("Code"));
    await ada.editor.focus();
    const forth = await round("F6");
    expect(forth).toEqual(["Under the code", "Beside the code", "Saved", "Room", "Files", "Open files", "Code"]);
    expect(await round("Shift+F6")).toEqual([...forth.slice(0, -1).toReversed(), "Code"]);
  });

  test("[U88] file tabs have keys", async ({ visit }) => {
    const ada = await visit();
    const { page } = ada;
    await ada.create("Ada");
    const tab = (name: string) => page.getByRole("tab", { name });
    const isShown = (name: string) => () =>
      expect(tab(name)).toHaveAttribute("aria-selected", "true", { timeout: 1_000 });
    await page.getByRole("navigation", { name: "In the room" }).getByRole("button", { name: "Files" }).click();
    for (const name of ["b.js", "c.js"]) {
      await page.getByRole("button", { name: "New file", exact: true }).click();
      await page.getByRole("textbox", { name: "New file in the room" }).fill(name);
      await page.keyboard.press("Enter");
      await isShown(name)();
    }
    await pressed(ada, "Alt+1", isShown("main"));
    await expect(ada.editor).toBeFocused();
    await page.keyboard.press("Alt+PageDown");
    await isShown("b.js")();
    await page.keyboard.press("Alt+3");
    await isShown("c.js")();
    await page.keyboard.press("Alt+PageDown");
    await isShown("main")();
    await page.keyboard.press("Alt+PageUp");
    await isShown("c.js")();
  });
});
