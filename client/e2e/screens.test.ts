// The screens that somebody sees, each as axe finds it; with SCREENS=1 their pictures are in test-results, to be looked at.
import { axe } from "./axe.ts";
import { picture } from "./picture.ts";
import { expect, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

// nobody looks into a room before they are in it
test.use({ tolerated: /status of 403/ });

const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const CODE = `/** The most common words of a book. */
export function mostCommon(words: readonly string[], count = 5): string[] {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].sort(([, one], [, other]) => other - one).map(([word]) => word).slice(0, count);
}
`;

async function command({ page }: Visitor, name: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("F1");
    await expect(page.getByRole("combobox", { name: "Search commands" })).toBeFocused({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await page.keyboard.type(name);
  await page.locator(".chooser-list").getByRole("option", { name }).first().click();
}

const looked = async (visitor: Visitor, name: string): Promise<void> => {
  await picture(visitor, name);
  await axe(visitor, name);
};

test("[U89] axe finds nothing where somebody comes in, waits, only reads, or finds the room closed", async ({
  visit,
}) => {
  test.slow();
  const ada = await visit(WIDE);
  const { page } = ada;
  await ada.goHome();
  await picture(ada, "home");
  await ada.create("Ada", "TypeScript");
  await expect(page.getByText("Every command and its key.")).toBeVisible();
  await looked(ada, "first use");
  await ada.paste(CODE);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("dialog", { name: "Share this room" })).toBeVisible();
  await page.getByRole("dialog").getByRole("radio", { name: "can view" }).check();
  await page.keyboard.press("Escape");
  const bo = await visit(PHONE);
  await bo.page.goto(ada.link);
  await bo.page.getByLabel("Your name").fill("Bo");
  await bo.page.keyboard.press("Enter");
  await expect(bo.editor).toContainText("mostCommon");
  await looked(bo, "viewer on a phone");

  await command(ada, "Change the room’s settings");
  await page.getByRole("checkbox", { name: /^Waiting room/ }).check();
  await picture(ada, "settings");
  await page.keyboard.press("Escape");
  const cy = await visit({ ...WIDE, colorScheme: "dark" });
  await cy.page.goto(ada.link);
  await expect(cy.page.getByLabel("Your name")).toBeFocused();
  await looked(cy, "name");
  await cy.page.getByLabel("Your name").fill("Cy");
  await cy.page.keyboard.press("Enter");
  await expect(cy.page.getByRole("heading", { level: 1 })).toContainText("wait", { ignoreCase: true });
  await looked(cy, "waiting room");
  await command(ada, "Show who waits to be let in");
  await expect(page.getByRole("dialog").getByText("Cy")).toBeVisible();
  await looked(ada, "who waits");
  await page.keyboard.press("Escape");
  await command(ada, "Close the room…");
  await page.getByRole("dialog").last().getByRole("button", { name: "Close it" }).click();
  await expect(page.locator(".roles-closed")).toBeVisible();
  await looked(ada, "closed, to its owner");
  await expect(bo.page.getByRole("heading", { name: /closed/i })).toBeVisible();
  await looked(bo, "closed, to others");
});

// nothing that states.test.ts has not, but pictures
if (process.env["SCREENS"] === "1")
  test("[U89] the places of a room of three, to be looked at", async ({ visit }) => {
    test.slow();
    const ada = await visit(WIDE);
    const dark = await visit({ ...PHONE, colorScheme: "dark" });
    await ada.create("Ada", "TypeScript");
    await ada.paste(CODE);
    await picture(ada, "alone");
    await dark.enter(ada.link, "Bo");
    const cy = await visit({ ...WIDE, colorScheme: "dark" });
    await cy.enter(ada.link, "Cy");
    await cy.type("// and more\n");
    await ada.paste('\nconsole.log(mostCommon(["a", "b", "a"]));\n');
    await ada.page.keyboard.press("Control+Enter");
    await expect(ada.page.locator(".run-line")).toHaveText("[ 'a', 'b' ]");
    for (const place of ["files", "people", "notes", "history", "versions", "output", "chat"] as const) {
      await ada.openPlace(place);
      // what is in it comes a little later
      if (place === "history") await expect(ada.page.getByRole("slider", { name: "Time line" }).first()).toBeVisible();
      await picture(ada, place);
    }
    await cy.openPlace("chat");
    await cy.page.getByRole("textbox", { name: "Message" }).fill("Shall we?");
    await cy.page.keyboard.press("Enter");
    await picture(cy, "dark");
    await picture(ada, "three, chat");
    await picture(dark, "phone, dark");
    await dark.page.locator("#place-files").tap();
    await picture(dark, "phone, files");
    await dark.page.getByRole("button", { name: /^More/ }).click();
    await picture(dark, "phone, menu");
    for (const [name, by] of [
      ["palette", "Show all commands"],
      ["preferences", "Preferences"],
      ["share", "Share the room"],
      ["search", "Show Search"],
      ["keys", "Show keyboard shortcuts"],
      ["symbols", "Go to symbol"],
    ] as const) {
      await command(ada, by);
      await picture(ada, name);
      await ada.page.keyboard.press("Escape");
    }
    await ada.page.locator("#place-files").hover();
    await expect(ada.page.getByRole("tooltip")).toBeVisible();
    await picture(ada, "tooltip");
  });
