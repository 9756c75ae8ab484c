// The search in all files as people use it, in the built page: by keyboard, with replace, with an expression that never ends, on a phone.
import type { Locator } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, SERVER_IS_DOWN, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const field = ({ page }: Visitor): Locator => page.getByRole("searchbox", { name: "Search in all files" });
const rows = ({ page }: Visitor): Locator => page.getByRole("treeitem");
const report = ({ page }: Visitor): Locator => page.locator(".search-report");
const replacement = ({ page }: Visitor): Locator => page.getByRole("textbox", { name: "Replace with" });

/** Makes files of these texts as a drop does. */
async function drop({ page }: Visitor, texts: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(all)) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, texts);
  await expect(page.getByText(/in the room\.$/)).toBeVisible();
}

async function open(visitor: Visitor): Promise<void> {
  await visitor.editor.focus();
  await visitor.page.keyboard.press("Control+Shift+F");
  await expect(field(visitor)).toBeFocused();
}

test("[Q2] [Q5] finds what is in all files, by the keyboard alone, and shows it", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("const total = 1;\nprint(total);\n");
  await drop(ada, { "lib.js": "// a\nexport const total = 5;\n", "readme.md": "# Nothing\n" });
  // what is selected is looked for
  await ada.page.keyboard.press("Control+Home");
  for (let letter = 0; letter < "const ".length; letter++) await ada.page.keyboard.press("ArrowRight");
  for (let letter = 0; letter < "total".length; letter++) await ada.page.keyboard.press("Shift+ArrowRight");
  await open(ada);
  await expect(field(ada)).toHaveValue("total");
  await expect(report(ada)).toHaveText("3 matches in 2 files");
  await expect(rows(ada)).toHaveText([/lib\.js/, /2.*total = 5/, /main/, /1.*const total/, /2.*print\(total/]);
  for (const mark of await rows(ada).locator("mark").all()) await expect(mark).toBeInViewport({ ratio: 1 });
  await axe(ada, "search");
  await ada.page.keyboard.press("ArrowDown");
  await ada.page.keyboard.press("ArrowDown");
  await expect(rows(ada).nth(1)).toBeFocused();
  await ada.page.keyboard.press("Enter");
  await expect(ada.editor).toBeFocused();
  await expect.poll(() => ada.page.evaluate(() => getSelection()?.toString())).toBe("total");
  await ada.sees("// a\nexport const total = 5;\n");
  // what is typed is found at once
  await ada.type("total");
  await expect(report(ada)).toHaveText("4 matches in 2 files");
  await open(ada);
  await field(ada).fill("nowhere");
  await expect(report(ada)).toHaveText("Nothing found in 3 files.");
});

test("[Q3] an expression that never ends is ended, and the page goes on meanwhile", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await drop(ada, { "evil.txt": `${"a".repeat(40)}!\n`, "good.txt": "aaa\n" });
  await open(ada);
  await ada.page.getByLabel("Regular expression").check();
  await field(ada).fill("^(a+)+$");
  await ada.type("x");
  await ada.sees("x");
  await expect(report(ada)).toContainText("evil.txt was not searched: this expression takes too long there.");
  await expect(report(ada)).toContainText("1 match in 1 file");
  await field(ada).fill("(");
  await expect(report(ada)).toHaveText("This is no regular expression: Unterminated group.");
});

test("[Q4] replaces in files that are open and in those that are not, and takes it back", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("let old = 1;\n");
  await drop(ada, { "lib.js": "export const old = 5, older = 6;\n", "other.js": "" });
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await open(ada);
  await field(ada).fill("old");
  await ada.page.getByLabel("Whole word").check();
  await expect(report(ada)).toHaveText("2 matches in 2 files");
  // who only searches is offered nothing, Enter in an empty field removes nothing, and the button asks
  const remove = ada.page.getByRole("button", { name: "Remove all…" });
  await expect(remove).toHaveCount(0);
  await replacement(ada).press("Enter");
  await remove.click();
  const question = ada.page.getByRole("dialog", { name: "Remove 2 matches?" });
  await expect(question).toContainText("They go from 2 files");
  await ada.page.keyboard.press("Enter");
  await expect(question).toHaveCount(0);
  await expect(report(ada)).toHaveText("2 matches in 2 files");
  await replacement(ada).fill("fresh");
  await ada.page.keyboard.press("Enter");
  await expect(report(ada)).toContainText("Replaced 2 matches in 2 files.");
  await bo.sees("let fresh = 1;\n");
  await bo.type("// mine");
  await ada.sees("let fresh = 1;\n// mine");
  // who wrote is who searched, and here once
  await expect(bo.page.getByRole("button", { name: /Ada/ })).toHaveCount(1);

  // one undo in the file that is open
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+z");
  await bo.sees("let old = 1;\n// mine");
  await ada.page.keyboard.press("Control+y");
  await bo.sees("let fresh = 1;\n// mine");
  await report(ada).getByRole("button", { name: "Undo" }).click();
  await expect(report(ada)).toHaveText("Put 2 matches back in 2 files.");
  await bo.sees("let old = 1;\n// mine");
  await ada.page
    .getByRole("treeitem", { name: /lib\.js|const old/ })
    .last()
    .click();
  await ada.sees("export const old = 5, older = 6;\n");
});

test("[Q4] one match or one file at a time", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("a b a b a");
  await open(ada);
  await field(ada).fill("a");
  await replacement(ada).fill("c");
  await rows(ada).nth(2).hover();
  await rows(ada).nth(2).getByRole("button", { name: "Replace on line 1" }).click();
  await ada.sees("a b c b a");
  await rows(ada).first().hover();
  await rows(ada).first().getByRole("button", { name: "Replace all in main" }).click();
  await ada.sees("c b c b c");
});

test("[Q5] a match stands behind what is before it, the blank too", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.paste("let one = 1;\n");
  await open(ada);
  await field(ada).fill("one");
  const line = rows(ada).last().locator(".search-text");
  await expect(line).toBeVisible();
  const [blank, match] = await line.evaluate((text) => {
    const before = text.querySelector("bdi")!.firstChild!;
    const range = document.createRange();
    range.setStart(before, "let".length);
    range.setEnd(before, "let ".length);
    return [range.getBoundingClientRect().right, text.querySelector("mark")!.getBoundingClientRect().left];
  });
  expect(Math.abs(blank! - match!)).toBeLessThan(1);
});

test.describe("on a phone", () => {
  test("[Q5] fits, and a press shows the match", async ({ visit }) => {
    const ada = await visit(PHONE);
    await ada.create("Ada");
    await ada.paste("let one = 1;\nlet two = 2;\n");
    await open(ada);
    await field(ada).fill("two");
    await replacement(ada).fill("three");
    await expect(rows(ada)).toHaveCount(2);
    await axe(ada, "search on a phone");
    expect(await ada.page.locator(".search").evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    await rows(ada).last().tap();
    await expect(field(ada)).toHaveCount(0);
    await expect.poll(() => ada.page.evaluate(() => getSelection()?.toString())).toBe("two");
  });
});

test.describe("without a server for a moment", () => {
  test.use({ tolerated: SERVER_IS_DOWN });

  test("[Q4] who may only read finds, and is offered no replacement", async ({ visit, server }) => {
    const ada = await visit();
    await ada.create("Ada");
    await ada.paste("let one = 1;\n");
    const bo = await visit();
    await bo.enter(ada.link, "Bo");
    // in the store itself: this feature knows nothing of who gives roles
    await server.withStore(async (store) => {
      const stream = { roomId: ada.roomId, file: 0 };
      const commits = await store.read(stream, 0, Infinity);
      const from = commits.reduce((end, commit) => Math.max(end, commit.from + commit.count), 0);
      const events = commits.flatMap(
        ({ entries }) => JSON.parse(entries) as { participant?: { participant: number } }[],
      );
      const person = events.findLast(({ participant }) => participant?.participant === 2)?.participant;
      const event = { type: "participant", time: Date.now(), participant: { ...person, role: "viewer" } };
      await store.append([{ stream, from, count: 1, entries: JSON.stringify([event]) }]);
    });
    await expect(bo.status).toHaveText("Read-only");
    await open(bo);
    await field(bo).fill("one");
    await expect(report(bo)).toHaveText("1 match in 1 file");
    await expect(replacement(bo)).toHaveCount(0);
    await expect(bo.page.getByRole("button", { name: "Replace" })).toHaveCount(0);
  });
});
