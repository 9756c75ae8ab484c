// Whatever can be pressed in a room is found in the palette by its name; and what that does to files and the room.
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const DESK = { viewport: { width: 1440, height: 900 } };

/** Which command does what a button does, by the button's name. */
const BY_COMMAND: readonly (readonly [button: RegExp, command: string])[] = [
  [/^People, \d+ here now$/, "(Show|Close) People"],
  [/^(People|Chat|Notes|Search|Files|Output|History|Versions)(?:, \d+ unread)?$/, "(Show|Close) $1"],
  [/^Room settings$/, "Change the room’s settings"],
  [/^Room /, "Rename the room"],
  [/^Share$/, "Share the room"],
  [/^Upload$/, "Upload files"],
  [/^Commands$/, "Show all commands"],
  [/^Notifications/, "Show the notifications"],
  [/^Add a file$/, "New file"],
  [/^Everyone, look here$/, "Show everyone this file, and this line"],
  [/^\d+ waiting to be let in$/, "Show who waits to be let in"],
  [/^Theme: /, "Theme: Light"],
  [/^All open files$/, "Go to a file…"],
  [/^Open it again$/, "Open the room again"],
  [/^Take back what /, "Take edits back…"],
];

/** What has none, and why. */
const WITHOUT: readonly (readonly [button: RegExp, why: string])[] = [
  [/^(main\.js|second\.ts)/, "a file: the palette has its own list of them"],
  [/^Actions for /, "on a row; the file that is shown has its own commands"],
  [/^Role of /, "on a row of a person"],
  [/^Room menu$/, "holds what has a command each"],
  [/^Close$/, "of a dialog: Escape"],
  [/^Send$|^Formatting|^Write|^Preview/, "of the message that is being written: Enter"],
  [/^Copy/, "copies what stands beside it"],
];

async function palette({ page }: Visitor): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("F1");
    await expect(page.getByRole("combobox", { name: "Search commands" })).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

async function command(visitor: Visitor, name: string): Promise<void> {
  await palette(visitor);
  await visitor.page.keyboard.type(name);
  await visitor.page.locator(".chooser-list").getByRole("option", { name }).first().click();
}

async function commandNames(visitor: Visitor): Promise<string[]> {
  await palette(visitor);
  // 100 are shown at once: by their first letters all are
  const names = await visitor.page.locator(".palette-name").allTextContents();
  expect(names.length).toBeLessThan(100);
  await visitor.page.keyboard.press("Escape");
  return names;
}

async function buttonNames({ page }: Visitor): Promise<string[]> {
  const all = await page.getByRole("button").or(page.getByRole("tab")).all();
  const names: string[] = [];
  for (const one of all) {
    const snapshot = await one.ariaSnapshot();
    names.push(/"((?:[^"\\]|\\.)*)"/.exec(snapshot)?.[1] ?? "");
  }
  return names;
}

/** The buttons that nothing is found for. */
function without(buttons: readonly string[], commands: readonly string[]): readonly string[] {
  return buttons.filter((button) => {
    if (commands.includes(button) || WITHOUT.some(([without]) => without.test(button))) return false;
    return !BY_COMMAND.some(([pattern, by]) => {
      const found = pattern.exec(button);
      const wanted = new RegExp(`^${by.replace("$1", found?.[1] ?? "")}$`);
      return found !== null && commands.some((name) => wanted.test(name));
    });
  });
}

test("[Z5] whatever a button does is a command too", async ({ visit }) => {
  const ada = await visit(DESK);
  const { page } = ada;
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await expect(page.getByRole("button", { name: "Follow Bo" })).toBeVisible();
  for (const place of ["people", "chat", "notes", "files"] as const) {
    await ada.openPlace(place);
    const buttons = await buttonNames(ada);
    expect(buttons.length).toBeGreaterThan(5);
    expect(without(buttons, await commandNames(ada)), place).toEqual([]);
  }
  await ada.menu();
  const names = await buttonNames(ada);
  expect(names).toContain("Preferences");
  await page.keyboard.press("Escape");
  const commands = await commandNames(ada);
  expect(without(names, commands), "the menu").toEqual([]);
  // what owners decide there, too
  expect(commands).toContain("Who may run code: Nobody");
  expect(commands).toContain("Who may see the history: Owners");
});

test("[Z5] the file that is shown is renamed, moved and deleted by commands, and they show the editor's keys", async ({
  visit,
}) => {
  const ada = await visit(DESK);
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("let a");
  await palette(ada);
  await page.keyboard.type("undo");
  await expect(page.locator(".chooser-list").getByRole("option").first().locator(".key-cap")).toHaveText(["Ctrl", "Z"]);
  await page.keyboard.press("Enter");
  await ada.sees("");
  await command(ada, "Rename this file");
  await expect(page.getByRole("textbox", { name: "New name of main.js" })).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("lib/second.ts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: "second.ts" })).toBeVisible();
  await command(ada, "Move this file to another folder");
  await expect(page.getByRole("dialog", { name: "Move second.ts to…" })).toBeVisible();
  await page.keyboard.press("Escape");
  // the last one stays
  await command(ada, "New file");
  await expect(page.getByRole("textbox", { name: "New file in the room" })).toBeFocused();
  await page.keyboard.type("third.ts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "third.ts" })).toHaveAttribute("aria-selected", "true");
  await command(ada, "Delete this file");
  await expect(page.getByText("You deleted third.ts.")).toBeVisible();
});

test("[Z5] more ways to share, who waits and the end of the room are commands of their own", async ({ visit }) => {
  const ada = await visit(DESK);
  const { page } = ada;
  await ada.create("Ada");
  await command(ada, "Show more ways to share the room");
  await expect(page.locator(".roles-more")).toHaveAttribute("open", "");
  await page.keyboard.press("Escape");
  await command(ada, "Close the room…");
  await page.getByRole("dialog").last().getByRole("button", { name: "Close it" }).click();
  await expect(page.getByText("The room is closed.").first()).toBeVisible();
  await command(ada, "Open the room again");
  await expect(page.getByText("The room is closed.")).toHaveCount(0);
});
