// Every way in which a room can end under an open page: one truth, large, and the text to keep. The ends are told by hand.
import { ERRORS, type ErrorCode } from "../../server/protocol/errors.ts";
import { overWords } from "../ui/overWords.ts";
import { axe } from "./axe.ts";
import { expect, test } from "./test.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

const STEPS = { look: "Look again now", join: "Join again", reload: "Reload", create: "Go to the start" };

const ENDS = ["unsupported_protocol", "unauthorized", "bad_change", "not_admitted", "room_closed", "removed"] as const;

for (const [size, colorScheme] of [
  ["wide", "light"],
  ["wide", "dark"],
  ["phone", "light"],
  ["phone", "dark"],
] as const)
  test(`[U60] every end says what has become of the room and what to do, ${size}, ${colorScheme}`, async ({
    visit,
  }) => {
    const ada = await visit({ colorScheme, ...(size === "phone" && PHONE) });
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
