// Links, codes and invitations as people meet them, in two and more windows.
import type { Locator } from "@playwright/test";
import decodeQR from "qr/decode.js";
import { expect, test } from "../../e2e/test.ts";
import {
  button,
  closeDialogs,
  comeTo,
  heading,
  isViewer,
  linkIn,
  manage,
  mayChangeSettings,
  openSettings,
  openShare,
  openWays,
  REFUSED,
  closePlain,
} from "./test/roleSteps.ts";

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

test.use({ tolerated: REFUSED });

test("[L60] what the room's link gives is a sentence with each choice, and the choices are as high in German", async ({
  visit,
}) => {
  const ada = await visit({ locale: "de-DE" });
  const { page } = ada;
  await page.addInitScript(() => localStorage.setItem("companion:name", "Ada"));
  await ada.goHome();
  await page.getByRole("button", { name: "Raum erstellen" }).click();
  await page.getByRole("button", { name: "Teilen" }).click();
  const share = page.getByRole("dialog", { name: "Raum teilen" });
  await expect(share.getByText("Neue können mit diesem Link …")).toBeVisible();
  const words = share.locator(".roles-segments span");
  await expect(words).toHaveText(["mitschreiben", "mitlesen", "nicht herein"]);
  const heights = () =>
    words.evaluateAll((all) => [
      all[0]!.parentElement!.parentElement!.clientHeight,
      ...all.map((one) => one.clientHeight),
    ]);
  const [frame, ...pills] = await heights();
  expect(new Set(pills).size).toBe(1);
  expect(frame! - pills[0]!).toBeLessThan(10);
  // long words, as of another language or a larger font
  await words.nth(2).evaluate((one) => (one.textContent = "kommen nicht neu in diesen Raum"));
  expect(new Set((await heights()).slice(1)).size).toBe(1);
});

test("[L60] the owner shares links and a code: each gives what it says, tells its use, and ends", async ({ visit }) => {
  const ada = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
  await ada.create("Ada");
  const share = await openShare(ada);
  await expect(share.getByRole("button", { name: "Copy link" })).toBeFocused();
  await share.getByRole("button", { name: "Copy link" }).click();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(ada.link);
  await share.getByText("More ways").click();
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  await share.getByRole("button", { name: "Make an invitation link" }).click();
  await share.getByRole("button", { name: "Make a join code" }).click();
  const view = await linkIn(ada, "Link for viewing only").inputValue();
  const edit = await linkIn(ada, "Invitation link").inputValue();
  const code = share.locator(".roles-code");
  await expect(code).toHaveText(/[2-9A-Z]{4} [2-9A-Z]{4}$/);
  await expect(share.getByText(/^Works until /)).toBeVisible();
  await share.getByRole("button", { name: "QR code: Link for viewing only" }).click();
  expect(await scanned(share.getByRole("img", { name: "QR code: Link for viewing only" }))).toBe(view);
  await share.getByRole("radio", { name: "stay out" }).check();
  await expect(share.getByText("This link lets nobody new in.")).toBeVisible();

  const [vera, ed, cleo, nemo] = [await visit(), await visit(), await visit(), await visit()];
  await comeTo(vera, view, "Vera");
  await isViewer(vera);
  await comeTo(ed, edit, "Ed");
  await ed.isIn();
  await cleo.goHome();
  await cleo.page.getByLabel("Room link or code").fill((await code.locator("[aria-hidden]").textContent()) ?? "");
  await cleo.page.keyboard.press("Enter");
  await expect(heading(cleo, "You are invited to join in")).toBeVisible();
  await cleo.page.getByLabel("Your name").fill("Cleo");
  await cleo.page.keyboard.press("Enter");
  await cleo.isIn();
  await comeTo(nemo, ada.link, "Nemo");
  await expect(heading(nemo, "You were not let in")).toBeVisible();

  await expect(share.getByText("last used just now")).toHaveCount(3);
  await share.getByRole("button", { name: "Replace: Invitation link" }).click();
  await button(ada, "Replace it").click();
  await expect(linkIn(ada, "Invitation link")).not.toHaveValue(edit);
  await share.getByRole("button", { name: "Turn off: Link for viewing only" }).click();
  await button(ada, "Turn it off").click();
  await expect(share.getByRole("button", { name: "Make a link for viewing" })).toBeVisible();
  const late = await visit();
  await comeTo(late, edit, "Late");
  await expect(heading(late, "You were not let in")).toBeVisible();
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
  const share = await openWays(ada);
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  const view = await linkIn(ada, "Link for viewing only").inputValue();
  const vera = await visit();
  await comeTo(vera, view, "Vera");
  await isViewer(vera);
  await openShare(vera);
  await expect(linkIn(vera, "Room link")).toHaveValue(view);
  await expect(vera.page.getByRole("textbox", { name: /link/i })).toHaveCount(1);
  await expect(vera.page.getByRole("radio")).toHaveCount(0);
  await closeDialogs(vera);
  await expect(vera.page.getByLabel("Language")).toHaveCount(0);
  await mayChangeSettings(vera, false);
  await expect(vera.page.locator("button.rename")).toHaveCount(0);
  const label = await vera.label();
  expect(label).toBe(await ada.label());
  const everything = await vera.page.evaluate(
    () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }),
  );
  expect(everything).not.toContain(ada.roomId);

  await closeDialogs(ada);
  await closePlain(ada);
  await vera.goHome();
  await expect(vera.page.getByText("In the room now: Ada")).toBeVisible();
  await vera.page.getByRole("link", { name: label }).click();
  await isViewer(vera);
  expect(vera.link).toBe(view);
});

test("[L62] an invitation is taken out of the address bar, lives over a reload, and is in no path", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const share = await openWays(ada);
  await share.getByRole("button", { name: "Make an invitation link" }).click();
  const edit = await linkIn(ada, "Invitation link").inputValue();
  const secret = new URL(edit).hash.slice(1);
  expect(secret.length).toBeGreaterThan(21);
  await share.getByRole("radio", { name: "can view" }).check();
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
  await button(ada, "Make viewer").and(ada.page.locator(".roles-grave[type=submit]")).click();
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
  await mayChangeSettings(elsewhere, true);
  await settings.getByRole("button", { name: "Turn off: My owner link" }).click();
  await button(ada, "Turn it off").click();
  await expect(settings.getByRole("button", { name: "Make my owner link" })).toBeVisible();
  const late = await visit();
  await comeTo(late, link, "Late");
  await late.isIn();
  await mayChangeSettings(late, false);
});

test("[L71] where the room's own link lets nobody in, Share shows none to copy, but an invitation or a button that makes it", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await closePlain(ada);
  let share = await openShare(ada);
  const make = share.getByRole("button", { name: "Make an invitation link" });
  await expect(make).toBeFocused();
  await expect(share.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
  await make.click();
  await closeDialogs(ada);
  share = await openShare(ada);
  await expect(share.getByRole("button", { name: "Copy: Invitation link" })).toBeFocused();
  await expect(linkIn(ada, "Room link")).toHaveCount(0);

  await expect((await openShare(bo)).getByText("This link lets nobody new in.")).toBeVisible();
  await expect(button(bo, /^Copy/)).toHaveCount(0);
});
