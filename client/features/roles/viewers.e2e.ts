// What a viewer's window makes of what it has missed, and of a file that is taken away.
import {
  button,
  comeTo,
  dialog,
  isViewer,
  linkIn,
  manage,
  notices,
  openWays,
  peopleList,
  REFUSED,
} from "./test/roleSteps.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

test.use({ tolerated: REFUSED });

async function makeSecondFile({ page }: Visitor): Promise<void> {
  await page.locator("#place-files").click();
  await page.getByRole("button", { name: "New file", exact: true }).click();
  await page.keyboard.type("second.js");
  await page.keyboard.press("Enter");
  // the text, not its name alone: the name is there before the server has opened the file
  await expect(page.getByRole("main", { name: "Code, second.js" }).locator(".cm-content")).toBeFocused();
}

async function comeAsViewer(viewer: Visitor, owner: Visitor): Promise<void> {
  const share = await openWays(owner);
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  const link = await linkIn(owner, "Link for viewing only").inputValue();
  await owner.page.keyboard.press("Escape");
  await comeTo(viewer, link, "Vera");
  await isViewer(viewer);
}

test("[K17] a viewer who comes back has the newest text, is told nothing that was deleted meanwhile, and stays in place", async ({
  visit,
}) => {
  const [ada, vera] = [await visit(), await visit()];
  const heard: string[] = [];
  let isAway = false;
  let cut = (): void => {};
  await vera.page.routeWebSocket(/.*/, (socket) => {
    if (isAway) return void socket.close();
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      heard.push(String(frame));
      socket.send(frame);
    });
    cut = () => {
      // the page's end first: what it says meanwhile would go to a server that is gone
      void socket.close();
      void server.close();
    };
  });
  await ada.create("Ada", "Python");
  await ada.paste(Array.from({ length: 200 }, (_, at) => `line ${at + 1}`).join("\n"));
  await ada.isSaved();
  await comeAsViewer(vera, ada);
  const line = (text: string) => vera.page.locator(".cm-line", { hasText: new RegExp(`^${text}$`) });
  await vera.editor.focus();
  await vera.page.keyboard.press("Control+End");
  await expect(line("line 200")).toBeInViewport();

  isAway = true;
  cut();
  await expect(vera.status).toHaveText(/^Offline/);
  await ada.paste("sesame");
  await ada.isSaved();
  for (let count = 0; count < 6; count++) await ada.page.keyboard.press("Backspace");
  await ada.type("first of all\n", "start");
  await ada.isSaved();
  isAway = false;
  await isViewer(vera);
  await expect(vera.page.locator(".cm-gutterElement", { hasText: /^201$/ })).toBeInViewport();
  await expect(line("line 200")).toBeInViewport();
  await vera.page.keyboard.press("Control+Home");
  await expect(line("first of all")).toBeInViewport();
  expect(heard.filter((frame) => frame.includes('"change":') && frame.includes("first of all"))).toHaveLength(1);
  expect(heard.filter((frame) => frame.includes("sesame"))).toEqual([]);
});

test("[P20] a viewer who looks at a file that is deleted is told by whom and shown another", async ({ visit }) => {
  const [ada, vera] = [await visit(), await visit()];
  await ada.create("Ada");
  await ada.type("the first");
  await makeSecondFile(ada);
  await ada.type("the second");
  await ada.isSaved();
  await comeAsViewer(vera, ada);
  await vera.page.locator("#place-files").click();
  const tree = vera.page.getByRole("tree", { name: "Files of the room" });
  await tree.locator('[data-tip="second.js"]').click();
  await vera.sees("the second");

  await ada.page.getByRole("tree", { name: "Files of the room" }).locator('[data-tip="second.js"]').focus();
  await ada.page.keyboard.press("Delete");
  await expect(notices(vera)).toContainText("Ada deleted second.js");
  await vera.sees("the first");
  await isViewer(vera);
  await ada.page.locator(".file-banners").getByRole("button", { name: "Undo" }).click();
  await tree.locator('[data-tip="second.js"]').click();
  await vera.sees("the second");
});

test("[K12] what was typed too late in several files is all given back", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada");
  await bo.enter(ada.link, "Bo");
  await makeSecondFile(bo);
  await bo.isSaved();
  await bo.context.setOffline(true);
  await bo.type("in the second");
  await bo.page.getByRole("tab", { name: /main/ }).click();
  await bo.type("in the first");
  await (await manage(ada, "Bo")).getByRole("button", { name: "Make viewer" }).click();
  await button(ada, "Make viewer").and(ada.page.locator(".roles-grave[type=submit]")).click();
  await expect(peopleList(ada).getByText("viewer")).toBeVisible();
  await bo.context.setOffline(false);
  await isViewer(bo);
  const given = dialog(bo, "An edit could not be kept");
  const texts: string[] = [];
  for (let left = 2; left > 0; left--) {
    texts.push(await given.getByRole("textbox").inputValue());
    await given.getByRole("button", { name: "Close" }).click();
  }
  await expect(given).toHaveCount(0);
  expect(texts.toSorted()).toEqual(["in the first", "in the second"]);
});
