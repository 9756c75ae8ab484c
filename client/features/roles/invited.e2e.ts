// Who comes by a link for viewing: what their window says before they are in, and when they type.
import { expect, test } from "../../e2e/test.ts";
import { closeDialogs, isViewer, linkIn, manage, notices, openWays } from "./test/roleSteps.ts";

test("[U82] who comes by a link for viewing is invited to read, and reads why typing does nothing", async ({
  visit,
}) => {
  const [ada, vera] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.type("read me");
  await ada.isSaved();
  const share = await openWays(ada);
  await share.getByRole("button", { name: "Make a link for viewing" }).click();
  const view = await linkIn(ada, "Link for viewing only").inputValue();
  await vera.page.clock.install();
  await vera.page.goto(view);
  await expect(vera.page.getByRole("heading", { name: "You are invited to read along" })).toBeVisible();
  await expect(vera.page.getByText("you can read what is written there")).toBeVisible();
  await vera.page.getByLabel("Your name").fill("Vera");
  await vera.page.keyboard.press("Enter");
  await isViewer(vera);
  const why = notices(vera).getByText(
    "You can read this room, but not edit it. Ask an owner of the room to let you write.",
  );
  await vera.editor.focus();
  await vera.page.keyboard.press("ArrowRight");
  await vera.page.keyboard.press("Control+a");
  await expect(why).toHaveCount(0);
  for (const does of [
    () => vera.page.keyboard.type("abc"),
    () => vera.page.keyboard.press("Backspace"),
    () => vera.page.keyboard.press("Enter"),
    () =>
      vera.editor.evaluate((editor) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", "pasted");
        editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }),
  ]) {
    await does();
    await expect(why).toHaveCount(1);
    await vera.page.clock.fastForward(7_000);
    await expect(why).toHaveCount(0);
  }
  await vera.sees("read me");

  // who may write reads nothing
  await closeDialogs(ada);
  await (
    await manage(ada, "Vera")
  )
    .getByRole("button", { name: /editor/ })
    .first()
    .click();
  await expect(vera.status).toHaveText("Saved");
  await vera.type("!");
  await vera.sees("read me!");
  await expect(why).toHaveCount(0);
});
