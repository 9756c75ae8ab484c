// The page in another language than English, and from right to left.
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

const GERMAN = { locale: "de-DE" };
const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Words that no German sentence has. */
const ENGLISH =
  /\b(the|you|your|and|with|this|not|here|now|close|show|hide|people|message|send|saved|room|file|files|notes|settings|download|upload|notifications|line|language|width|height|follow|stop|nothing)\b/i;

/** All that a person reads or hears in the elements: text, names, hints. */
const saidIn = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((selected) => {
    const said: string[] = [];
    for (const root of document.querySelectorAll(selected))
      for (const one of [root, ...root.querySelectorAll("*")]) {
        for (const name of ["aria-label", "title", "placeholder"]) said.push(one.getAttribute(name) ?? "");
        for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? "");
      }
    return [...new Set(said.map((text) => text.trim()).filter((text) => text !== ""))];
  }, selector);

async function germanOf(page: Page, selector: string): Promise<void> {
  const said = await saidIn(page, selector);
  expect(said.length).toBeGreaterThan(0);
  expect(said.filter((text) => ENGLISH.test(text))).toEqual([]);
}

test("[U127] in a German browser the room speaks German: on the way in, around the code, in its places and dialogs", async ({
  visit,
}) => {
  const ada = await visit(DESK);
  await ada.create("Ada");
  const bo = await visit({ ...DESK, ...GERMAN });
  const { page } = bo;
  await page.goto(ada.link);
  await expect(page.getByRole("heading", { name: "Du bist eingeladen mitzumachen" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  const germanIn = (selector: string) => germanOf(page, selector);
  await germanIn("main");
  await page.getByLabel("Dein Name").fill("Bo");
  await page.keyboard.press("Enter");
  await expect(bo.editor).toBeFocused();
  await expect(bo.status).toHaveText("Gespeichert");
  await expect(bo.editor).toHaveAttribute("aria-label", /^Code, den alle/);

  await bo.openPlace("people");
  await expect(page.locator(".people-place")).toContainText("Gerade hier (2)");
  await germanIn(".place, .status-bar, .room-header");
  const chat = await bo.openPlace("chat");
  await page.getByPlaceholder("Nachricht, @Name").fill("hallo");
  await page.keyboard.press("Enter");
  await expect(chat.getByText("hallo")).toBeVisible();
  await germanIn(".place.at-right");
  await page.getByRole("button", { name: /^Mitteilungen/ }).click();
  await expect(page.getByRole("dialog", { name: "Mitteilungen" })).toBeVisible();
  await germanIn("dialog[open]");
  await page.keyboard.press("Escape");

  await bo.openPlace("files");
  await germanIn(".place.at-left, .file-tabs");
  await page.getByRole("button", { name: "Teilen" }).click();
  await expect(page.getByRole("dialog", { name: "Raum teilen" })).toBeVisible();
  await germanIn("dialog[open]");
  await page.keyboard.press("Escape");

  // CodeMirror's own
  await bo.editor.focus();
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("textbox", { name: "Suchen" })).toBeFocused();
  await germanIn(".cm-panel");
  await page.keyboard.press("Escape");

  // what is said in passing
  await chat.getByRole("button", { name: "Chat schließen" }).click();
  const adas = await ada.openPlace("chat");
  await adas.getByPlaceholder("Message, @name").fill("@Bo look");
  await ada.page.keyboard.press("Enter");
  await expect(page.locator(".notices")).toContainText("Ada hat dich erwähnt: @Bo look");

  // what owners decide, in a room of one's own, from the start on
  const cy = await visit({ ...DESK, ...GERMAN });
  await cy.goHome();
  await expect(cy.page.getByRole("button", { name: "Raum erstellen" })).toBeVisible();
  await germanOf(cy.page, "main");
  await cy.page.getByLabel("Dein Name").fill("Cy");
  await cy.page.getByRole("button", { name: "Raum erstellen" }).click();
  await expect(cy.status).toHaveText("Gespeichert");
  await cy.page.getByRole("button", { name: "Raummenü" }).click();
  await germanOf(cy.page, "dialog[open]");
  await cy.page.getByRole("button", { name: "Einstellungen des Raums", exact: true }).click();
  await expect(cy.page.getByRole("dialog", { name: "Einstellungen des Raums" })).toBeVisible();
  await germanOf(cy.page, "dialog[open]");

  // at once, without another load
  await page.keyboard.press("F1");
  await page.getByRole("dialog").getByRole("combobox").fill("English");
  await page.keyboard.press("Enter");
  await expect(bo.status).toHaveText("Saved");
  await expect(bo.editor).toHaveAttribute("aria-label", /^Code, edited by/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

for (const [where, options] of Object.entries({ "a desk": DESK, "a phone": PHONE }))
  test(`[U128] from right to left nothing scrolls sideways and the sides change places, on ${where}`, async ({
    visit,
  }) => {
    const ada = await visit(options);
    await ada.page.addInitScript(() => {
      document.addEventListener("readystatechange", () => document.documentElement.setAttribute("dir", "rtl"));
    });
    await ada.create("Ada");
    const { page } = ada;
    const fits = () =>
      page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth - clientWidth, document.body.scrollWidth - document.body.clientWidth];
      });
    expect(await fits()).toEqual([0, 0]);
    for (const id of ["files", "people", "chat"] as const) {
      // the bar at the thumb has one of each side
      if (id === "people" && options === PHONE) continue;
      const place = await ada.openPlace(id);
      await expect(place).toBeVisible();
      expect(await fits(), id).toEqual([0, 0]);
      if (options === PHONE) {
        await page.keyboard.press("Escape");
        continue;
      }
      const [box, code] = [await place.boundingBox(), await page.locator(".code-column").boundingBox()];
      // the left one is at the right now
      expect(id === "files" ? box!.x >= code!.x + code!.width - 1 : box!.x + box!.width <= code!.x + 1, id).toBe(true);
    }
    const head = await page.locator(".room-header .brand").boundingBox();
    const { width } = page.viewportSize()!;
    expect(head!.x).toBeGreaterThan(width / 2);
    // code is from left to right all the same
    await ada.type("a(b);");
    expect(await page.locator(".cm-content").evaluate((one) => getComputedStyle(one).direction)).toBe("ltr");
  });

test("[U86] no name of a tab is cut: where there is no room for all of them beside one another they are small under icons", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const { page } = ada;
  await page.evaluate(() => localStorage.setItem("companion:language", "de"));
  await page.reload();
  /** how many names and icons are seen, and which names are cut */
  const tabs = () =>
    page.locator(".at-right .place-tabs").evaluate((list) => {
      const names = [...list.querySelectorAll(".place-tab > span:not(.badge)")];
      const isSeen = (one: Element): boolean => one.getBoundingClientRect().width > 0;
      const cut = names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent);
      return {
        names: names.filter(isSeen).length,
        icons: [...list.querySelectorAll("svg")].filter(isSeen).length,
        cut,
      };
    });
  await ada.openPlace("chat");
  await expect.poll(tabs).toEqual({ names: 4, icons: 0, cut: [] });
  const edge = page.locator(".at-right").getByRole("separator");
  await edge.press("Shift+ArrowRight");
  await expect.poll(tabs).toEqual({ names: 4, icons: 4, cut: [] });
  await edge.press("Shift+ArrowLeft");
  await expect.poll(tabs).toEqual({ names: 4, icons: 0, cut: [] });
  await page.setViewportSize({ width: 320, height: 720 });
  await expect.poll(tabs).toEqual({ names: 4, icons: 4, cut: [] });
});

for (const locale of ["en", "de"])
  test(`[U155] what is chosen, and what stands in an empty field, is shown whole: ${locale}`, async ({ visit }) => {
    const ada = await visit({ locale });
    const { page } = ada;
    await page.addInitScript((language) => localStorage.setItem("companion:language", language), locale);
    await ada.goHome();
    await page.locator("input").first().fill("Ada");
    await page.locator("form button[type=submit]").first().click();
    // the page's commands are there with it
    await expect(page.locator("#place-chat")).toBeVisible();
    /** By how many pixels what is shown is wider than the room that it has, the arrows of the field left out. */
    const cutIn = (selector: string): Promise<number[]> =>
      page.locator(selector).evaluateAll((fields) => {
        const pen = document.createElement("canvas").getContext("2d")!;
        return fields.map((field) => {
          const style = getComputedStyle(field);
          pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          const text =
            field instanceof HTMLSelectElement
              ? field.selectedOptions[0]!.text
              : (field as HTMLInputElement).placeholder;
          const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
          return Math.max(0, Math.ceil(pen.measureText(text).width) - (field.clientWidth - padding - 18));
        });
      });
    await page.keyboard.press("Control+,");
    const selects = page.locator(".preferences select");
    await expect(selects.first()).toBeVisible();
    expect(await cutIn(".preferences select")).toEqual(Array<number>(await selects.count()).fill(0));
    await page.keyboard.press("Escape");
    await page.keyboard.press("F1");
    await page
      .locator(".palette-field")
      .fill(locale === "de" ? "Einstellungen des Raums" : "Change the room’s settings");
    await page.keyboard.press("Enter");
    await expect(page.locator(".roles-dialog input[type=number]")).toBeVisible();
    expect(await cutIn(".roles-dialog input[type=number]")).toEqual([0]);
  });
