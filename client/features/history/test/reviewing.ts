// What somebody does to the past of a room in a window, by the keyboard: for the tests in browsers. Knows no test.
import type { Locator } from "@playwright/test";
import { expect } from "../../../e2e/test.ts";
import type { Visitor } from "../../../e2e/visitor.ts";

const field = ({ page }: Visitor): Locator => page.getByRole("dialog").getByRole("combobox");

/** Does a command by its name in the palette. */
export async function command(visitor: Visitor, typed: string): Promise<void> {
  await expect(async () => {
    await visitor.page.keyboard.press("F1");
    await expect(field(visitor)).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await visitor.page.keyboard.type(typed);
  await visitor.page.keyboard.press("Enter");
}

/** Names what is there now, by the keyboard alone. */
export async function nameNow(visitor: Visitor, name: string): Promise<void> {
  await visitor.isSaved();
  const button = visitor.page.getByRole("button", { name: "Save a version" });
  if (!(await button.isVisible())) await command(visitor, "show versions");
  await button.focus();
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await visitor.page.keyboard.type(name);
  await visitor.page.keyboard.press("Enter");
  await expect(row(visitor, name)).toBeVisible();
}

/** Of the list of versions. */
export const row = ({ page }: Visitor, name: string): Locator => page.locator(".version").filter({ hasText: name });

/** Makes a file, which is shown then with the focus in it. */
export async function makeFile(visitor: Visitor, path: string): Promise<void> {
  await command(visitor, "new file");
  await expect(visitor.page.getByRole("textbox", { name: "New file in the room" })).toBeFocused();
  await visitor.page.keyboard.type(path);
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("main", { name: `Code, ${path}` })).toBeVisible();
  await expect(visitor.editor).toBeFocused();
}
