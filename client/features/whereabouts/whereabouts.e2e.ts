// Where others are and what they change, in two windows.
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

/** By its name in the palette; the commands are loaded behind the first text. */
async function run(visitor: Visitor, name: string): Promise<void> {
  const field = visitor.page.getByRole("dialog").getByRole("combobox");
  await expect(async () => {
    await visitor.page.keyboard.press("F1");
    await expect(field).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await field.fill(name);
  await expect(visitor.page.locator(".chooser-list").getByRole("option", { selected: true })).toHaveText(
    RegExp(`^${name}`),
  );
  await visitor.page.keyboard.press("Enter");
}

const said = ({ page }: Visitor, text: string) =>
  expect(page.getByRole("status").filter({ hasText: text })).toHaveCount(1);

test("[V1] whoever wants it hears what others change, until they do not want it any more", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await ada.paste("one\ntwo\nthree");
  await bo.enter(ada.link, "Bo");
  await bo.sees("one\ntwo\nthree");
  await run(ada, "Say aloud what others change");
  await said(ada, "is said aloud from now on");
  await bo.type("!!");
  await expect(ada.announced).toHaveText("Bo changed line 3.");
  await expect(ada.announced).toHaveText("", { timeout: 12_000 });

  // another visit is as this one was
  await ada.page.reload();
  await ada.isIn();
  await expect(ada.page.getByText("one")).toBeVisible();
  await expect(async () => {
    await bo.type("zero ", "start");
    await expect(ada.announced).toHaveText("Bo changed line 1.", { timeout: 3_000 });
  }).toPass();
  await run(ada, "Do not say aloud what others change");
  await said(ada, "not said aloud any more");
});

test("[V2] [V3] commands say where everybody is, and lead to what others have changed", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await ada.paste("one\ntwo\nthree\nfour");
  await run(ada, "Who is where");
  await said(ada, "Nobody else is here.");
  await ada.page.keyboard.press("F8");
  await said(ada, "Nobody else has changed this file");
  await bo.enter(ada.link, "Bo");
  await bo.sees("one\ntwo\nthree\nfour");
  await bo.type("!");
  await bo.type("?", "start");
  await ada.sees("?one\ntwo\nthree\nfour!");
  // what is said is true of the moment: the caret comes behind the letters
  await expect(async () => {
    await ada.page.keyboard.press("F9");
    await expect(ada.page.getByRole("status")).toContainText("Bo, line 1.", { timeout: 1_000 });
  }).toPass();
  await ada.page.keyboard.press("Shift+F9");
  await said(ada, "Nobody else is on line 4.");
  await ada.page.keyboard.press("F8");
  await said(ada, "Line 1, changed by Bo");
  await ada.page.keyboard.press("Shift+F9");
  await said(ada, "Bo is on your line, 1.");
  await ada.page.keyboard.press("Shift+F8");
  await said(ada, "Line 4, changed by Bo");
  await ada.page.keyboard.type("here ");
  await ada.sees("?one\ntwo\nthree\nfourhere !");
});
