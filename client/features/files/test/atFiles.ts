// What people see of the files of a room in a window, and how a new one is made there: for the tests in browsers. Knows no test.
import type { Locator } from "@playwright/test";
import { expect } from "../../../e2e/test.ts";
import type { Visitor } from "../../../e2e/visitor.ts";

export const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

/** By which the tree is opened. */
export const placeButton = ({ page }: Visitor): Locator => page.locator("#place-files");
export const tree = ({ page }: Visitor): Locator => page.getByRole("tree", { name: "Files of the room" });
export const rows = (visitor: Visitor): Locator => tree(visitor).getByRole("treeitem");
/** `name`: its path. */
export const row = (visitor: Visitor, name: string): Locator => tree(visitor).locator(`[data-tip="${name}"]`);
export const tabs = ({ page }: Visitor): Locator => page.getByRole("tablist", { name: "Open files" }).getByRole("tab");
/** Over the code, of a file that is deleted. */
export const banner = ({ page }: Visitor): Locator => page.locator(".file-banners");

export async function openFiles(visitor: Visitor): Promise<void> {
  await placeButton(visitor).click();
  await expect(tree(visitor)).toBeVisible();
}

/** With the tree open; the person is in the file afterwards. */
export async function makeFile(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.getByRole("button", { name: "New file", exact: true }).click();
  await visitor.page.keyboard.type(name);
  await visitor.page.keyboard.press("Enter");
  await expect(visitor.page.getByRole("main", { name: `Code, ${name}` })).toBeVisible();
  await expect(visitor.editor).toBeFocused();
}
