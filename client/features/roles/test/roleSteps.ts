// What people do about roles in their windows, step by step, as several walks need it. Knows no walk.
import type { Locator } from "@playwright/test";
import { expect } from "../../../e2e/test.ts";
import type { Visitor } from "../../../e2e/visitor.ts";

/** What Chromium reports of a call that a door refuses, of a socket that is given up then, and without a network. */
export const REFUSED = /status of 40[134]|closed before the connection is established|ERR_INTERNET_DISCONNECTED/;

export const button = ({ page }: Visitor, name: string | RegExp): Locator => page.getByRole("button", { name });
export const peopleList = ({ page }: Visitor): Locator => page.getByRole("complementary", { name: "People" });
export const dialog = ({ page }: Visitor, name: string): Locator => page.getByRole("dialog", { name });
export const heading = ({ page }: Visitor, name: string): Locator => page.getByRole("heading", { name, exact: true });
export const notices = ({ page }: Visitor): Locator => page.getByRole("status");
export const linkIn = (visitor: Visitor, title: string): Locator => visitor.page.getByRole("textbox", { name: title });

export async function openShare(visitor: Visitor): Promise<Locator> {
  await button(visitor, "Share").click();
  const share = dialog(visitor, "Share this room");
  await expect(share).toBeVisible();
  return share;
}

/** The share dialog with all ways in it. */
export async function openWays(visitor: Visitor): Promise<Locator> {
  const share = await openShare(visitor);
  await share.getByText("More ways").click();
  return share;
}

/** Through the share dialog, so that it is the same on a phone. */
export async function openSettings(visitor: Visitor): Promise<Locator> {
  await openWays(visitor);
  await button(visitor, "Room settings…").click();
  const settings = dialog(visitor, "Room settings");
  await expect(settings).toBeVisible();
  return settings;
}

export async function closeDialogs({ page }: Visitor): Promise<void> {
  while ((await page.getByRole("dialog").count()) > 0) await page.keyboard.press("Escape");
}

/** Opens the link and says a name; what comes then is up to the room. */
export async function comeTo(visitor: Visitor, link: string, name: string): Promise<void> {
  await visitor.page.goto(link);
  await visitor.page.getByLabel("Your name").fill(name);
  await visitor.page.keyboard.press("Enter");
}

export async function isViewer(visitor: Visitor): Promise<void> {
  await expect(visitor.status).toHaveText("Read-only");
}

/** Only an owner does, and finds them in the room's menu. */
export async function mayChangeSettings(visitor: Visitor, isOwner: boolean): Promise<void> {
  await expect(async () => {
    const menu = await visitor.menu();
    const found = await menu.getByRole("button", { name: "Room settings" }).count();
    await visitor.page.keyboard.press("Escape");
    expect(found).toBe(isOwner ? 1 : 0);
  }).toPass();
}

/** Opens what can be done with somebody. */
export async function manage(visitor: Visitor, name: string): Promise<Locator> {
  await closeDialogs(visitor);
  if (!(await peopleList(visitor).isVisible())) await button(visitor, /^People, /).click();
  const opened = dialog(visitor, name);
  // what features bring into the row late moves the button away under a press
  await expect(async () => {
    if (!(await opened.isVisible())) await button(visitor, `Role of ${name}`).click({ timeout: 2_000 });
    await expect(opened).toBeVisible({ timeout: 2_000 });
  }).toPass();
  return opened;
}

export async function set(visitor: Visitor, name: RegExp, isOn: boolean): Promise<void> {
  const settings = await openSettings(visitor);
  await settings.getByRole("checkbox", { name }).setChecked(isOn);
  await closeDialogs(visitor);
}

/** The room's own link lets nobody in from here on: the server has said so. */
export async function closePlain(visitor: Visitor): Promise<void> {
  const share = await openShare(visitor);
  await share.getByRole("radio", { name: "stay out" }).check();
  await expect(share.getByText("This link lets nobody new in.")).toBeVisible();
  await closeDialogs(visitor);
}
