// A browser whose rooms were left long ago. Knows no expiry.
import { expect, type Page } from "@playwright/test";

const HOUR_MS = 3_600_000;

/** As if this browser, which is on its way to the list, had left its room so long ago; the list is read anew. */
export async function leftDaysAgo(page: Page, days: number): Promise<void> {
  // a room that is left writes down when
  await expect(page.locator(".my-room")).toBeVisible();
  await page.evaluate(
    (ms) => {
      const rooms = JSON.parse(localStorage.getItem("companion:rooms")!) as { visited: number }[];
      localStorage.setItem(
        "companion:rooms",
        JSON.stringify(rooms.map((room) => ({ ...room, visited: room.visited - ms }))),
      );
    },
    days * 24 * HOUR_MS,
  );
  await page.reload();
}
