// The assistant in two windows: asked in each mode, from everywhere where one can, stopped, failing, private, and within what owners say.
import { axe } from "../../e2e/axe.ts";
import { answered, ask, block, command, panel, questions, test } from "./test/assisted.ts";
import { picture } from "../../e2e/picture.ts";
import { expect } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

test("[A220] each mode is asked in one window, and answered in both with who asked and what was sent", async ({
  visit,
  fake,
}) => {
  test.setTimeout(120_000);
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await ada.paste("x = 1\n");
  await panel(bo);
  const modes = ["Write code", "Ask", "Review", "Find the fault", "Explain", "Simplify", "Document"];
  for (const [index, mode] of modes.entries()) {
    const asked = fake.next();
    await ask(ada, answered(`Wish ${index}`, `Answer ${index}.\n\n\`\`\`py\ny = 2\n\`\`\``), mode);
    const { user } = await asked;
    expect(user).toContain("x = 1");
    for (const visitor of [ada, bo]) {
      const one = questions(visitor).nth(index);
      await expect(one.locator(".assist-words")).toHaveText(`Answer ${index}.`);
      await expect(one).toContainText(`asked by Ada · saw main.py · fake-1`);
      if (mode !== "Ask") await expect(one.locator(".assist-asked strong")).toHaveText(mode);
      await expect(one.locator(".assist-code")).toHaveText("y = 2");
      await expect(one.locator(".assist-usage")).toContainText("tokens read");
    }
  }
  await axe(bo, "the assistant");
  await expect(ada.editor.locator(".cm-line")).toHaveText(["x = 1", ""]);
});

test("[A221] what is sent is shown before, and chosen: what is selected, other files, the last run", async ({
  visit,
  fake,
}) => {
  const ada = await visit();
  await ada.create("Ada", "JavaScript");
  await ada.paste('console.log("printed");\nlet a;\n');
  const assist = await panel(ada);
  const sent = assist.locator(".assist-sent summary");
  await expect(sent).toContainText("Sends: main.js · about");
  await expect(sent).toContainText("tokens left today");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Enter");
  await expect(ada.page.locator(".run-line").first()).toHaveText("printed");
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Home");
  await ada.page.keyboard.press("Shift+ArrowDown");
  await expect(sent).toContainText("main.js with line 1 selected");
  await sent.click();
  await axe(ada, "what is sent");
  await assist.getByRole("checkbox", { name: "What the last run of main.js printed" }).check();
  await expect(sent).toContainText("the last run");
  const asked = fake.next();
  await ask(ada, "What is it?");
  const { user } = await asked;
  expect(user).toContain("what the last run has printed\nprinted");
  expect(user).toContain("selected of it");
  await expect(questions(ada)).toContainText("saw main.js (line 1 selected), the last run");
  await assist.getByRole("checkbox", { name: /^main\.js/ }).uncheck();
  await assist.getByRole("checkbox", { name: /last run/ }).uncheck();
  await expect(sent).toContainText("Sends: your question alone");
});

test("[A241] a review is about what has changed since the last one, where that is chosen", async ({ visit, fake }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  await ada.paste("x = 1\ny = 2\n");
  await ada.isSaved();
  const assist = await panel(ada);
  await assist.getByRole("combobox", { name: "What you want" }).selectOption("Review");
  await assist.locator(".assist-sent summary").click();
  const changes = assist.getByRole("checkbox", { name: "Ask only about what has changed since the last review" });
  await expect(changes).toHaveCount(0);
  await ask(ada, answered("Fine?", "It is."));
  await bo.type("z = 3\n", "end");
  await ada.sees("x = 1\ny = 2\nz = 3\n");
  await changes.check();
  await expect(assist.locator(".assist-sent summary")).toContainText(
    "Sends: main.py, whole, asking about what has changed",
  );
  await axe(ada, "a review of what has changed");
  const asked = fake.next();
  await ask(ada, answered("And now?", "It is still."));
  expect((await asked).user).toContain('the file "main.py", whole; changed since it was looked at last: lines 3');
  await panel(bo);
  await expect(questions(bo).nth(1)).toContainText("saw main.py (changed since the last review: line");
});

test("[A222] it is asked by the menu on a selection, by commands, in the chat and about a run that failed", async ({
  visit,
}) => {
  test.setTimeout(90_000);
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "JavaScript");
  await bo.enter(ada.link, "Bo");
  await panel(bo);
  await ada.paste("nowhere();\n");
  await ada.page.keyboard.press("Control+a");
  const menu = ada.page.locator(".assist-menu");
  await expect(menu).toContainText(/Sends: main\.js with line 1 selected · about \d+ tokens, to fake-1$/);
  await axe(ada, "the menu on a selection");
  // Escape closes it alone
  await ada.page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(ada.page.locator(".status-bar")).toContainText("selected");
  await ada.page.keyboard.press("Control+a");
  await menu.getByRole("button", { name: "Explain" }).click();
  await expect(questions(bo).nth(0)).toContainText("Explain");
  await expect(menu).toHaveCount(0);
  await command(ada, "Assistant: Review");
  await expect(ada.page.getByRole("combobox", { name: "What you want" })).toHaveValue("review");
  await ada.page.getByRole("textbox", { name: "Question to the assistant" }).press("Enter");
  await expect(questions(bo).nth(1)).toContainText("Review");
  await ada.openPlace("chat");
  await ada.page.getByRole("textbox", { name: "Message" }).fill("@assistant what is nowhere?");
  const sends = ada.page.locator(".chat-sends");
  await expect(sends).toHaveText(/^Sends: main\.js.* tokens, to fake-1$/);
  await axe(ada, "what the assistant is asked in the chat");
  await ada.page.keyboard.press("Enter");
  // where it is asked the focus stays, and what is written there
  await expect(ada.page.getByRole("textbox", { name: "Message" })).toBeFocused();
  await expect(sends).toHaveCount(0);
  await ada.page.keyboard.type("and I think");
  const notice = ada.page
    .locator(".notice")
    .filter({ hasText: "Its answer comes in the tab Assistant. Sends: main.js" });
  await notice.getByRole("button", { name: "Show" }).click();
  for (const visitor of [ada, bo]) await expect(questions(visitor).nth(2)).toContainText("what is nowhere?");
  await ada.openPlace("chat");
  await expect(ada.page.getByRole("textbox", { name: "Message" })).toHaveValue("and I think");
  await bo.openPlace("chat");
  await expect(bo.page.getByRole("log", { name: "Messages" })).toContainText("@assistant what is nowhere?");
  await panel(bo);
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+Enter");
  const why = ada.page.locator(".run-note").filter({ hasText: "Why did this fail?" });
  await expect(why).toContainText(/Sends: main\.js with line 1 selected, this run · about \d+ tokens, to fake-1$/);
  await axe(ada, "what is asked about a run that failed");
  await why.getByRole("button", { name: "Why did this fail?" }).click();
  await expect(questions(bo).nth(3)).toContainText("Why did this run of main.js fail?");
  await expect(questions(bo).nth(3)).toContainText("saw main.js (line 1 selected), the last run");
});

test("[A222] [A235] modes are offered below a slash, chosen with the arrows and taken with Enter or a press", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  const assist = await panel(ada);
  const mode = assist.getByRole("combobox", { name: "What you want" });
  const field = assist.getByRole("textbox", { name: "Question to the assistant" });
  const offered = assist.getByRole("listbox", { name: "What you want" });
  const chosen = offered.getByRole("option", { selected: true });
  await field.fill("/");
  await expect(offered.getByRole("option")).toHaveCount(7);
  await axe(ada, "modes to choose from");
  await field.press("ArrowUp");
  await expect(chosen).toHaveText("Document /docs");
  await field.press("ArrowDown");
  await field.press("ArrowDown");
  await field.press("ArrowDown");
  await expect(chosen).toHaveText("Review /review");
  await expect(field).toHaveAttribute("aria-activedescendant", (await chosen.getAttribute("id")) ?? "-");
  await field.press("Enter");
  await expect(mode).toHaveValue("review");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("");
  await field.pressSequentially("/ex");
  await expect(offered.getByRole("option")).toHaveText(["Explain /explain"]);
  await field.press("Escape");
  await expect(offered).toHaveCount(0);
  await expect(field).toBeFocused();
  await field.pressSequentially("p");
  await offered.getByRole("option").click();
  await expect(mode).toHaveValue("explain");
  await field.fill("");
  // the mode says enough, as an explanation does
  const press = assist.getByRole("button", { name: "Ask", exact: true });
  await expect(press).toHaveAttribute("aria-disabled", "false");
  await mode.selectOption("Ask");
  await expect(press).toHaveAttribute("aria-disabled", "true");
  // it says what is missing
  await press.click({ force: true });
  await expect(ada.page.locator(".notices")).toContainText("Write what you want to know first.");
  await field.fill("/nothing");
  await expect(press).toHaveAttribute("aria-disabled", "false");
  await field.press("Enter");
  await expect(ada.page.locator(".notices")).toContainText("There is no such mode.");
  await expect(questions(ada)).toHaveCount(0);
});

test("[A237] who reads further up stays there while an answer grows, and who reads at its end follows it", async ({
  visit,
  fake,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await panel(bo);
  await ask(ada, answered("A long one", "A line that was read before.\n\n".repeat(40)));
  await expect(questions(bo).locator(".assist-usage")).toBeVisible();
  const atTop = (visitor: Visitor) =>
    visitor.page.getByRole("log", { name: "Questions and answers" }).evaluate((log) => Math.round(log.scrollTop));
  const fromEnd = (visitor: Visitor) =>
    visitor.page
      .getByRole("log", { name: "Questions and answers" })
      .evaluate((log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight));
  await bo.page.getByRole("log", { name: "Questions and answers" }).hover();
  await bo.page.mouse.wheel(0, -400);
  await expect.poll(() => fromEnd(bo)).toBeGreaterThan(200);
  const asked = fake.next();
  const before = await atTop(bo);
  await ask(ada, answered("One more", "and one more line\n\n", "endless"));
  const words = questions(bo).nth(1).locator(".assist-words");
  await expect.poll(async () => (await words.count()) && (await words.first().innerText()).length).toBeGreaterThan(1);
  const grows = (visitor: Visitor) =>
    visitor.page.getByRole("log", { name: "Questions and answers" }).evaluate((log) => log.scrollHeight);
  const height = await grows(bo);
  await expect.poll(() => grows(bo)).toBeGreaterThan(height + 400);
  expect(await atTop(bo)).toBe(before);
  await expect.poll(() => fromEnd(ada)).toBeLessThan(60);
  await questions(ada).nth(1).getByRole("button", { name: "Stop" }).click();
  await (
    await asked
  ).closed;
});

test("[A223] an answer is stopped by a press, and what fails says why", async ({ visit, fake }) => {
  test.setTimeout(90_000);
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await panel(bo);
  const asked = fake.next();
  await ask(ada, answered("Go on", "one two three four five six seven", "endless"));
  await expect(questions(bo).locator(".assist-words")).toContainText("one two");
  await axe(bo, "an answer that grows");
  await expect(questions(bo).getByRole("button", { name: "Stop" })).toHaveCount(0);
  await questions(ada).getByRole("button", { name: "Stop" }).click();
  const { closed } = await asked;
  await closed;
  for (const visitor of [ada, bo]) await expect(questions(visitor)).toContainText("Stopped before its end.");
  const failing = [
    ["unauthorized", "The provider does not take the key."],
    ["busy", "The provider has too much to do"],
    ["destroy 3", "the connection to the provider broke"],
    ["html", "is no answer of a model"],
    ["empty", "The provider answered nothing."],
  ] as const;
  for (const [index, [way, sentence]] of failing.entries()) {
    await ask(ada, answered("Try", "one two three four five", way));
    await expect(questions(bo).nth(index + 1)).toContainText(sentence);
  }
  await axe(bo, "answers that failed");
});

test("[A224] what somebody asks for themselves is theirs, in all their windows", async ({ visit, beside }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await panel(bo);
  const assist = await panel(ada);
  await assist.getByRole("checkbox", { name: "Everybody sees it" }).uncheck();
  await ask(ada, answered("Secret wish", "Secret answer"));
  await expect(questions(ada)).toContainText("Only you see this.");
  await expect(questions(ada).locator(".assist-words")).toHaveText("Secret answer");
  const log = bo.page.getByRole("log", { name: "Questions and answers" });
  await expect(log).toContainText("Ada asked something of their own.");
  await expect(log).not.toContainText("Secret");
  const again = await beside(ada);
  await again.returnTo(ada.link);
  await panel(again);
  await expect(questions(again).locator(".assist-words")).toHaveText("Secret answer");
});

test("[A189] what was asked before somebody came is read by them at once when owners let them see history", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await ask(ada, answered("Why so?", "Because it is."));
  await expect(questions(ada).locator(".assist-words")).toHaveText("Because it is.");
  await ada.menu();
  const who = ada.page.getByRole("combobox", { name: "Who may see the history" });
  await who.selectOption("Owners");
  await bo.enter(ada.link, "Bo");
  await panel(bo);
  await expect(questions(bo)).toContainText(
    "What was asked here is too old to be read, from before you came, or about a file that was deleted for good.",
  );
  await who.selectOption("Everybody");
  await expect(questions(bo)).toContainText("Why so?");
  await expect(questions(bo).locator(".assist-words")).toHaveText("Because it is.");
});

test("[A225] [A228] owners say what it may do and who may ask, everybody sees it, and off is nothing of it", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await panel(bo);
  await ask(ada, answered("Mend it", block("main.js", "", "let a;")));
  await expect(questions(bo).getByRole("button", { name: "Accept" })).toBeVisible();
  await ada.menu();
  await ada.page.getByRole("combobox", { name: "What the assistant may do" }).selectOption("Give hints only");
  await expect(questions(bo).getByRole("button", { name: "Accept" })).toHaveCount(0);
  await expect(questions(bo).locator(".assist-outcome")).toContainText("It is not offered");
  await expect(bo.page.locator(".assist")).toContainText("The assistant gives hints only in this room.");
  const modes = bo.page.getByRole("combobox", { name: "What you want" }).getByRole("option");
  await expect(modes).toHaveText(["Ask", "Review", "Find the fault", "Explain"]);
  await ada.page.getByRole("combobox", { name: "Who may ask the assistant" }).selectOption("Owners");
  await expect(bo.page.locator(".assist")).toContainText("You can read what is asked.");
  await expect(bo.page.locator(".assist-log")).toContainText(
    "Ada set what the assistant may do: Give hints only. Who may ask: Owners.",
  );
  // whoever may ask again goes on with what they are at
  await bo.openPlace("chat");
  await bo.page.locator("#place-assist").click();
  await expect(bo.page.getByRole("tabpanel", { name: "Assistant" })).toBeFocused();
  await ada.page.getByRole("combobox", { name: "Who may ask the assistant" }).selectOption("Owners and editors");
  await expect(bo.page.getByRole("textbox", { name: "Question to the assistant" })).toBeVisible();
  await expect(bo.page.getByRole("tabpanel", { name: "Assistant" })).toBeFocused();
  await ada.page.getByRole("combobox", { name: "What the assistant may do" }).selectOption("Nothing: it is off");
  await expect(bo.page.locator(".assist")).toContainText("The assistant is off in this room.");
  await axe(ada, "what owners say of the assistant");
  await ada.page.keyboard.press("Escape");
  await expect(bo.page.locator(".assist").getByRole("button", { name: /^Turn the assistant/ })).toHaveCount(0);
  await (await panel(ada)).getByRole("button", { name: "Turn the assistant on in this room" }).click();
  for (const visitor of [ada, bo])
    await expect(visitor.page.locator(".assist")).toContainText("The assistant gives hints only in this room.");
  await expect(bo.page.locator(".assist-log")).toContainText("Ada turned the assistant off.");
  // by commands, too
  await command(ada, "Who may ask the assistant: Owners");
  await expect(bo.page.locator(".assist")).toContainText("You can read what is asked.");
  await command(ada, "What the assistant may do: Explain, and write no code");
  await expect(bo.page.locator(".assist")).toContainText("The assistant explains in this room");
  await command(ada, "Turn the assistant off in this room");
  await expect(bo.page.locator(".assist")).toContainText("The assistant is off in this room.");
  await bo.page.reload();
  await bo.isIn();
});

test("[A226] it is used on a phone, in the dark and in German", async ({ visit }) => {
  const ada = await visit({
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    locale: "de-DE",
    hasTouch: true,
  });
  await ada.goHome();
  await ada.page.getByLabel("Dein Name").fill("Ada");
  await ada.page.getByRole("button", { name: "Raum erstellen" }).click();
  await expect(ada.editor).toBeVisible();
  await ada.page.locator(".thumb-bar button").filter({ hasText: "Chat" }).click();
  // the first question of all, beside the panel: who has asked is told where the answer is, and is not moved there
  const message = ada.page.getByRole("textbox", { name: "Nachricht" });
  await message.fill("@assistent Wozu?");
  await message.press("Enter");
  const notice = ada.page.locator(".notice").filter({ hasText: "Seine Antwort erscheint im Tab „Assistent“." });
  await expect(ada.page.locator(".notices")).toContainText("Assistent ist da");
  await expect(message).toBeFocused();
  await notice.getByRole("button", { name: "Zeigen" }).click();
  await expect(ada.page.locator(".assist-question")).toContainText("Wozu?");
  const field = ada.page.getByRole("textbox", { name: "Frage an den Assistenten" });
  await field.fill(answered("Warum?", block("main.js", "", "let a = 1;")));
  await field.press("Enter");
  await expect(ada.page.getByRole("button", { name: "Annehmen" })).toBeVisible();
  await axe(ada, "the assistant on a phone");
  await ada.page.getByRole("button", { name: "Annehmen" }).click();
  await expect(ada.page.getByText("Angenommen von Ada")).toBeVisible();
  // where four names and a number have no room beside one another the name gives way
  await ada.page.setViewportSize({ width: 320, height: 844 });
  await ada.page.locator("#place-chat").click();
  await message.fill("@assistent Und jetzt?");
  await message.press("Enter");
  const badge = ada.page.locator("#place-assist .badge");
  await expect(badge).toHaveText("1");
  await ada.page.locator(".place-tabs > :nth-child(5)").evaluateAll((tabs) => tabs.forEach((tab) => tab.remove()));
  const [number, tab] = await Promise.all([badge.boundingBox(), ada.page.locator("#place-assist").boundingBox()]);
  expect(number!.x + number!.width).toBeLessThanOrEqual(tab!.x + tab!.width);
});

test("[U89] axe finds nothing in the assistant's tab, in a wide window, on a phone or dark", async ({ visit }) => {
  const ada = await visit({ viewport: { width: 1440, height: 900 } });
  const { page } = ada;
  await ada.create("Ada", "TypeScript");
  await ada.paste("export const answer = 41;\n");
  await ada.isSaved();
  await panel(ada);
  await picture(ada, "assistant, empty");
  await ask(
    ada,
    answered(
      "Is it right?",
      `It is not.\n\n${block("main.ts", "export const answer = 41;", "export const answer = 42;")}`,
    ),
  );
  await expect(questions(ada).getByRole("button", { name: "Accept" })).toBeVisible();
  await picture(ada, "assistant");
  await axe(ada, "the assistant in a wide window");
  const bo = await visit({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    colorScheme: "dark",
  });
  await bo.enter(ada.link, "Bo");
  await (await bo.menu()).getByRole("button", { name: "Assistant" }).tap();
  await expect(questions(bo).getByRole("button", { name: "Accept" })).toBeVisible();
  await picture(bo, "assistant on a phone, dark");
  await axe(bo, "the assistant on a dark phone");
  // 200 % and 400 %, as much as a phone has
  for (const width of [640, 360]) {
    await page.setViewportSize({ width, height: 640 });
    await expect(page.locator(".as-sheet .assist")).toBeVisible();
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth - innerWidth), `${width}`).toBe(0);
  }
});
