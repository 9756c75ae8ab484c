// What the assistant proposes: taken into the files by whoever may write, for them; and what it would type at the caret.
import { axe } from "../../e2e/axe.ts";
import { expect } from "../../e2e/test.ts";
import { ServerProcess } from "../../e2e/serverProcess.ts";
import { Visitor } from "../../e2e/visitor.ts";
import {
  answered,
  ask,
  askAtCaret,
  isThere,
  block,
  command,
  panel,
  questions,
  sentAtCaret,
  test,
} from "./test/assisted.ts";

test("[A230] a proposal is accepted or refused by anybody who may write, and stands in the files of both", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await ada.paste("a = 1\nb = 2\n");
  await ada.isSaved();
  await panel(bo);
  const answer = `One:\n\n${block("main.py", "a = 1", "a = 10")}\n\nTwo:\n\n${block("main.py", "b = 2", "b = 20")}\n\n${block("main.py", "c = 3", "c = 30")}`;
  await ask(ada, answered("Mend it", answer));
  const proposals = questions(bo).locator(".assist-proposal");
  await expect(proposals).toHaveCount(3);
  await expect(proposals.nth(0).locator(".assist-line")).toHaveText(["− Taken away: a = 1", "+ Put in: a = 10"]);
  await expect(proposals.nth(1)).toContainText("Proposal for main.py, line 2");
  await expect(proposals.nth(2)).toContainText("These lines are not in the file.");
  await proposals.nth(0).getByRole("button", { name: "Accept" }).press("Enter");
  for (const visitor of [ada, bo]) {
    await visitor.sees("a = 10\nb = 2\n");
    await expect(questions(visitor).locator(".assist-proposal").nth(0)).toContainText("Accepted by Bo");
  }
  await expect(proposals.nth(1).getByRole("group", { name: "What changes in main.py" })).toBeFocused();
  await expect(bo.page.getByRole("status")).toContainText("Accepted, 1 proposal left");
  // the robot that wrote it is no person, nobody to go with, and no owner to be
  await expect(ada.page.getByRole("button", { name: "People, 2 here now" })).toBeVisible();
  await expect(ada.page.locator(".faces").getByRole("img", { name: "Assistant, not a person" })).toBeVisible();
  await expect(ada.page.getByRole("button", { name: "Follow Assistant" })).toHaveCount(0);
  const robot = (await ada.openPlace("people")).locator(".person").filter({ hasText: "Assistant" });
  await expect(robot).toContainText("not a person");
  await expect(robot.locator(".face svg")).toHaveCount(1);
  await axe(ada, "a robot among the people");
  await robot.getByRole("button", { name: "Role of Assistant" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Assistant" });
  await expect(dialog).toContainText("viewer");
  await expect(dialog.getByRole("button", { name: /owner/i })).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await panel(ada);
  await questions(ada).locator(".assist-proposal").nth(1).getByRole("button", { name: "Refuse" }).press("Enter");
  for (const visitor of [ada, bo])
    await expect(questions(visitor).locator(".assist-proposal").nth(1)).toContainText("Refused by Ada");
  await expect(questions(ada)).toBeFocused();
  await expect(ada.page.getByRole("status")).toContainText("Refused, no proposal left");
  await ada.sees("a = 10\nb = 2\n");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+z");
  await expect.poll(() => ada.text()).not.toContain("20");
});

test("[A231] where somebody has edited since the question it is shown in the file first, as it is there now", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await ada.paste("z = 0\na = 1\nb = 2\n");
  await ada.isSaved();
  await ask(ada, answered("Mend it", block("main.py", "a = 1", "a = 10")));
  const proposal = questions(ada).locator(".assist-proposal");
  await proposal.getByRole("button", { name: "In the file…" }).click();
  const dialog = ada.page.getByRole("dialog", { name: "Proposal for main.py" });
  await expect(dialog.locator(".cm-deletedChunk")).toHaveText("a = 1");
  await expect(dialog.locator(".cm-line").nth(1)).toHaveText("a = 10");
  await axe(ada, "a proposal in its file");
  // it follows what others type
  await bo.type("# above\n", "start");
  await expect(dialog.locator(".cm-line").first()).toHaveText("# above");
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await bo.page.keyboard.press("Control+Home");
  await bo.page.keyboard.press("ArrowDown");
  await bo.page.keyboard.press("ArrowDown");
  await bo.page.keyboard.press("End");
  await bo.page.keyboard.type("1");
  await ada.sees("# above\nz = 0\na = 11\nb = 2\n");
  await proposal.getByRole("button", { name: "Accept" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Somebody has edited here since the question.");
  await dialog.getByRole("button", { name: "Accept" }).click();
  await expect(proposal).toContainText("Accepted by Ada");
  await expect.poll(() => bo.text()).toContain("a = 10");
});

test("[A232] what would come next is shown at the caret to whoever asks, taken with Tab, and dropped with Escape or by typing on", async ({
  visit,
  fake,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  const ghost = ada.page.locator(".assist-ghost");
  fake.behaviour = { way: "ok", text: "= 1\nb = 2" };
  await ada.type("a ");
  fake.behaviour = { way: "endless", text: "= 1" };
  await askAtCaret(ada);
  await expect(ghost).toHaveText("…");
  await expect(ada.page.getByRole("status")).toContainText("Thinking. 2 characters of main.py go to fake-1.");
  const waiting = fake.asked.at(-1);
  await ada.page.keyboard.press("Escape");
  await expect(ghost).toHaveCount(0);
  await waiting?.closed;
  fake.behaviour = { way: "ok", text: "= 1\nb = 2" };
  await ada.page.keyboard.press("Alt+Shift+c");
  await expect(ghost).toHaveText("= 1\nb = 2");
  // for who does not know the keys, or has none
  const hint = ada.page.getByRole("group", { name: "Proposed code" });
  await expect(hint.getByRole("button")).toHaveText(["Take it Tab", "Drop it Esc"]);
  await expect(bo.page.locator(".assist-ghost")).toHaveCount(0);
  await axe(ada, "what would come next");
  await hint.getByRole("button", { name: "Drop it" }).click();
  await expect(ghost).toHaveCount(0);
  await expect(ada.editor).toBeFocused();
  await command(ada, "Suggest code at the caret (autocomplete)");
  await expect(ghost).toBeVisible();
  // what others type elsewhere leaves it where it is
  await bo.type("# above\n", "start");
  await ada.sees("# above\na = 1\nb = 2");
  await ada.page.keyboard.press("Tab");
  for (const visitor of [ada, bo]) await visitor.sees("# above\na = 1\nb = 2");
  await ada.page.keyboard.press("Alt+Shift+c");
  await expect(ghost).toHaveText("= 1\nb = 2");
  await expect(hint).toHaveCount(0);
  await ada.page.keyboard.type("0");
  await expect(ghost).toHaveCount(0);
  for (const visitor of [ada, bo]) await visitor.sees("# above\na = 1\nb = 20");
  fake.behaviour = undefined;
});

test("[A236] the key for what would come next says why where it may not be asked, or nothing came", async ({
  visit,
  fake,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const notices = ada.page.locator(".notices");
  await ada.type("a ");
  fake.behaviour = { way: "unauthorized" };
  await askAtCaret(ada);
  await expect(notices).toContainText("The provider does not take the key.");
  await expect(ada.page.locator(".assist-ghost")).toHaveCount(0);
  fake.behaviour = undefined;
  await ada.menu();
  await ada.page.getByRole("combobox", { name: "What the assistant may do" }).selectOption("Give hints only");
  await ada.page.keyboard.press("Escape");
  // this window has heard of it
  await expect(await panel(ada)).toContainText("The assistant gives hints only in this room.");
  await ada.editor.focus();
  const before = fake.asked.length;
  await ada.page.keyboard.press("Alt+Shift+c");
  await expect(notices).toContainText("The assistant gives hints only in this room.");
  expect(fake.asked).toHaveLength(before);
});

test("[A233] code is gone on with by itself only where somebody has switched that on", async ({ visit, fake }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  fake.behaviour = { way: "ok", text: "= 1" };
  const before = fake.asked.length;
  await ada.type("a ");
  await ada.isSaved();
  await ada.page.keyboard.press("Control+,");
  const dialog = ada.page.getByRole("dialog", { name: "Preferences" });
  await expect(dialog).toContainText("This server asks fake-1.");
  const automatic = dialog.getByRole("checkbox", { name: "Go on with my code by itself where I pause" });
  await automatic.click();
  await expect(sentAtCaret(ada)).toContainText("2 characters of main.py around the caret go to fake-1");
  await expect(sentAtCaret(ada)).toContainText("It goes each time you pause while you type");
  await axe(ada, "what goes by itself, before it does");
  await sentAtCaret(ada).getByRole("button", { name: "Not now" }).click();
  await expect(automatic).not.toBeChecked();
  await automatic.click();
  await sentAtCaret(ada).getByRole("button", { name: "Switch it on" }).click();
  await expect(automatic).toBeChecked();
  await expect(automatic).toBeFocused();
  await ada.page.keyboard.press("Escape");
  expect(fake.asked).toHaveLength(before);
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+End");
  const ghost = ada.page.locator(".assist-ghost");
  await ada.page.keyboard.type("b ");
  await expect(ghost).toHaveText("= 1");
  await ada.page.keyboard.press("Escape");
  await expect(ghost).toHaveCount(0);
  await ada.page.keyboard.press("Enter");
  await expect(ghost).toHaveText("= 1");
  const goes = ada.page.locator(".status-bar").getByRole("button", { name: "Each pause sends 5 characters to fake-1" });
  await goes.click();
  await expect(sentAtCaret(ada).getByRole("group", { name: "What is sent of main.py" })).toContainText("a b");
  await sentAtCaret(ada).getByRole("button", { name: "Switch it off" }).click();
  await expect(sentAtCaret(ada)).toContainText("It goes each time you ask");
  await ada.page.keyboard.press("Escape");
  await expect(goes).toHaveCount(0);
  fake.behaviour = undefined;
});

test("[A238] nothing goes at a caret before the very text was shown and let go, and it is shown whenever somebody looks", async ({
  visit,
  fake,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  fake.behaviour = { way: "ok", text: "= 1" };
  const before = fake.asked.length;
  await ada.type("a \n# after");
  await ada.isSaved();
  await isThere(ada);
  await ada.page.keyboard.press("Control+Home");
  await ada.page.keyboard.press("End");
  await ada.page.keyboard.press("Alt+Shift+c");
  const dialog = sentAtCaret(ada);
  const text = dialog.getByRole("group", { name: "What is sent of main.py" });
  await expect(text).toHaveText("a  (the caret is here) \n# after", { useInnerText: false });
  await expect(dialog).toContainText(
    "10 characters of main.py around the caret go to fake-1, with the file’s name and nothing else",
  );
  await axe(ada, "what goes at the caret");
  await ada.page.keyboard.press("Escape");
  await expect(ada.editor).toBeFocused();
  await expect(ada.page.locator(".assist-ghost")).toHaveCount(0);
  expect(fake.asked).toHaveLength(before);
  const asked = fake.next();
  await ada.page.keyboard.press("Alt+Shift+c");
  await dialog.getByRole("button", { name: "Send it" }).press("Enter");
  const { user } = await asked;
  expect(user).toContain("before the caret\na \n");
  expect(user).toContain("after the caret\n\n# after\n");
  await expect(ada.page.locator(".assist-ghost")).toHaveText("= 1");
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.press("Escape");
  // from now on it is asked at once, and looked at by whoever wants to
  await ada.page.keyboard.press("Alt+Shift+c");
  await expect(ada.page.locator(".assist-ghost")).toHaveText("= 1");
  await expect(dialog).toHaveCount(0);
  await ada.page.keyboard.press("Escape");
  await command(ada, "Show what is sent at the caret");
  await expect(text).toContainText("# after");
  await expect(dialog.getByRole("button", { name: "Send it" })).toHaveCount(0);
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await axe(ada, "what goes at the caret, on a phone");
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(dialog).toHaveCount(0);
  fake.behaviour = undefined;
});

test("[A239] what a room over its bytes does not take is said at the proposal", async ({ browser, settings }) => {
  const server = await ServerProcess.start({ ...settings, RATE_ROOM_BYTES_PER_HOUR: "60000" });
  const context = await browser.newContext();
  const ada = new Visitor(await context.newPage(), server.url);
  await ada.create("Ada", "Python");
  await ada.paste("a = 1\n");
  await ada.isSaved();
  await ask(ada, answered("Mend it", block("main.py", "a = 1", "a = 2")));
  const proposal = questions(ada).locator(".assist-proposal");
  await expect(proposal.getByRole("button", { name: "Accept" })).toBeVisible();
  await ada.editor.focus();
  await ada.paste("x".repeat(70_000));
  await expect(ada.page.locator(".notices")).toContainText("This room has reached its limit of writing");
  await proposal.getByRole("button", { name: "Accept" }).click();
  await expect(proposal.getByRole("alert")).toContainText("This room has reached its limit of writing");
  await axe(ada, "a proposal that was not taken");
  await context.close();
  await server.dispose();
});

test("[A242] a proposal beyond the fiftieth of an answer says that, and is none", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await ada.paste("a = 1\n");
  await ada.isSaved();
  const blocks = Array.from({ length: 51 }, (_, index) => block("main.py", "a = 1", `a = ${index}`));
  await ask(ada, answered("Mend it", blocks.join("\n\n")));
  const proposals = questions(ada).locator(".assist-proposal");
  await expect(proposals.nth(49).getByRole("button", { name: "Accept" })).toBeVisible();
  await expect(proposals.nth(50).locator(".assist-outcome")).toHaveText(
    "One answer has no more than fifty proposals that can be accepted. Copy what you need of this one.",
  );
});

test("[A234] who wrote which line says for whom the assistant wrote, and the time line who asked and who accepted", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await ada.paste("a = 1\n");
  await ada.isSaved();
  await ask(ada, answered("Mend it", block("main.py", "a = 1", "b = [2, 3]")), "Find the fault");
  await panel(bo);
  await questions(bo).getByRole("button", { name: "Accept" }).click();
  await ada.sees("b = [2, 3]\n");
  await command(ada, "Show or hide who wrote which line");
  await expect(ada.page.locator("#code .blame-author").first()).toHaveText("Assistant for Bo");
  await ada.page.locator("#place-history").click();
  const marks = ada.page.locator(".time-line-marks");
  await expect(marks.getByRole("button", { name: /Ada asked the assistant: Find the fault\./ })).toHaveCount(1);
  await expect(marks.getByRole("button", { name: /Bo took in what the assistant proposed\./ })).toHaveCount(1);
});
