// What people do with the past of a room besides looking at it, in two real windows: versions, comparing, bringing back, who wrote what, taking back.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import { command, makeFile, nameNow, row } from "./test/reviewing.ts";

test("[V401] [V402] [V404] [V405] a moment is named, compared with now and brought back, which everybody sees and one undo takes back", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.paste("let one = 1;\nlet two = 2;\n");
  await bo.sees("let one = 1;\nlet two = 2;\n");
  await nameNow(ada, "Before Bo");
  await bo.type("let three = 3;");
  await bo.isSaved();
  await ada.sees("let one = 1;\nlet two = 2;\nlet three = 3;");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Home");
  await ada.page.keyboard.press("Delete");
  await ada.isSaved();

  // the differences are those of the history
  await row(ada, "Before Bo").getByRole("button", { name: "What to do with Before Bo" }).click();
  await ada.page.getByRole("button", { name: "Compare with now" }).click();
  const compare = ada.page.getByRole("main", { name: "Two moments compared" });
  await expect(compare.locator(".compare-bar .lines-added")).toHaveText("+2");
  await expect(compare.locator(".compare-bar .lines-taken")).toHaveText("−2");
  await expect(compare.locator(".cm-merge-a .cm-changedText")).toHaveText(["l"]);
  await expect(compare.locator(".cm-merge-b .cm-changedText")).toHaveText(["let three = 3;"]);
  await axe(ada, "the comparison");
  // what Bo writes meanwhile is compared as well
  await bo.type("\nlet four = 4;");
  await expect(compare.locator(".compare-bar .lines-added")).toHaveText("+3");
  await compare.getByRole("button", { name: "In one column" }).click();
  await expect(compare.locator(".cm-deletedChunk").first()).toContainText("let one = 1;");

  await compare.getByRole("button", { name: "Bring back the left one" }).click();
  const dialog = ada.page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await axe(ada, "the question what to bring back");
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees("let one = 1;\nlet two = 2;\n");
  await bo.sees("let one = 1;\nlet two = 2;\n");
  await expect(bo.page.getByText("Ada brought back an older text of")).toBeVisible();
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.press("Control+z");
  await ada.sees("et one = 1;\nlet two = 2;\nlet three = 3;\nlet four = 4;");
  await bo.sees("et one = 1;\nlet two = 2;\nlet three = 3;\nlet four = 4;");
});

test("[V401] [V313] a name keeps its number when another is taken away, whose link still leads to its moment", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  const ask = (name: string) =>
    row(ada, name)
      .getByRole("button", { name: `What to do with ${name}` })
      .click();
  await ada.create("Ada");
  await ada.type("one");
  await nameNow(ada, "First");
  await ada.type("two");
  await nameNow(ada, "Second");
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => void (document.body.dataset["copied"] = text);
  });
  await ask("First");
  await page.getByRole("button", { name: "Copy the link to it" }).click();
  await expect(page.locator("body")).toHaveAttribute("data-copied", /#version=1$/);
  const link = (await page.locator("body").getAttribute("data-copied"))!;
  await ask("First");
  await page.getByRole("button", { name: "Remove the name" }).click();
  await expect(row(ada, "First")).toHaveCount(0);
  await expect(row(ada, "Second")).toContainText("No. 2");
  await ada.goHome();
  await page.goto(link);
  await expect(page.locator(".past-view .cm-content")).toHaveText("one");
  await page.goto(link.replace("=1", "=3"));
  await expect(page.getByText("No moment of this room was named under No. 3.")).toBeVisible();
});

test("[V405] what is asked to come back is of the moment that was looked at, though it was playing; a deleted file comes back with it", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("one");
  await ada.isSaved();
  // so long nobody types, which is played as long
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await makeFile(ada, "second.js");
  await page.keyboard.type("two");
  await ada.isSaved();
  await command(ada, "delete this file");
  await page.locator("#place-history").click();
  await page.getByRole("button", { name: "Skip pauses" }).click();
  await page.getByRole("button", { name: "Play the history" }).click();
  const past = page.locator(".past-view .cm-content");
  await expect(past).toHaveText("one");
  await page.locator(".past-bar").getByRole("button", { name: "Bring it back" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring back what was there at/ });
  await expect(dialog.getByRole("radio", { name: "All of main.js" })).toBeChecked();
  await expect(page.locator(".history-play")).toHaveAttribute("aria-label", "Play the history");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.getByRole("slider", { name: "Time line" }).focus();
  await page.keyboard.press("End");
  await expect(past).toHaveText("two");
  await page.locator(".past-bar").getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog.getByRole("radio", { name: "All of second.js" })).toBeChecked();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("main", { name: "Code, second.js" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "second.js" })).not.toHaveClass(/deleted/);
  // no edit was made that an undo could take back: it would take back what was typed before
  await expect(page.getByRole("status").getByText("second.js is back, with the text that it had.")).toBeVisible();
  await expect(page.getByRole("status").getByRole("button", { name: "Undo" })).toHaveCount(0);
  await bo.openPlace("files");
  await expect(bo.page.getByRole("treeitem", { name: /^second\.js/ })).toBeVisible();
});

test("[V408] [V409] [V410] who wrote which line is shown, followed and said", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.paste("let one = 1;\n");
  await bo.sees("let one = 1;\n");
  await bo.type("let two = 2;");
  await ada.sees("let one = 1;\nlet two = 2;");
  await bo.isSaved();
  await command(ada, "who wrote which line");
  const authors = ada.page.locator("#code .blame-author");
  await expect(authors).toHaveText(["Ada", "Bo"]);
  // smaller than the code, so that names have room
  await expect(authors.first()).toHaveCSS("font-size", "12px");
  await axe(ada, "who wrote which line");
  await bo.type("\nlet three = 3;");
  await ada.sees("let one = 1;\nlet two = 2;\nlet three = 3;");
  await ada.type("\nlet four = 4;");
  await expect(authors).toHaveCount(4);
  await expect(authors.nth(0)).toHaveAttribute("data-tip", /^Ada wrote this /);
  await expect(authors.nth(2)).toHaveAttribute("data-tip", /^Bo wrote this /);
  await expect(authors.nth(3)).toHaveText("Ada");
  await ada.page.keyboard.press("Control+Home");
  await ada.page.keyboard.press("ArrowDown");
  await command(ada, "who wrote this line");
  await expect(ada.page.getByText(/^Line 2: Bo wrote this /)).toBeVisible();
  await ada.editor.locator(".cm-line").nth(1).locator(".syntax-number").hover();
  await expect(ada.page.locator(".blame-says")).toHaveText(/^Bo wrote this /);
  // what Ada deletes and puts back stays whose it was
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+a");
  await ada.page.keyboard.press("Delete");
  await expect(authors).toHaveCount(0);
  await ada.page.keyboard.press("Control+z");
  await expect(authors.nth(1)).toHaveAttribute("data-tip", /^Bo wrote this .*, Ada put it back /);
});

test("[V419] who wrote which line is the server's to say: no log is read, and what is typed before it answers is whose it is", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.paste("let one = 1;\n");
  await bo.sees("let one = 1;\n");
  const logs: string[] = [];
  page.on("request", (request) => void (/\/log\b/.test(request.url()) && logs.push(request.url())));
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/\/blame\?/, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(/\/blame\?/);
  await command(ada, "who wrote which line");
  await asked;
  // too short to have been there before, which would be looked up
  await bo.type("two;");
  await ada.sees("let one = 1;\ntwo;");
  await ada.type("\nmine");
  await bo.sees("let one = 1;\ntwo;\nmine");
  answer();
  const authors = page.locator("#code .blame-author");
  await expect(authors).toHaveText(["Ada", "Bo", "Ada"]);
  await expect(authors.nth(1)).toHaveAttribute("data-tip", /^Bo wrote this [^;]*$/);
  await bo.type(";");
  await ada.sees("let one = 1;\ntwo;\nmine;");
  await expect(authors.nth(2)).toHaveAttribute("data-tip", /^Ada wrote this .*; Bo wrote this /);
  expect(logs).toEqual([]);
});

test("[V412] [V413] an owner takes back what somebody wrote, after a look at it, and removes them", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.paste("let one = 1;\nlet two = 2;\n");
  await bo.sees("let one = 1;\nlet two = 2;\n");
  await bo.type("spam spam");
  await bo.isSaved();
  await ada.sees("let one = 1;\nlet two = 2;\nspam spam");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+End");
  await ada.page.keyboard.type("\nlet mine = 3;");
  await ada.isSaved();
  await ada.openPlace("people");
  await ada.page.getByRole("button", { name: "Take back what Bo wrote" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Take back what Bo wrote" });
  await expect(dialog.getByText("Goes: 9 characters")).toBeVisible();
  await expect(dialog.getByText("Comes back: 0 characters")).toBeVisible();
  await expect(dialog.locator(".undo-preview .cm-deletedChunk")).toContainText("spam spam");
  await axe(ada, "what is to be taken back");
  await dialog.getByRole("checkbox", { name: "Remove Bo from the room as well" }).check();
  await dialog.getByRole("button", { name: "Take it back and remove Bo" }).click();
  await expect(dialog).toHaveCount(0);
  await ada.sees("let one = 1;\nlet two = 2;\n\nlet mine = 3;");
  await expect(bo.page.getByText(/removed you/)).toBeVisible();
});

test("[V411] whoever comes back is told what changed, and compares or plays it", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  const { link, roomId } = ada;
  await ada.type("let one = 1;");
  await ada.isSaved();
  await ada.goHome();
  const bo = await visit();
  await bo.enter(link, "Bo");
  await bo.type("\nlet two = 2;");
  await bo.isSaved();
  // as if she had been away for long
  const comesBack = async (): Promise<void> => {
    await ada.page.evaluate((room) => {
      const long = Date.now() - 3_600_000;
      localStorage.setItem("companion:last-here", JSON.stringify({ [room]: long }));
    }, roomId);
    await ada.returnTo(link);
  };
  await comesBack();
  const told = ada.page.getByRole("region", { name: "What changed while you were away" });
  await expect(told).toContainText("Bo changed 1 file");
  await axe(ada, "what changed");
  await told.getByRole("button", { name: "What changed" }).click();
  await expect(told).toHaveCount(0);
  const compare = ada.page.getByRole("main", { name: "Two moments compared" });
  await expect(compare.locator(".lines-added")).toHaveText("+2");
  await expect(compare).toBeFocused();
  await ada.page.keyboard.press("Escape");
  await expect(compare).toHaveCount(0);
  await expect(ada.editor).toBeFocused();

  await ada.goHome();
  await comesBack();
  await told.getByRole("button", { name: "Play it in ten seconds" }).click();
  await expect(told).toHaveCount(0);
  // from when she left, which was before the first edit, to the end
  const past = ada.page.locator(".past-view .cm-content");
  await expect(ada.page.getByRole("button", { name: "Pause the history" })).toBeVisible();
  await expect(past).toHaveText(/^(let( o)?|let one = 1;)/);
  await expect(past).not.toHaveText(/2;$/);
  await expect(ada.page.getByRole("button", { name: "Play the history" })).toBeVisible({ timeout: 15_000 });
  await expect(past).toHaveText("let one = 1;let two = 2;");
});

test("[V401] [V403] [V404] a comparison begins with a file that differs, and has those that were deleted since, from no line on", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada");
  await ada.type("one");
  await nameNow(ada, "Start");
  await makeFile(ada, "second.js");
  await page.keyboard.type("two");
  await ada.isSaved();
  await command(ada, "delete this file");
  await makeFile(ada, "third.js");
  await page.keyboard.type("three");
  await ada.isSaved();
  await page.getByRole("tab", { name: "main.js" }).click();
  await row(ada, "Start").getByRole("button", { name: "What to do with Start" }).click();
  await page.getByRole("button", { name: "Compare with now" }).click();
  const compare = page.getByRole("main", { name: "Two moments compared" });
  await expect(compare.locator(".cm-merge-b .cm-changedText")).toHaveText("three");
  await expect(compare.locator(".line-counts")).toHaveText(/\+1−0$/);
  const files = compare.getByRole("combobox", { name: "File" });
  await expect(files.locator("option")).toHaveText(["third.js", "second.js (deleted)"]);
  await files.selectOption({ label: "second.js (deleted)" });
  await expect(compare.locator(".cm-merge-b .cm-changedText")).toHaveText("two");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("main", { name: "Code, main.js" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "second.js" })).toHaveCount(0);
});

test("[V313] [V414] [V415] owners say who sees the history, and a version becomes a room of its own", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await ada.type("let one = 1;");
  await nameNow(ada, "One");
  await ada.page.locator(".room-name").getByRole("button").click();
  await ada.page.keyboard.type("Number one");
  await ada.page.keyboard.press("Enter");
  await expect(bo.page.locator("#place-versions")).toBeVisible();
  const menu = await ada.menu();
  await menu.getByLabel("Who may see the history").selectOption("owners");
  await expect(ada.page.locator(".notices")).toContainText("Who may see the history: Owners");
  await ada.page.keyboard.press("Escape");
  await expect(bo.page.locator("#place-versions")).toHaveCount(0);
  await command(ada, "who may see the history: everybody and whoever");
  await expect(bo.page.locator("#place-versions")).toBeVisible();
  await command(bo, "show history");
  await expect(bo.page.getByRole("slider", { name: "Time line" })).toBeVisible();
  await command(bo, "go back by an edit");
  await expect(bo.page.locator(".past-bar")).toBeVisible();
  await command(bo, "who wrote which line");
  await expect(bo.page.locator("#code .blame-author")).toHaveText(["Ada"]);
  await command(bo, "take edits back");
  await expect(bo.page.getByRole("dialog", { name: "Take edits back" })).toBeVisible();
  await command(ada, "who may see the history: owners");
  await expect(bo.page.locator("#place-versions")).toHaveCount(0);
  await expect(bo.page.getByRole("dialog")).toHaveCount(0);
  await expect(bo.page.locator("#code .blame-author")).toHaveCount(0);
  await expect(
    bo.page.getByRole("status").getByText("You may not see the history of this room any more."),
  ).toBeVisible();
  await ada.type(" let two = 2;");
  await row(ada, "One").getByRole("button", { name: "What to do with One" }).click();
  await ada.page.getByRole("button", { name: "Make a new room of it" }).click();
  await ada.page.getByRole("button", { name: "Make the room" }).click();
  const opening = ada.context.waitForEvent("page");
  await expect(ada.page.getByRole("link", { name: "Open it" })).toBeFocused();
  await ada.page.getByRole("link", { name: "Open it" }).click();
  const opened = await opening;
  await expect(ada.page.getByRole("dialog")).toHaveCount(0);
  await expect(opened.locator("#code .cm-content")).toHaveText("let one = 1;");
  // the line that says from where; nobody is told an address
  await expect(opened.locator("#place-versions")).toBeVisible();
  await opened.locator("#place-versions").click();
  await expect(opened.getByText(/^This room began as a copy of Number one, as it was at \d/)).toBeVisible();
});

test.describe("without a connection", () => {
  test.use({ tolerated: /ERR_INTERNET_DISCONNECTED/ });

  test("[V414] no room is made, which is said with what to do", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    await ada.type("let one = 1;");
    await ada.isSaved();
    // the list of commands is here, what makes rooms is not
    await command(ada, "show files");
    await ada.editor.focus();
    await ada.context.setOffline(true);
    await ada.type(" ");
    await expect(ada.status).not.toHaveText("Saved");
    await command(ada, "make a new room");
    await expect(ada.page.getByText("Without a connection no new room can be made")).toBeVisible();
    await ada.context.setOffline(false);
    await ada.isSaved();
    await command(ada, "make a new room");
    await expect(ada.page.getByRole("button", { name: "Make the room" })).toBeVisible();
  });

  test("[V419] who wrote which line is asked again once the server is there", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    await ada.type("let one = 1;");
    await ada.isSaved();
    const authors = ada.page.locator("#code .blame-author");
    // what shows it is here
    await command(ada, "who wrote which line");
    await expect(authors).toHaveText(["Ada"]);
    await command(ada, "who wrote which line");
    await expect(authors).toHaveCount(0);
    await ada.context.setOffline(true);
    await command(ada, "who wrote which line");
    await expect(ada.page.getByText("The server cannot be reached")).toBeVisible();
    await ada.context.setOffline(false);
    await expect(authors).toHaveText(["Ada"]);
    // the connection is lost as well
    await command(ada, "who wrote which line");
    await ada.context.setOffline(true);
    await ada.type("!");
    await expect(ada.status).toHaveText(/^Offline/);
    await command(ada, "who wrote which line");
    await ada.context.setOffline(false);
    await expect(authors).toHaveText(["Ada"]);
  });

  test("[V415] who sees the history is not chosen while nobody would hear of it", async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada");
    const choice = (await ada.menu()).getByLabel("Who may see the history");
    await expect(choice).toBeEnabled();
    await ada.context.setOffline(true);
    await expect(choice).toBeDisabled();
    await ada.context.setOffline(false);
    await expect(choice).toBeEnabled();
  });
});
