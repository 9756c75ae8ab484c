// The ways into a room: create, share, join, come back; and what is said where there is none.
import { expect, NOT_FOUND, test } from "./test.ts";

/** The shape of an id that no room has. */
const NO_ROOM = "346789ABCDEFG";

test("[U133] the start asks for a link or a code, and loads none of the features for that", async ({ visit }) => {
  const ada = await visit();
  const scripts: string[] = [];
  ada.page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  await ada.goHome();
  await expect(ada.page.getByLabel("Room link or code")).toBeVisible();
  expect(scripts.filter((path) => /\/waysIn-[^/]*\.js$/.test(path))).toHaveLength(1);
  expect(scripts.filter((path) => /\/features-[^/]*\.js$/.test(path))).toEqual([]);
});

test.describe("the way in", () => {
  test("[U1] a name and one press lead into a new room, and its editor has the focus at once", async ({ visit }) => {
    const ada = await visit();
    await ada.goHome();
    await ada.page.getByLabel("Your name").fill("Ada");
    await ada.page.getByLabel("Language").selectOption("Python");
    await ada.page.getByRole("button", { name: "Create room" }).click();
    await expect(ada.editor).toBeFocused();
    await ada.page.keyboard.type("print(1)");
    await ada.sees("print(1)");
    await ada.isSaved();
    expect(ada.page.url()).toMatch(/\/[\w]{13}$/);
    await expect(ada.page.getByRole("heading", { name: /^Room [A-Z][a-z]+ [a-z]+$/ })).toBeVisible();
    await expect(ada.language).toHaveText(/Python/);
    await ada.menu();
    await expect(ada.page.getByText("Created just now by Ada")).toBeVisible();
  });

  for (const [what, off] of [
    ["ahead", 86_400_000],
    ["behind", -86_400_000],
  ] as const)
    test(`[B60] a room just made was created just now, where the clock is a day ${what}`, async ({ visit }) => {
      const ada = await visit();
      await ada.page.clock.install({ time: Date.now() + off });
      await ada.create("Ada");
      await ada.menu();
      await expect(ada.page.getByText("Created just now by Ada")).toBeVisible();
      await ada.goHome();
      await expect(ada.page.getByText("as Ada · just now")).toBeVisible();
    });

  test("[U1] a room without a name is not created: the page says what is missing and puts the focus there", async ({
    visit,
  }) => {
    const ada = await visit();
    await ada.goHome();
    await ada.page.getByRole("button", { name: "Create room" }).click();
    await expect(ada.page.getByText("Type your name first")).toBeVisible();
    await expect(ada.page.getByLabel("Your name")).toBeFocused();
  });

  test("[U2] Share offers the link of the room to copy", async ({ visit }) => {
    const ada = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
    await ada.create("Ada");
    await ada.page.getByRole("button", { name: "Share" }).click();
    // it has the focus
    await expect(ada.page.getByRole("button", { name: "Copy link" })).toBeFocused();
    await ada.page.keyboard.press("Enter");
    await expect(ada.page.getByRole("button", { name: "Copied" })).toBeVisible();
    await expect(ada.announced).toHaveText("The link is copied.");
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(ada.link);
  });

  test("[U2] where copying is not allowed, Share selects the link, to copy it by hand", async ({ visit }) => {
    const ada = await visit();
    // as on plain http
    await ada.page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await ada.create("Ada");
    await ada.page.getByRole("button", { name: "Share" }).click();
    await ada.page.getByRole("button", { name: "Copy link" }).click();
    const field = ada.page.getByRole("textbox", { name: "Room link" });
    await expect(field).toHaveValue(ada.link);
    await expect(field).toBeFocused();
    expect(await ada.page.evaluate(() => document.getSelection()?.toString())).toBe(ada.link);
    await ada.page.keyboard.press("Escape");
    await expect(ada.page.getByRole("dialog")).toHaveCount(0);
    await expect(ada.page.getByRole("button", { name: "Share" })).toBeFocused();
  });

  test("[U3] a guest with the link is asked for a name once, is in, and is not asked again", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada", "Rust");
    await ada.type("fn main() {}");
    await ada.isSaved();
    const bo = await visit();
    await bo.page.goto(ada.link);
    await expect(bo.page.getByLabel("Your name")).toBeFocused();
    await expect(bo.page.getByText("A Rust room, created just now by Ada")).toBeVisible();
    await bo.page.keyboard.press("Enter");
    await expect(bo.page.getByText("Type a name, so that the others know who you are.")).toBeVisible();
    await bo.page.keyboard.type("Bo");
    await bo.page.keyboard.press("Enter");
    await bo.isIn();
    await bo.sees("fn main() {}");

    await bo.page.reload();
    await bo.isIn();
    await bo.sees("fn main() {}");
    await bo.page.getByRole("button", { name: "People, 2 here now" }).click();
    await expect(bo.page.getByRole("complementary", { name: "People" }).getByRole("listitem")).toHaveText([
      /Bo.*you/,
      /Ada.*owner/,
    ]);
  });

  test("[U4] the start page joins by a pasted link and by a bare id, and says what is wrong with anything else", async ({
    visit,
  }) => {
    const ada = await visit();
    await ada.create("Ada");
    const bo = await visit();
    const { page } = bo;
    for (const [pasted, sentence] of [
      ["https://example.org/346789ABCDEFG", "That link belongs to another site."],
      ["hello", "That is not a room link"],
      ["", "That is not a room link"],
    ] as const) {
      await bo.goHome();
      await page.getByLabel(/^Room link/).fill(pasted);
      await page.getByRole("button", { name: "Join" }).click();
      await expect(page.getByText(sentence)).toBeVisible();
      await expect(page.getByLabel(/^Room link/)).toBeFocused();
    }
    await page.getByLabel("Your name").fill("Bo");
    await page.getByLabel(/^Room link/).fill(`  ${ada.link} `);
    await page.getByRole("button", { name: "Join" }).click();
    await bo.isIn();
    expect(bo.link).toBe(ada.link);

    const cy = await visit();
    await cy.goHome();
    await cy.page.getByLabel(/^Room link/).fill(ada.roomId);
    await cy.page.keyboard.press("Enter");
    await expect(cy.page.getByRole("heading", { name: "You are invited to join in" })).toBeVisible();
    await expect(cy.page.getByLabel("Your name")).toBeFocused();
    await cy.page.keyboard.type("Cy");
    await cy.page.keyboard.press("Enter");
    await cy.isIn();
    expect(cy.link).toBe(ada.link);
  });

  test("[U5] the start page lists the rooms of this browser, to go back to as the same person and to forget", async ({
    visit,
  }) => {
    const ada = await visit();
    await ada.create("Ada", "Go");
    const { page } = ada;
    const label = await ada.label();
    await ada.type("package main");
    await ada.isSaved();
    await page.getByRole("link", { name: /to the start/ }).click();
    const known = page.getByRole("link", { name: label });
    await expect(page.getByRole("listitem").filter({ has: known })).toContainText("Go · as Ada · just now");
    await known.click();
    await ada.isIn();
    await ada.sees("package main");
    await expect(page.getByRole("button", { name: "People, 1 here now" })).toBeVisible();

    await ada.goHome();
    await page.getByRole("button", { name: `Forget ${label}` }).click();
    await expect(known).toHaveCount(0);
    await page.reload();
    await expect(page.getByLabel("Your name")).toHaveValue("Ada");
    await expect(known).toHaveCount(0);
  });

  test("[U13] a name that is taken in the room gets a suffix, not a refusal", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    const other = await visit();
    await other.enter(ada.link, "ada");
    await expect(ada.page.getByRole("status")).toContainText("ada (2) is here");
    await other.page.getByRole("button", { name: "People, 2 here now" }).click();
    await expect(other.page.getByRole("complementary", { name: "People" }).getByRole("listitem")).toHaveText([
      /ada \(2\).*you/,
      /Ada.*owner/,
    ]);
  });
});

test.describe("no room", () => {
  test.use({ tolerated: NOT_FOUND });

  test("[U14] a link to no room is answered with 404 and a page that offers to create one", async ({ visit }) => {
    const ada = await visit();
    await ada.goHome();
    const response = await ada.page.goto(new URL(NO_ROOM, ada.page.url()).href);
    expect(response?.status()).toBe(404);
    await expect(ada.page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
    await ada.page.getByRole("link", { name: "Create a new room" }).click();
    await expect(ada.page.getByLabel("Your name")).toBeVisible();
  });

  test("[U14] an address that no room can have is answered with 404 and a page that says so", async ({ visit }) => {
    const ada = await visit();
    await ada.goHome();
    const response = await ada.page.goto(new URL("nothing/here", ada.page.url()).href);
    expect(response?.status()).toBe(404);
    await expect(ada.page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
    await ada.page.getByRole("link", { name: "Go to the start" }).click();
    await expect(ada.page.getByRole("button", { name: "Create room" })).toBeVisible();
  });
});

test("[U153] the start page is read in another language by a press", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.goHome();
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("button", { name: "Raum erstellen" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Deutsch" })).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("button", { name: "Create room" })).toBeVisible();
});

test("[U154] the list says when one was last there, and the room that was left last is the first", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.clock.install();
  await ada.create("Ada", "Go");
  const label = await ada.label();
  await page.clock.fastForward("02:00:00");
  await page.getByRole("link", { name: /to the start/ }).click();
  const line = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: label }) });
  await expect(line).toContainText("Go · as Ada · just now");
});
