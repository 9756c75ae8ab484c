// The tabs of open files: what each keeps, by pointer and by keyboard, and who is in which.
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import { makeFile, openFiles, row, tabs } from "./test/atFiles.ts";

// one of them does more at once than a person can
test.use({ settings: { LIMIT_MESSAGES_PER_SECOND: "0" } });

test("[E10] one file has a tab without a cross; each of several keeps its text, undo, selection and scrolling", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await expect(tabs(ada)).toHaveText(["main.py"]);
  await expect(ada.page.locator(".file-tab-close")).toHaveCount(0);
  await ada.paste(Array.from({ length: 200 }, (_, at) => `line ${at + 1}`).join("\n"));
  await openFiles(ada);
  await makeFile(ada, "src/app.ts");
  await expect(tabs(ada)).toHaveText(["main.py", "app.ts"]);
  await expect(ada.language).toHaveText(/TypeScript/);
  await ada.page.keyboard.type("const one = 1;");
  await expect(ada.page.locator(".cm-line .syntax-keyword")).toHaveText("const");

  await tabs(ada).first().click();
  await expect(ada.page.locator(".cm-line", { hasText: /^line 190$/ })).toBeInViewport();
  await expect(ada.language).toHaveText(/Python/);
  await ada.page.keyboard.press("Control+z");
  await ada.sees("");
  await ada.page.keyboard.press("Control+y");
  await tabs(ada).nth(1).click();
  await ada.sees("const one = 1;");
  await ada.page.keyboard.press("Control+z");
  await ada.sees("");
  await ada.page.keyboard.press("Control+Shift+z");
  await ada.isSaved();

  // what was open, in which order, and what was shown
  await ada.page.reload();
  await ada.isIn();
  await ada.sees("const one = 1;");
  await expect(tabs(ada)).toHaveText(["main.py", "app.ts"]);
  await expect(tabs(ada).nth(1)).toHaveAttribute("aria-selected", "true");
});

test(
  "[E15] of forty tabs the chosen one is whole in view, and beside them stand a new file and the list of all",
  { tag: "@long" },
  async ({ visit }) => {
    const ada = await visit();
    await ada.create("Ada", "Python");
    for (const at of Array.from({ length: 24 }, (_, index) => index)) {
      await ada.page.getByRole("button", { name: "Add a file" }).click();
      await expect(ada.page.getByRole("textbox", { name: /^New file in/ })).toBeFocused();
      await ada.page.keyboard.type(`src/part_${at}.py`);
      await ada.page.keyboard.press("Enter");
      await expect(ada.editor).toBeFocused();
      await expect(tabs(ada)).toHaveCount(at + 2);
    }
    const list = ada.page.getByRole("button", { name: "All open files" });
    await expect(list).toBeInViewport({ ratio: 1 });
    await expect(ada.page.locator(".file-tab.shown .file-tab-close")).toBeInViewport({ ratio: 1 });
    await list.click();
    await expect(ada.page.getByRole("combobox", { name: "Search open files" })).toBeFocused();
    await ada.page.keyboard.type("part_1");
    await axe(ada, "the list of open files");
    await expect(ada.page.getByRole("option").first()).toHaveAccessibleName("src/part_1.py");
    await ada.page.keyboard.press("ArrowDown");
    await ada.page.keyboard.press("Enter");
    await expect(ada.editor).toBeFocused();
    await expect(ada.page.getByRole("main", { name: "Code, src/part_10.py" })).toBeVisible();
    await expect(ada.page.locator(".file-tab.shown .file-tab-close")).toBeInViewport({ ratio: 1 });
    // the tree follows, and shows of each name what it differs by
    await ada.page.setViewportSize({ width: 1_440, height: 400 });
    await ada.openPlace("files");
    await expect(row(ada, "src/part_10.py")).toBeInViewport({ ratio: 1 });
    await expect(row(ada, "src/part_10.py").getByText("rt_10.py")).toBeInViewport({ ratio: 1 });
    await tabs(ada).first().click();
    await expect(row(ada, "main.py")).toBeInViewport({ ratio: 1 });
  },
);

test("[E11] tabs by the keyboard, and who is in which file", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await openFiles(ada);
  for (const name of ["a.py", "b.py"]) await makeFile(ada, name);
  await bo.enter(ada.link, "Bo");
  await expect(tabs(bo)).toHaveText(["main.py"]);
  await expect(tabs(ada).first()).toHaveAccessibleName("main.py, Bo here");
  await openFiles(bo);
  await expect(row(bo, "b.py")).toHaveAccessibleName("b.py, Ada here");
  await row(bo, "b.py").click();
  await expect(bo.editor).toBeFocused();
  await expect(tabs(ada).nth(2)).toHaveAccessibleName("b.py, Bo here");
  await expect(tabs(ada).first()).toHaveAccessibleName("main.py");
  await bo.page.keyboard.type("import os");
  await ada.sees("import os");
  await expect(ada.page.locator(".cm-remote-flag, .remote-flag").first()).toHaveText("Bo");

  await tabs(ada).nth(2).focus();
  await ada.page.keyboard.press("ArrowLeft");
  await expect(tabs(ada).nth(1)).toBeFocused();
  await expect(tabs(ada).nth(1)).toHaveAttribute("aria-selected", "true");
  await ada.page.keyboard.press("Home");
  await expect(tabs(ada).first()).toBeFocused();
  await ada.page.keyboard.press("Alt+ArrowRight");
  await expect(tabs(ada)).toHaveText(["a.py", "main.py", "b.py"]);
  await expect(tabs(ada).nth(1)).toBeFocused();
  await ada.page.keyboard.press("Delete");
  await expect(tabs(ada)).toHaveText(["a.py", "b.py"]);
  await expect(tabs(ada).nth(1)).toBeFocused();
});
