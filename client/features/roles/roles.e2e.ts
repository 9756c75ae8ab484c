// Roles as people meet them, in two and three windows: links, the door, the waiting room, settings, and what is done with a person.
import { AxeBuilder } from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import decodeQR from "qr/decode.js";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

/** What Chromium reports of a call that a door refuses, of a socket that is given up then, and without a network. */
const REFUSED = /status of 40[134]|closed before the connection is established|ERR_INTERNET_DISCONNECTED/;
const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const button = ({ page }: Visitor, name: string | RegExp): Locator => page.getByRole("button", { name });
const dialog = ({ page }: Visitor, name: string): Locator => page.getByRole("dialog", { name });
const heading = ({ page }: Visitor, name: string): Locator => page.getByRole("heading", { name, exact: true });
const notices = ({ page }: Visitor): Locator => page.getByRole("status");
const linkIn = (visitor: Visitor, title: string): Locator => visitor.page.getByRole("textbox", { name: title });

async function openShare(visitor: Visitor): Promise<Locator> {
  await button(visitor, "Share").click();
  const share = dialog(visitor, "Share this room");
  await expect(share).toBeVisible();
  return share;
}

/** Through the share dialog, so that it is the same on a phone. */
async function openSettings(visitor: Visitor): Promise<Locator> {
  await openShare(visitor);
  await button(visitor, "Room settings…").click();
  const settings = dialog(visitor, "Room settings");
  await expect(settings).toBeVisible();
  return settings;
}

async function closeDialogs({ page }: Visitor): Promise<void> {
  while ((await page.getByRole("dialog").count()) > 0) await page.keyboard.press("Escape");
}

/** Opens the link and says a name; what comes then is up to the room. */
async function comeTo(visitor: Visitor, link: string, name: string): Promise<void> {
  await visitor.page.goto(link);
  await visitor.page.getByLabel("Your name").fill(name);
  await visitor.page.keyboard.press("Enter");
}

async function isViewer(visitor: Visitor): Promise<void> {
  await expect(visitor.status).toHaveText("Read-only");
}

/** Opens what can be done with somebody. */
async function manage(visitor: Visitor, name: string): Promise<Locator> {
  await closeDialogs(visitor);
  await button(visitor, /^People/).click();
  await button(visitor, `Role of ${name}`).click();
  return dialog(visitor, name);
}

async function set(visitor: Visitor, name: RegExp, isOn: boolean): Promise<void> {
  const settings = await openSettings(visitor);
  await settings.getByRole("checkbox", { name }).setChecked(isOn);
  await closeDialogs(visitor);
}

async function setPlain(visitor: Visitor, gives: string): Promise<void> {
  const share = await openShare(visitor);
  await share.getByLabel("The room’s link gives").selectOption(gives);
  await closeDialogs(visitor);
}

/** What a camera reads. */
async function scanned(code: Locator): Promise<string> {
  const modules = await code.locator("path").getAttribute("d");
  const size = Number((await code.getAttribute("viewBox"))?.split(" ").at(-1));
  const scale = 4;
  const data = new Uint8Array(size * scale * size * scale * 4).fill(255);
  for (const [, x, y] of (modules ?? "").matchAll(/M(\d+) (\d+)h1/g))
    for (let dy = 0; dy < scale; dy++)
      for (let dx = 0; dx < scale; dx++)
        data.fill(
          0,
          ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4,
          ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4 + 3,
        );
  return decodeQR({ width: size * scale, height: size * scale, data });
}

async function axe({ page }: Visitor, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  expect(found, screen).toEqual([]);
}

test.use({ tolerated: REFUSED });

test("[L60] the owner shares links and a code: each gives what it says, tells its use, and ends", async ({ visit }) => {
  const ada = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
  await ada.create("Ada");
  const share = await openShare(ada);
  await expect(share.getByRole("button", { name: "Copy: Link of the room" })).toBeFocused();
  await share.getByRole("button", { name: "Copy: Link of the room" }).click();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(ada.link);
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  await share.getByRole("button", { name: "Make a link for editing" }).click();
  await share.getByRole("button", { name: "Make a join code" }).click();
  const view = await linkIn(ada, "Link for viewing only").inputValue();
  const edit = await linkIn(ada, "Link for editing").inputValue();
  const code = share.locator(".roles-code");
  await expect(code).toHaveText(/[2-9A-Z]{4} [2-9A-Z]{4}$/);
  await expect(share.getByText(/^Until /)).toBeVisible();
  await share.getByRole("button", { name: "QR code: Link for viewing only" }).click();
  expect(await scanned(share.getByRole("img", { name: "QR code: Link for viewing only" }))).toBe(view);
  await share.getByLabel("The room’s link gives").selectOption("nothing");
  await expect(share.getByText("It lets nobody new in.")).toBeVisible();

  const [vera, ed, cleo, nemo] = [await visit(), await visit(), await visit(), await visit()];
  await comeTo(vera, view, "Vera");
  await isViewer(vera);
  await comeTo(ed, edit, "Ed");
  await ed.isIn();
  await cleo.goHome();
  await cleo.page.getByLabel("Room link or code").fill((await code.locator("[aria-hidden]").textContent()) ?? "");
  await cleo.page.keyboard.press("Enter");
  await expect(heading(cleo, "You are invited to write code")).toBeVisible();
  await cleo.page.getByLabel("Your name").fill("Cleo");
  await cleo.page.keyboard.press("Enter");
  await cleo.isIn();
  await comeTo(nemo, ada.link, "Nemo");
  await expect(heading(nemo, "You are not let in")).toBeVisible();

  await expect(share.getByText("last used just now")).toHaveCount(3);
  await share.getByRole("button", { name: "Make anew: link for editing" }).click();
  await button(ada, "Make it anew").click();
  await expect(linkIn(ada, "Link for editing")).not.toHaveValue(edit);
  await share.getByRole("button", { name: "Take back: link for viewing" }).click();
  await button(ada, "Take it back").click();
  await expect(share.getByRole("button", { name: "Make a link for viewing" })).toBeVisible();
  const late = await visit();
  await comeTo(late, edit, "Late");
  await expect(heading(late, "You are not let in")).toBeVisible();
  await late.page.goto(view);
  await expect(heading(late, "There is no such room")).toBeVisible();
  // who is in stays in
  await expect(ed.status).toHaveText("Saved");
});

test("[L61] a viewer shares their own address alone, finds the room under it, and nothing on the page names another", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const share = await openShare(ada);
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  const view = await linkIn(ada, "Link for viewing only").inputValue();
  const vera = await visit();
  await comeTo(vera, view, "Vera");
  await isViewer(vera);
  await openShare(vera);
  await expect(linkIn(vera, "Link for viewing only")).toHaveValue(view);
  await expect(vera.page.getByRole("textbox", { name: /link/i })).toHaveCount(1);
  await expect(vera.page.getByLabel("The room’s link gives")).toHaveCount(0);
  await closeDialogs(vera);
  await expect(vera.page.getByLabel("Language")).toBeDisabled();
  await expect(button(vera, "Settings")).toHaveCount(0);
  await expect(vera.page.locator("button.rename")).toHaveCount(0);
  const everything = await vera.page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }),
  );
  expect(everything).not.toContain(ada.roomId);

  await closeDialogs(ada);
  await setPlain(ada, "nothing");
  await vera.goHome();
  await expect(vera.page.getByText("In there now: Ada")).toBeVisible();
  await vera.page.getByRole("link", { name: new URL(view).pathname.slice(1) }).click();
  await isViewer(vera);
  expect(vera.link).toBe(view);
});

test("[L62] an invitation is taken out of the address bar, lives over a reload, and is in no path", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const share = await openShare(ada);
  await share.getByRole("button", { name: "Make a link for editing" }).click();
  const edit = await linkIn(ada, "Link for editing").inputValue();
  const secret = new URL(edit).hash.slice(1);
  expect(secret.length).toBeGreaterThan(21);
  await share.getByLabel("The room’s link gives").selectOption("viewing only");
  await closeDialogs(ada);

  const ed = await visit();
  const asked: string[] = [];
  ed.page.on("request", (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  await ed.page.goto(edit);
  await expect(ed.page.getByLabel("Your name")).toBeFocused();
  expect(ed.link).toBe(ada.link);
  await ed.page.reload();
  await ed.page.getByLabel("Your name").fill("Ed");
  await ed.page.keyboard.press("Enter");
  await ed.isIn();
  expect(asked.filter((one) => one.includes(secret))).toEqual([]);
  // once in, it is spent: what the owner takes away does not come back by a reload
  expect(await ed.page.evaluate(() => JSON.stringify(history.state))).toBe("null");
  await (await manage(ada, "Ed")).getByRole("button", { name: "Make viewer" }).click();
  await isViewer(ed);
  await ed.page.reload();
  await isViewer(ed);

  // pasted into the start page, and into the tab of the room that one is in already
  const [fay, guy] = [await visit(), await visit()];
  await fay.goHome();
  await fay.page.getByLabel("Your name").fill("Fay");
  await fay.page.getByLabel("Room link or code").fill(edit);
  await fay.page.keyboard.press("Enter");
  await fay.isIn();
  await comeTo(guy, ada.link, "Guy");
  await isViewer(guy);
  await guy.page.goto(edit);
  await guy.isIn();
  expect(guy.link).toBe(ada.link);
});

test("[L63] the door says what stands in the way and what to do, and keeps the name and the password", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const settings = await openSettings(ada);
  await settings.getByRole("button", { name: "Set a password…" }).click();
  await expect(settings.getByLabel("New password")).toBeFocused();
  await ada.page.keyboard.type("short");
  await ada.page.keyboard.press("Enter");
  await expect(settings.getByText("at least 6 characters")).toBeVisible();
  await settings.getByLabel("New password").fill("open sesame");
  await ada.page.keyboard.press("Enter");
  await expect(settings.getByText("There is one: newcomers have to type it.")).toBeVisible();
  await closeDialogs(ada);

  const bo = await visit();
  const password = bo.page.getByLabel("Password of the room");
  await comeTo(bo, ada.link, "Bo");
  await expect(heading(bo, "This room has a password")).toBeVisible();
  await expect(password).toBeFocused();
  await bo.page.keyboard.press("Enter");
  await expect(bo.page.getByText("Type the password of the room.")).toBeVisible();
  await password.fill("sesame open");
  await bo.page.keyboard.press("Enter");
  await expect(bo.page.getByText("That is not it.")).toBeVisible();
  await expect(password).toBeFocused();
  await axe(bo, "a wrong password");

  await set(ada, /^Locked/, true);
  await password.fill("open sesame");
  await bo.page.keyboard.press("Enter");
  await expect(heading(bo, "The room is locked")).toBeVisible();
  await axe(bo, "a locked room");
  await set(ada, /^Locked/, false);
  await bo.page.keyboard.press("Enter");
  await bo.isIn();
  await expect(button(ada, "People, 2 here now")).toBeVisible();
  await bo.page.reload();
  await bo.isIn();

  const again = await openSettings(ada);
  await again.getByRole("button", { name: "Take the password away" }).click();
  await expect(again.getByText("Newcomers would have to type it.")).toBeVisible();
  await again.getByLabel("How many may be in at once").fill("2");
  await ada.page.keyboard.press("Tab");
  await closeDialogs(ada);
  const cy = await visit();
  await comeTo(cy, ada.link, "Cy");
  await expect(heading(cy, "You cannot come in just now")).toBeVisible();
  await expect(cy.page.getByRole("main").getByText("The room is full.")).toBeVisible();
  await axe(cy, "a full room");
  await expect(button(cy, "Try again")).toBeFocused();
  await bo.goHome();
  // by itself
  await cy.isIn();
});

test("[L64] newcomers wait; owners are told, and let them in or not by the keyboard", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await set(ada, /^Waiting room/, true);
  const [bo, cy, di, ed] = [await visit(), await visit(), await visit(), await visit()];
  await comeTo(bo, ada.link, "Bo <b>");
  await expect(heading(bo, "Please wait to be let in")).toBeVisible();
  await expect(bo.page.getByRole("main").getByText("see your name: Bo <b>.")).toBeVisible();
  await expect(bo.announced).toContainText("Please wait to be let in");
  await axe(bo, "waiting");
  await expect(notices(ada)).toContainText("Bo <b> waits to be let in");
  await comeTo(cy, ada.link, "Cy");
  await expect(button(ada, "2 waiting to be let in")).toBeVisible();
  await axe(ada, "somebody waits");
  await button(ada, "2 waiting to be let in").focus();
  await ada.page.keyboard.press("Enter");
  const waiting = dialog(ada, "Waiting to be let in");
  await expect(waiting.getByRole("listitem")).toHaveCount(2);
  await axe(ada, "who waits");
  await button(ada, "Let Bo <b> in").focus();
  await ada.page.keyboard.press("Enter");
  await bo.isIn();
  await expect(notices(bo)).toContainText("You are let in.");
  await expect(waiting.getByRole("listitem")).toHaveCount(1);
  // the next one has the focus
  await expect(button(ada, "Let Cy in")).toBeFocused();
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  await expect(heading(cy, "You are not let in")).toBeVisible();
  await expect(waiting.getByText("Nobody waits any more.")).toBeVisible();

  // who gives up is not in the list any more; an editor hears of nobody
  await comeTo(di, ada.link, "Di");
  await comeTo(ed, ada.link, "Ed");
  await button(cy, "Try again").click();
  await expect(waiting.getByRole("listitem")).toHaveCount(3);
  await cy.page.getByRole("link", { name: "Cancel" }).click();
  await expect(waiting.getByRole("listitem")).toHaveCount(2);
  await expect(button(bo, /waiting to be let in/)).toHaveCount(0);
  await button(ada, "Let all 2 in").click();
  await di.isIn();
  await ed.isIn();
  await closeDialogs(ada);
  await expect(button(ada, /waiting to be let in/)).toHaveCount(0);
});

test("[L65] another role is said plainly, works at once and back, and no typed text is lost by it", async ({
  visit,
  server,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await bo.type("before");
  await bo.isSaved();
  // what Bo types from here on does not reach the server before the role does
  await bo.context.setOffline(true);
  await bo.type(" too late");
  await (await manage(ada, "Bo")).getByRole("button", { name: "Make viewer" }).click();
  await expect(dialog(ada, "People").getByText("viewer")).toBeVisible();
  await closeDialogs(ada);
  await bo.context.setOffline(false);
  await isViewer(bo);
  await expect(notices(bo)).toContainText("You may read now, not edit.");
  const refused = dialog(bo, "An edit could not be kept");
  await expect(refused.getByRole("textbox")).toHaveValue(" too late");
  await closeDialogs(bo);
  await bo.sees("before");
  expect(await server.textOf(ada.roomId)).toBe("before");
  await bo.editor.focus();
  await bo.page.keyboard.type("x");
  await bo.sees("before");
  await expect(bo.page.getByLabel("Language")).toBeDisabled();

  await (await manage(ada, "Bo")).getByRole("button", { name: "Make editor" }).click();
  await expect(notices(bo)).toContainText("You may edit now.");
  await bo.type(", after");
  await bo.isSaved();
  await expect(bo.page.getByLabel("Language")).toBeEnabled();

  await closeDialogs(ada);
  const settings = await openSettings(ada);
  await settings.getByRole("button", { name: "Make everyone viewers" }).click();
  await isViewer(bo);
  await expect(settings.getByText("types a name and can read, not edit.")).toBeVisible();
  await settings.getByRole("button", { name: "Make everyone editors" }).click();
  await bo.isSaved();
});

test("[L66] a closed room has its owners alone, and nobody writes; opened again, everybody goes on", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await bo.type("kept");
  await bo.isSaved();
  const settings = await openSettings(ada);
  await settings.getByRole("button", { name: "Close the room…" }).click();
  await expect(ada.page.getByText("Bo will be out at once.")).toBeVisible();
  await axe(ada, "closing is asked about");
  await expect(button(ada, "Leave it as it is")).toBeFocused();
  await button(ada, "Close it").click();
  await expect(bo.status).toContainText("The room is closed.");
  await expect(notices(bo)).toContainText("The room is closed.");
  // what is on the screen stays there to be copied
  await bo.sees("kept");
  await expect(settings.getByRole("checkbox", { name: /^Locked/ })).toBeDisabled();
  await axe(ada, "a closed room's settings");
  await closeDialogs(ada);
  await expect(ada.status).toHaveText("Read-only");
  await ada.editor.focus();
  await ada.page.keyboard.type("x");
  await ada.sees("kept");
  await button(bo, "Reload").click();
  await expect(heading(bo, "The room is closed")).toBeVisible();
  await axe(bo, "at a closed room");

  await button(ada, "Closed").click();
  await button(ada, "Open it again").click();
  await closeDialogs(ada);
  await ada.isSaved();
  await button(bo, "Try again").click();
  await bo.isIn();
  await bo.sees("kept");

  const end = await openSettings(ada);
  await end.getByLabel("Kept after the last visit for").selectOption("30 days");
  await end.getByRole("button", { name: "Delete the room…" }).click();
  await expect(ada.page.getByText("In there now: Bo.")).toBeVisible();
  await button(ada, "Keep it").click();
  await end.getByRole("button", { name: "Delete the room…" }).click();
  await ada.page.getByRole("button", { name: "Delete the room", exact: true }).click();
  await expect(heading(ada, "My rooms")).toBeVisible();
  await expect(bo.status).toHaveText("This room is gone.");
});

test("[L67] a private owner link makes its holder an owner in another browser, until it is taken back", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const settings = await openSettings(ada);
  await settings.getByRole("button", { name: "Make my owner link" }).click();
  const link = await linkIn(ada, "My owner link").inputValue();
  const elsewhere = await visit();
  await comeTo(elsewhere, link, "Ada at home");
  await elsewhere.isIn();
  await expect(button(elsewhere, "Settings")).toBeVisible();
  await settings.getByRole("button", { name: "Take back: my owner link" }).click();
  await button(ada, "Take it back").click();
  await expect(settings.getByRole("button", { name: "Make my owner link" })).toBeVisible();
  const late = await visit();
  await comeTo(late, link, "Late");
  await late.isIn();
  await expect(button(late, "Settings")).toHaveCount(0);
});

test("[L68] an owner makes another owner, hands the room over, and removes somebody, who is told why", async ({
  visit,
}) => {
  const [ada, bo, cy] = [await visit(), await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await cy.enter(ada.link, "Cy");
  const person = await manage(ada, "Bo");
  await axe(ada, "what can be done with a person");
  await person.getByRole("button", { name: "Make owner" }).click();
  await expect(button(bo, "Settings")).toBeVisible();
  await expect(notices(bo)).toContainText("You are an owner of this room now");

  await (await manage(bo, "Cy")).getByRole("button", { name: "Remove…" }).click();
  await expect(bo.page.getByLabel(/The link that Cy came by stops working too/)).toBeChecked();
  await axe(bo, "removing is asked about");
  await button(bo, "Remove").and(bo.page.locator(".danger")).click();
  await expect(cy.status).toContainText("An owner has put you out of this room.");
  await expect(bo.page.getByRole("dialog", { name: "People" }).getByText("removed")).toBeVisible();
  await expect(button(bo, "Role of Cy")).toHaveCount(0);
  await cy.page.reload();
  await expect(heading(cy, "You were removed from this room")).toBeVisible();
  await expect(button(cy, "Try again")).toHaveCount(0);
  await axe(cy, "removed");
  // the link by which Cy came was the room's own
  const di = await visit();
  await comeTo(di, ada.link, "Di");
  await expect(heading(di, "You are not let in")).toBeVisible();

  await (await manage(ada, "Bo")).getByRole("button", { name: "Hand the room over…" }).click();
  await expect(ada.page.getByText("You stay as an editor")).toBeVisible();
  await button(ada, "Hand it over").click();
  await expect(notices(ada)).toContainText("You may edit now.");
  await expect(button(ada, "Settings")).toHaveCount(0);
  await expect(ada.page.getByRole("dialog", { name: "People" }).getByRole("listitem")).toContainText([
    /Ada/,
    /Bo.*owner/,
  ]);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`[L69] all of it on a phone, with a screen reader's rules, ${colorScheme}`, async ({ visit }) => {
    const ada = await visit({ ...PHONE, colorScheme });
    await ada.create("Ada");
    const fits = async (): Promise<void> => {
      const wide = await ada.page.evaluate(() =>
        [...document.querySelectorAll("dialog[open], dialog[open] *, .room-header, .room-header *")]
          .filter((one) => one.getClientRects().length > 0 && !one.closest(".unseen, svg"))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
          .map((one) => one.outerHTML.slice(0, 80)),
      );
      expect(wide).toEqual([]);
    };
    const share = await openShare(ada);
    for (const what of ["link for editing", "link for viewing", "join code"])
      await share.getByRole("button", { name: `Make a ${what}` }).tap();
    await share.getByRole("button", { name: "QR code: Link for editing" }).tap();
    await expect(share.getByRole("img", { name: "QR code: Link for editing" })).toBeVisible();
    await expect(share.locator(".roles-code")).toBeVisible();
    await fits();
    await axe(ada, "sharing");
    await share.getByRole("button", { name: "Take back: link for editing" }).tap();
    await axe(ada, "taking back is asked about");
    await button(ada, "Leave it as it is").tap();
    await share.getByRole("button", { name: "Room settings…" }).tap();
    const settings = dialog(ada, "Room settings");
    await settings.getByRole("button", { name: "Set a password…" }).tap();
    await settings.getByRole("button", { name: "Make my owner link" }).tap();
    await settings.getByRole("checkbox", { name: /^Waiting room/ }).check();
    await expect(linkIn(ada, "My owner link")).toBeVisible();
    await fits();
    await axe(ada, "settings");
    await closeDialogs(ada);
    const bo = await visit({ ...PHONE, colorScheme });
    await comeTo(bo, ada.link, "Bo");
    await expect(heading(bo, "Please wait to be let in")).toBeVisible();
    await axe(bo, "waiting");
    await button(ada, "1 waiting to be let in").tap();
    await fits();
    await axe(ada, "who waits");
    await button(ada, "Let Bo in").tap();
    await bo.isIn();
    await fits();
  });
