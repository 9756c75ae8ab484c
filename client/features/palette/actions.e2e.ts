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
  [/^Language$/, "Language of the room: Python"],
  [/^Indentation of this file$/, "Indent this file with 8 spaces"],
  [/^(Match case|Whole word|Regular expression)$/, "$1 in the search: (on|off)"],
  [/^Play the history$/, "Play back the history"],
  [/^Speed$/, "Play the history 2 times as quick"],
  [/^Who may run code$/, "Who may run code: Nobody"],
  [/^Who may see the history$/, "Who may see the history: Owners"],
  [/^Clear$/, "Clear the (chat|output) for everybody…"],
  [/^Notices:$/, "Notices of the chat: when mentioned"],
];

/** What has none, and why. */
const WITHOUT: readonly (readonly [button: RegExp, why: string])[] = [
  [/^(main\.js|second\.ts)/, "a file: the palette has its own list of them"],
  [/^Actions for /, "on a row; the file that is shown has its own commands"],
  [/^Role of /, "on a row of a person"],
  [/^Room menu$/, "holds what has a command each"],
  [/^(Ada|Bo) (joined|ran)/, "a moment of the time line, or the row of a version"],
  [/^Time line$/, "where it is: a step on or back is a command"],
  [/^Now What |^What to do with /, "on a row of the versions"],
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

const PRESSED = /- '?(?:button|tab|checkbox|radio|switch|combobox|slider) "((?:[^"\\]|\\.)*)"/g;

/** Whatever is pressed, checked or chosen, by its name. */
async function buttonNames({ page }: Visitor): Promise<string[]> {
  const snapshot = await page.locator("body").ariaSnapshot();
  return [...snapshot.matchAll(PRESSED)].map(([, name]) => name!);
}

/** As a pattern: what a command is called that does what this does; undefined: it has none, by `WITHOUT`. */
function commandFor(button: string): string | undefined {
  if (WITHOUT.some(([without]) => without.test(button))) return undefined;
  for (const [pattern, command] of BY_COMMAND) {
    const found = pattern.exec(button);
    if (found) return command.replace("$1", found[1] ?? "");
  }
  return button.replaceAll(/[()|?*.]/g, String.raw`\$&`);
}

/** Whatever of it the palette does not find when it is typed there. */
async function without(visitor: Visitor, buttons: readonly string[]): Promise<readonly string[]> {
  await palette(visitor);
  const missing: string[] = [];
  for (const button of new Set(buttons)) {
    const command = commandFor(button);
    if (command === undefined) continue;
    await visitor.page.getByRole("combobox", { name: "Search commands" }).fill(command.replaceAll(/\(.*?\)|\\/g, ""));
    const names = await visitor.page.locator(".palette-name").allTextContents();
    if (!names.some((name) => new RegExp(`^${command}$`).test(name))) missing.push(button);
  }
  await visitor.page.keyboard.press("Escape");
  return missing;
}

test("[Z5] whatever a button does is a command too", async ({ visit }) => {
  const ada = await visit(DESK);
  const { page } = ada;
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await expect(page.getByRole("button", { name: "Follow Bo" })).toBeVisible();
  await ada.type("console.log(1);");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".run-line").first()).toHaveText("1");
  const looked = new Set<string>();
  const places = await page.locator("[id^=place-]").evaluateAll((tabs) => tabs.map(({ id }) => id));
  expect(places).toHaveLength(8);
  for (const place of places) {
    const tab = page.locator(`#${place}`);
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await expect(page.locator(`[aria-labelledby=${place}] > *`).first()).toBeAttached();
    if (place === "place-history") await expect(page.getByRole("slider", { name: "Time line" })).toBeVisible();
    const buttons = await buttonNames(ada);
    expect(buttons.length).toBeGreaterThan(20);
    const missing = await without(
      ada,
      buttons.filter((button) => !looked.has(button)),
    );
    expect(missing, place).toEqual([]);
    for (const button of buttons) looked.add(button);
  }
  await ada.menu();
  const names = await buttonNames(ada);
  expect(names).toContain("Preferences");
  await page.keyboard.press("Escape");
  expect(await without(ada, names), "the menu").toEqual([]);
});

test("[Z5] a command does what is chosen beside the code: the room's language, how is searched, what is told", async ({
  visit,
}) => {
  const ada = await visit(DESK);
  const { page } = ada;
  await ada.create("Ada");
  // of the only file, which has its name from the language
  await command(ada, "Language of the room: Python");
  await expect(page.getByRole("tab", { name: "main.py" })).toBeVisible();
  await command(ada, "Save a version");
  await expect(page.getByRole("dialog").getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await command(ada, "Search in all files");
  await command(ada, "Whole word in the search: on");
  await expect(page.getByRole("checkbox", { name: "Whole word" })).toBeChecked();
  await command(ada, "Notices of the chat: none");
  const chat = await ada.openPlace("chat");
  await expect(chat.getByLabel("Notices")).toHaveValue("none");
  await chat.getByRole("textbox", { name: "Message" }).fill("hello");
  await page.keyboard.press("Enter");
  await expect(chat.getByText("hello")).toBeVisible();
  await chat.getByRole("button", { name: "Close Chat" }).click();
  await command(ada, "Clear the chat for everybody…");
  await expect(page.getByRole("dialog", { name: "Clear the chat?" })).toBeVisible();
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
