// The door and the waiting room as people meet them, in two and more windows.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import {
  button,
  closeDialogs,
  comeTo,
  dialog,
  heading,
  notices,
  openSettings,
  REFUSED,
  set,
} from "./test/roleSteps.ts";

test.use({ tolerated: REFUSED });

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
  await expect(settings.getByText("Newcomers have to type it.")).toBeVisible();
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
  await expect(bo.page.getByText("That is not the password.")).toBeVisible();
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
  await again.getByRole("button", { name: "Remove the password" }).click();
  await expect(again.getByText("None: with one, newcomers have to type it.")).toBeVisible();
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

test("[L64] [U62] newcomers wait; owners are told, and let them in or not by the keyboard", async ({ visit }) => {
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
  await notices(ada).getByRole("button", { name: "Show" }).first().click();
  const waiting = dialog(ada, "Waiting to be let in");
  await ada.page.keyboard.press("Escape");
  // where one looks for people
  const people = await ada.openPlace("people");
  await expect(people).toContainText("Waiting (2)");
  await people.getByRole("button", { name: "Let in…" }).click();
  await expect(waiting).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await button(ada, "2 waiting to be let in").focus();
  await ada.page.keyboard.press("Enter");
  await expect(waiting.getByRole("listitem")).toHaveCount(2);
  await axe(ada, "who waits");
  await button(ada, "Let Bo <b> in").focus();
  await ada.page.keyboard.press("Enter");
  await bo.isIn();
  await expect(notices(bo)).toContainText("An owner let you in.");
  await expect(bo.announced).not.toContainText("Please wait");
  await expect(waiting.getByRole("listitem")).toHaveCount(1);
  // the next one has the focus
  await expect(button(ada, "Let Cy in")).toBeFocused();
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  await expect(heading(cy, "You were not let in")).toBeVisible();
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
