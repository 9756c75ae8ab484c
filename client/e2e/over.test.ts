// Every way in which a room can end under an open page: one truth, large, and the text to keep. The ends are told by hand.
import { ERRORS, type ErrorCode } from "../../server/protocol/errors.ts";
import { overWords } from "../ui/room/connection/overWords.ts";
import { axe } from "./axe.ts";
import { expect, test } from "./test.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const STEPS = {
  look: "Look again now",
  join: "Join again",
  reload: "Reload",
  keep: "Come back in and keep the room",
  create: "Go to the start",
};

const ENDS = [
  "unsupported_protocol",
  "unauthorized",
  "bad_change",
  "not_admitted",
  "room_closed",
  "closed_by_operator",
  "expired_by_operator",
  "deleted_by_operator",
  "removed",
] as const;

for (const [size, options, details] of [
  ["wide", {}, {}],
  ["phone", PHONE, { tag: "@long" }],
] as const)
  test(`[U60] every end says what has become of the room and what to do, ${size}`, details, async ({ visit }) => {
    const ada = await visit(options);
    const { page } = ada;
    let end: ((code: ErrorCode) => void) | undefined;
    await page.routeWebSocket(/./, (socket) => {
      socket.connectToServer();
      end = (code) => socket.send(JSON.stringify({ type: "error", code, message: ERRORS[code].sentence, fatal: true }));
    });
    await ada.create("Ada", "Plain Text");
    await ada.type("my work");
    await ada.isSaved();
    for (const code of ENDS) {
      end!(code);
      const { title, text, step } = overWords(code, ERRORS[code].sentence);
      await expect(page.getByRole("alert")).toContainText(text);
      await expect(page.getByRole("heading", { name: title })).toBeInViewport();
      await expect(ada.status).toHaveText(`${title}.`);
      await expect(page).toHaveTitle(new RegExp(`^${title}: `));
      await expect(
        page.getByRole("alert").getByRole(step === "create" ? "link" : "button", { name: STEPS[step] }),
      ).toBeVisible();
      await expect(
        page.locator(".room-header").getByRole("button", { name: /People|Share|Menu|Files|Chat|Settings/ }),
      ).toHaveCount(0);
      const size = await page
        .getByRole("heading", { name: title })
        .evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
      expect(size).toBeGreaterThanOrEqual(24);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      await ada.editor.focus();
      await page.keyboard.type("!");
      await ada.sees("my work");
      await axe(ada, code);
      await page.reload();
      await ada.isIn();
    }
  });

test("[U60] what is not there where a room is over is not opened by its key, then or when the room is back", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  let end: (() => void) | undefined;
  await page.routeWebSocket(/./, (socket) => {
    socket.connectToServer();
    const { sentence } = ERRORS.room_closed;
    end = () => socket.send(JSON.stringify({ type: "error", code: "room_closed", message: sentence, fatal: true }));
  });
  await ada.create("Ada", "JavaScript");
  await ada.type("function one() {}");
  await ada.isSaved();
  // what comes by them is here already, and would come at once
  for (const key of ["Control+,", "Control+Shift+O"]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  const shown = page.getByRole("complementary").or(page.getByRole("navigation"));
  const before = await shown.allTextContents();
  end!();
  await expect(page.getByRole("alert")).toBeVisible();
  const keys = ["F1", "Control+p", "Control+,", "Control+Shift+O", "Control+Shift+F", "Control+b", "Control+j", "F9"];
  for (const place of [ada.editor, page.getByRole("alert")]) {
    await place.focus();
    for (const key of keys) await page.keyboard.press(key);
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: STEPS.look }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await ada.isSaved();
  await expect(page.locator(".room-header").getByText("Share")).toBeVisible();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(shown).toHaveText(before);
});
