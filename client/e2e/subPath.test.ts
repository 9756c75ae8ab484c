// The product under a sub-path, as behind a proxy that serves other things too.
import { expect, NOT_FOUND, test } from "./test.ts";

test.use({ settings: { BASE_PATH: "/code" }, tolerated: NOT_FOUND });

test("[U21] everything works under a sub-path", async ({ visit, server }) => {
  expect(server.url).toMatch(/\/code\/$/);
  const ada = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = ada;
  await ada.create("Ada", "Python");
  const { link, roomId } = ada;
  const label = await ada.label();
  expect(link).toBe(`${server.url}${roomId}`);
  await ada.type("x = 1");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  await page.keyboard.press("Escape");
  const bo = await visit();
  await bo.enter(await page.evaluate(() => navigator.clipboard.readText()), "Bo");
  await bo.sees("x = 1");
  await bo.type("2");
  await ada.sees("x = 12");
  await expect(bo.editor.locator(".syntax-number")).toHaveText("12");
  await page.reload();
  await ada.isIn();
  await ada.sees("x = 12");
  // as some programs write a link
  expect((await page.goto(`${link}/`))?.status()).toBe(200);
  await expect(page).toHaveURL(link);
  await ada.isIn();
  await page.getByRole("link", { name: /to the start/ }).click();
  await expect(page).toHaveURL(server.url);
  await page.getByRole("link", { name: label }).click();
  await expect(page).toHaveURL(link);
  await ada.isIn();
  expect((await page.goto(`${server.url}346789ABCDEFG`))?.status()).toBe(404);
  await page.getByRole("link", { name: "Create a new room" }).click();
  await expect(page).toHaveURL(server.url);
});
