// Completion as people use it, in the built page.
import type { Page, WebSocket } from "@playwright/test";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

/** Holds a part of the page back from now on, until it is told to come; `asked`: the page wants it. */
function holdBack(page: Page, part: string): { readonly asked: Promise<unknown>; readonly come: () => Promise<void> } {
  const place = `**/assets/${part}-*.js`;
  const asked = page.waitForRequest(place);
  let come = (): void => {};
  const mayCome = new Promise<void>((resolve) => (come = resolve));
  void page.route(place, async (route) => {
    await mayCome;
    await route.continue();
  });
  return {
    asked,
    async come() {
      const answered = page.waitForResponse(place);
      come();
      await (await answered).finished();
    },
  };
}

test("[Q20] [Q21] words, keywords and snippets are offered while one types", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Java");
  await ada.type("int customerCount = 1;\ncust");
  const offered = ada.page.locator(".cm-tooltip-autocomplete");
  await offered.getByText("customerCount").click();
  await ada.sees("int customerCount = 1;\ncustomerCount");
  await ada.page.keyboard.type(";\nsou");
  await offered.getByText("sout", { exact: true }).click();
  await ada.page.keyboard.type("1");
  await ada.sees("int customerCount = 1;\ncustomerCount;\nSystem.out.println(1);");
});

test("[Q20] words of files without a tab are offered, read over a connection that is closed then", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada");
  await ada.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["export const customerCount = 5;\n"], "lib.js"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(ada.page.getByText(/in the room\.$/)).toBeVisible();
  const bo = await visit();
  const sockets: WebSocket[] = [];
  bo.page.on("websocket", (socket) => sockets.push(socket));
  await bo.enter(ada.link, "Bo");
  await expect(bo.page.getByRole("tab", { name: "lib.js" })).toHaveCount(0);
  await bo.type("cust");
  await bo.page.locator(".cm-tooltip-autocomplete").getByText("customerCount").click();
  await bo.sees("customerCount");
  await expect.poll(() => sockets.map((socket) => socket.isClosed())).toEqual([false, true]);
  await bo.page.keyboard.type(";\ncusto");
  await expect(bo.page.locator(".cm-tooltip-autocomplete")).toContainText("customerCount");
  expect(sockets).toHaveLength(2);
});

test("[Q22] [B85] Enter makes a line behind a whole word, and takes none that only has its letters", async ({
  visit,
}) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const offered = ada.page.locator(".cm-tooltip-autocomplete");
  await ada.type("while True:\npas");
  await expect(offered.getByText("pass", { exact: true })).toBeVisible();
  await ada.page.keyboard.type("s");
  await expect(offered).toHaveCount(0);
  await ada.page.keyboard.press("Enter");
  await ada.page.keyboard.type("KEPT");
  await expect(offered.getByText("KeyboardInterrupt")).toBeVisible();
  await expect(offered.locator("[aria-selected]")).toHaveCount(0);
  await ada.page.keyboard.press("Enter");
  await ada.sees("while True:\n    pass\n    KEPT\n    ");
  await ada.page.keyboard.type("whi");
  await expect(offered.locator("[aria-selected]")).toBeVisible();
});

test("[Q21] nothing is suggested behind a dialog that is opened while it is looked for", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  await ada.create("Ada", "JavaScript");
  const dialog = page.getByRole("dialog", { name: "Preferences" });
  // once before, so that the dialog is here at once
  await page.keyboard.press("Control+,");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.type("func");
  await page.keyboard.press("Control+,");
  await expect(dialog).toBeVisible();
  // while this looks at all of the page, a list would have come
  await axe(ada, "a dialog over the code");
  await expect(page.locator(".cm-tooltip-autocomplete")).toHaveCount(0);
});

/** Types the beginning of a word that the file has, and has the part asked for, which comes once what is returned is called. */
async function typeBefore(ada: Visitor, part: string): Promise<() => Promise<void>> {
  const { page } = ada;
  await ada.create("Ada", "Java");
  await ada.type("int customerCount = 1;\n");
  await ada.isSaved();
  const { asked, come } = holdBack(page, part);
  // the part may be here already
  await page.reload();
  await expect(ada.editor).toContainText("customerCount");
  await ada.editor.focus();
  await page.keyboard.press("Control+End");
  // so slowly that words are looked for between the letters
  await page.keyboard.type("cust", { delay: 150 });
  await asked;
  return come;
}

for (const part of ["later", "features", "suggestions"])
  test(`[Q23] words are offered for what was typed before ${part} came`, async ({ visit }) => {
    const ada = await visit();
    const come = await typeBefore(ada, part);
    await come();
    await ada.page.locator(".cm-tooltip-autocomplete").getByText("customerCount").click();
    await ada.sees("int customerCount = 1;\ncustomerCount");
  });

test("[Q23] nothing is offered behind letters that somebody has gone on from before it came", async ({ visit }) => {
  const ada = await visit();
  const { page } = ada;
  const come = await typeBefore(ada, "suggestions");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await come();
  // while this looks at all of the page, a list would have come
  await axe(ada, "letters that nothing is offered for");
  await expect(page.locator(".cm-tooltip-autocomplete")).toHaveCount(0);
});
