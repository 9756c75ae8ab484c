// Roles as people meet them, in two and three windows: what is done with a person or with the room, and all of it on a phone.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import {
  button,
  closeDialogs,
  comeTo,
  dialog,
  heading,
  isViewer,
  linkIn,
  manage,
  mayChangeSettings,
  notices,
  openSettings,
  openShare,
  openWays,
  peopleList,
  REFUSED,
} from "./test/roleSteps.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

test.use({ tolerated: REFUSED });

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
  await expect(dialog(ada, "Make Bo a viewer?")).toContainText("The room link");
  await button(ada, "Make viewer").and(ada.page.locator(".roles-grave[type=submit]")).click();
  await expect(peopleList(ada).getByText("viewer")).toBeVisible();
  await closeDialogs(ada);
  await bo.context.setOffline(false);
  await isViewer(bo);
  await expect(notices(bo)).toContainText("You can read now, but not edit.");
  const refused = dialog(bo, "An edit could not be kept");
  await expect(refused.getByRole("textbox")).toHaveValue(" too late");
  await closeDialogs(bo);
  await bo.sees("before");
  expect(await server.textOf(ada.roomId)).toBe("before");
  await bo.editor.focus();
  await bo.page.keyboard.type("x");
  await bo.sees("before");
  await expect(bo.page.getByLabel("Language")).toHaveCount(0);

  await (await manage(ada, "Bo")).getByRole("button", { name: "Make editor" }).click();
  await expect(notices(bo)).toContainText("You can edit now.");
  await bo.type(", after");
  await bo.isSaved();
  await expect(bo.page.getByLabel("Language")).toBeEnabled();

  await closeDialogs(ada);
  const settings = await openSettings(ada);
  await settings.getByRole("button", { name: "Make everyone viewers…" }).click();
  // it is asked in any case
  await expect(dialog(ada, "Make everyone viewers?")).toBeVisible();
  await bo.isSaved();
  await button(ada, "Make viewers").click();
  await isViewer(bo);
  await expect(notices(ada)).toContainText("Everybody but the owners can only read now.");
  await expect(settings.getByRole("radio", { name: "can view" })).toBeChecked();
  await settings.getByRole("button", { name: "Make everyone editors" }).click();
  await bo.isSaved();
  await expect(notices(ada)).toContainText("Everybody can write now.");

  await closeDialogs(ada);
  await peopleList(ada).getByRole("button", { name: "Make everyone viewers…" }).click();
  await button(ada, "Make viewers").click();
  await isViewer(bo);
  // the button that asked has gone
  await expect(ada.page.locator("#panel-right")).toBeFocused();
});

test("[L66] [U60] a closed room has its owners alone, and nobody writes; opened again, everybody goes on by themselves", async ({
  visit,
  beside,
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
  await expect(bo.status).toHaveText("The room is closed.");
  await expect(heading(bo, "The room is closed")).toBeVisible();
  await expect(bo.page).toHaveTitle(/^The room is closed: /);
  // nothing that would do nothing, and nobody who is not known to be there
  for (const name of [/^People, /, "Share", "Files", "Chat", "Settings", "Download", "Reload"])
    await expect(button(bo, name)).toHaveCount(0);
  await expect(bo.page.getByLabel("Language")).toHaveCount(0);
  await axe(bo, "a room that was closed");
  // what is on the screen stays there to be copied
  await bo.sees("kept");
  await bo.editor.focus();
  await bo.page.keyboard.type("x");
  await bo.sees("kept");
  const saved = bo.page.waitForEvent("download");
  await button(bo, "Save this text as a file").click();
  expect((await saved).suggestedFilename()).toBe("main.js");
  // the settings have gone with what was set in them
  await expect(settings).toHaveCount(0);
  await openSettings(ada);
  await expect(settings.getByRole("checkbox", { name: /^Locked/ })).toBeDisabled();
  await axe(ada, "a closed room's settings");
  await closeDialogs(ada);
  await expect(ada.status).toHaveText("Read-only");
  await ada.editor.focus();
  await ada.page.keyboard.type("x");
  await ada.sees("kept");
  await expect(ada.page.getByText("Only owners are in, its links let nobody else in")).toBeVisible();
  await axe(ada, "a closed room for its owner");
  const cy = await beside(bo);
  await cy.page.goto(ada.link);
  await expect(heading(cy, "The room is closed")).toBeVisible();
  await axe(cy, "at a closed room");

  await button(ada, "Open it again").click();
  await ada.isSaved();
  // both by themselves, and as it was
  await bo.isSaved();
  await expect(heading(bo, "The room is closed")).toHaveCount(0);
  await expect(notices(bo)).toContainText("You are back in the room.");
  await expect(button(bo, "Share")).toBeVisible();
  await bo.type(" and on");
  await cy.isSaved();
  await cy.sees("kept and on");

  const end = await openSettings(ada);
  await end.getByLabel("Kept after the last visit for").selectOption("30 days");
  await end.getByRole("button", { name: "Delete the room…" }).click();
  await expect(ada.page.getByText("In the room now: Bo.")).toBeVisible();
  await button(ada, "Keep it").click();
  await end.getByRole("button", { name: "Delete the room…" }).click();
  await ada.page.getByRole("button", { name: "Delete the room", exact: true }).click();
  await expect(heading(ada, "My rooms")).toBeVisible();
  await expect(ada.page.locator(".my-room")).toHaveCount(0);
  await expect(bo.status).toHaveText("This room is gone.");
  await expect(heading(bo, "This room is gone")).toBeVisible();
  await expect(button(bo, "Share")).toHaveCount(0);
  await bo.sees("kept and on");
});

test(
  "[L66] [U60] a closed room that is deleted says so to whoever waits for it, inside and at its door",
  { tag: "@long" },
  async ({ visit, beside }) => {
    const [ada, bo] = [await visit(), await visit()];
    await ada.create("Ada");
    await bo.enter(ada.link, "Bo");
    await bo.type("kept");
    await bo.isSaved();
    const settings = await openSettings(ada);
    await settings.getByRole("button", { name: "Close the room…" }).click();
    await button(ada, "Close it").click();
    const cy = await beside(bo);
    await cy.page.goto(ada.link);
    for (const visitor of [bo, cy]) await expect(heading(visitor, "The room is closed")).toBeVisible();
    await openSettings(ada);
    await settings.getByRole("button", { name: "Delete the room…" }).click();
    await ada.page.getByRole("button", { name: "Delete the room", exact: true }).click();
    await expect(heading(bo, "This room is gone")).toBeVisible({ timeout: 20_000 });
    await bo.sees("kept");
    await expect(heading(cy, "There is no such room")).toBeVisible({ timeout: 20_000 });
  },
);

test("[L68] [U60] an owner makes another owner, hands the room over, and removes somebody, who is told why", async ({
  visit,
}) => {
  const [ada, bo, cy] = [await visit(), await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await cy.enter(ada.link, "Cy");
  const person = await manage(ada, "Bo");
  await axe(ada, "what can be done with a person");
  await person.getByRole("button", { name: "Make owner" }).click();
  await mayChangeSettings(bo, true);
  await expect(notices(bo)).toContainText("You are an owner of this room now");

  await (await manage(bo, "Cy")).getByRole("button", { name: "Remove…" }).click();
  await expect(dialog(bo, "Remove Cy from the room?")).toContainText("Ada has it too.");
  await axe(bo, "removing is asked about");
  await button(bo, "Remove and turn these off").click();
  await expect(heading(cy, "You were removed from this room")).toBeVisible();
  await expect(button(cy, /^People, /)).toHaveCount(0);
  await axe(cy, "put out");
  await axe(bo, "removed");
  await dialog(bo, "Cy is removed").getByRole("button", { name: "Done" }).click();
  await expect(bo.page.getByRole("complementary", { name: "People" }).getByText("removed")).toBeVisible();
  await expect(button(bo, "Role of Cy")).toHaveCount(0);
  await cy.page.reload();
  await expect(heading(cy, "You were removed from this room")).toBeVisible();
  await expect(button(cy, "Try again")).toHaveCount(0);
  await axe(cy, "removed");

  await (await manage(ada, "Bo")).getByRole("button", { name: "Hand the room over…" }).click();
  await expect(ada.page.getByText("You stay as an editor")).toBeVisible();
  await button(ada, "Hand it over").click();
  await expect(notices(ada)).toContainText("You can edit now.");
  await mayChangeSettings(ada, false);
  await expect(ada.page.getByRole("complementary", { name: "People" }).getByRole("listitem")).toContainText([
    /Ada/,
    /Bo.*owner/,
  ]);
});

test("[L70] a removal says beforehand what closes and whom else that serves, gives the new link, and can be undone", async ({
  visit,
}) => {
  const [ada, bo, cy, vera] = [await visit(), await visit(), await visit(), await visit()];
  await ada.create("Ada");
  const share = await openWays(ada);
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  const view = await linkIn(ada, "Link for viewing only").inputValue();
  await comeTo(vera, view, "Vera");
  await isViewer(vera);
  await bo.enter(ada.link, "Bo");
  await cy.enter(ada.link, "Cy");

  await (await manage(ada, "Cy")).getByRole("button", { name: "Remove…" }).click();
  const ask = dialog(ada, "Remove Cy from the room?");
  await expect(ask.getByRole("listitem")).toHaveText([
    "The room linkBo has it too.",
    "The link for viewing onlyVera used it too. One viewer came with it and would be out.",
  ]);
  await expect(button(ada, "Leave it as it is")).toBeFocused();
  await ask.getByRole("button", { name: "Remove and turn these off" }).click();
  const taken = dialog(ada, "Cy is removed");
  await expect(taken.getByRole("button", { name: "Copy: Invitation link" })).toBeFocused();
  const edit = await linkIn(ada, "Invitation link").inputValue();
  await expect(vera.status).toContainText("This link does not let you in.");
  await expect(vera.page.getByRole("alert")).toContainText("Ask an owner of the room for another.");
  await bo.isSaved();
  const [di, ed] = [await visit(), await visit()];
  await comeTo(di, ada.link, "Di");
  await expect(heading(di, "You were not let in")).toBeVisible();
  await comeTo(ed, edit, "Ed");
  await ed.isIn();
});

test(
  "[L70] a removal can be undone for a while: they are let in again, and by the old links whoever has them",
  { tag: "@long" },
  async ({ visit }) => {
    const [ada, bo, di] = [await visit(), await visit(), await visit()];
    await ada.create("Ada");
    await bo.enter(ada.link, "Bo");
    await (await manage(ada, "Bo")).getByRole("button", { name: "Remove…" }).click();
    await button(ada, "Remove and turn these off").click();
    // the way back does not go with the dialog
    await expect(dialog(ada, "Bo is removed").getByRole("button", { name: "Undo" })).toBeVisible();
    await closeDialogs(ada);
    await expect(ada.page.getByText("Bo is removed.")).toBeVisible();
    await axe(ada, "what can be undone");
    await button(ada, "Undo").click();
    await expect(ada.page.getByText("Bo is removed.")).toHaveCount(0);
    await expect(button(ada, "Role of Bo")).toBeVisible();
    await bo.page.reload();
    await bo.isIn();
    await di.enter(ada.link, "Di");

    // the other answer leaves the links open, and says so
    await (await manage(ada, "Di")).getByRole("button", { name: "Remove…" }).click();
    await button(ada, "Remove").and(ada.page.locator(".roles-grave[type=submit]")).click();
    await expect(dialog(ada, "Di is removed")).toContainText("The links stay as they are");
    await expect(dialog(ada, "Di is removed").getByRole("button", { name: "Done" })).toBeFocused();
  },
);

test("[L70] a lower role can be undone as well", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await (await manage(ada, "Bo")).getByRole("button", { name: "Make viewer" }).click();
  await button(ada, "Make viewer").and(ada.page.locator(".roles-grave[type=submit]")).click();
  await isViewer(bo);
  // what has become of it is told in its place
  await expect(dialog(ada, "Bo is a viewer now")).toBeVisible();
  await closeDialogs(ada);
  await expect(ada.page.getByText("Bo is a viewer now.")).toBeVisible();
  await button(ada, "Undo").click();
  await bo.isSaved();
  await bo.type("again");
  await bo.isSaved();
});

test("[L70] an owner's link that somebody knows goes with their role, and is named before", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  const settings = await openSettings(ada);
  await settings.getByRole("button", { name: "Make my owner link" }).click();
  const link = await linkIn(ada, "My owner link").inputValue();
  await comeTo(bo, link, "Bo");
  await bo.isIn();
  await (await manage(ada, "Bo")).getByRole("button", { name: "Make editor" }).click();
  await expect(dialog(ada, "Make Bo an editor?")).toContainText("Your own owner link stops working in any case.");
  await dialog(ada, "Make Bo an editor?").getByRole("button", { name: "Make editor" }).click();
  await dialog(ada, "Bo is an editor now").getByRole("button", { name: "Done" }).click();
  const again = await visit();
  await comeTo(again, link, "Bo again");
  await again.isIn();
  await mayChangeSettings(again, false);
});

test("[L69] all of it on a phone, with a screen reader's rules", { tag: "@long" }, async ({ visit }) => {
  const ada = await visit(PHONE);
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
  const share = await openWays(ada);
  for (const what of ["an invitation link", "a link for viewing", "a join code"])
    await share.getByRole("button", { name: `Make ${what}` }).tap();
  await share.getByRole("button", { name: "QR code: Invitation link" }).tap();
  await expect(share.getByRole("img", { name: "QR code: Invitation link" })).toBeVisible();
  await expect(share.locator(".roles-code")).toBeVisible();
  await fits();
  await axe(ada, "sharing");
  await share.getByRole("button", { name: "Turn off: Invitation link" }).tap();
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
  const bo = await visit(PHONE);
  await comeTo(bo, ada.link, "Bo");
  await expect(heading(bo, "Please wait to be let in")).toBeVisible();
  await axe(bo, "waiting");
  await button(ada, "1 waiting to be let in").tap();
  await fits();
  await axe(ada, "who waits");
  await button(ada, "Let Bo in").tap();
  await bo.isIn();
  await fits();
  await (await manage(ada, "Bo")).getByRole("button", { name: "Remove…" }).tap();
  await expect(dialog(ada, "Remove Bo from the room?")).toBeVisible();
  await fits();
  await axe(ada, "removing is asked about");
  await button(ada, "Remove and turn these off").tap();
  await expect(dialog(ada, "Bo is removed").getByRole("textbox", { name: "Invitation link" })).toHaveCount(1);
  await fits();
  await axe(ada, "removed, with a new link");
  await closeDialogs(ada);
  await openShare(ada);
  await fits();
});
