// A join code on the start page.
import { expect, NOT_FOUND, test } from "../../e2e/test.ts";

// Chromium reports the call for a code that leads nowhere.
test.use({ tolerated: NOT_FOUND });

test("[L73] the start page joins by a join code, however it is typed, and says when it leads nowhere", async ({
  visit,
  server,
}) => {
  const { roomId, key } = await server.createRoom("Ada");
  const newCode = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${key}` };
    const made = await fetch(`${server.url}api/rooms/${roomId}/roles/links/code`, { method: "PUT", headers });
    return ((await made.json()) as { readonly code: string }).code;
  };
  const spell = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
  // the second takes the place of the first
  const [revoked, code] = [await newCode(), await newCode()];
  const vera = await visit();
  const { page } = vera;
  await vera.goHome();
  const field = page.getByLabel("Room link or code");
  await field.fill("hello");
  await page.keyboard.press("Enter");
  await expect(page.getByText("That is not a room link or join code.")).toBeVisible();
  for (const wrong of ["2222-2222", spell(revoked)]) {
    await field.fill(wrong);
    await page.keyboard.press("Enter");
    await expect(page.getByText("That join code does not work")).toBeVisible();
    await expect(field).toBeFocused();
  }
  await field.fill(spell(code));
  await expect(page.getByText("That join code does not work")).toBeVisible();
  await page.keyboard.press("Enter");
  // the start page has a field of that label, too
  await expect(page.getByRole("heading", { name: "You are invited to join in" })).toBeVisible();
  await page.getByLabel("Your name").fill("Vera");
  await page.keyboard.press("Enter");
  await vera.isIn();
  expect(vera.roomId).toBe(roomId);

  await page.reload();
  await vera.isIn();
  const label = await vera.label();
  await vera.goHome();
  await expect(page.getByRole("link", { name: label })).toBeVisible();
});

test("[L73] the button is beside the field whatever the label takes, and stays there with an error", async ({
  visit,
}) => {
  const vera = await visit({ locale: "de-DE", viewport: { width: 320, height: 640 } });
  const { page } = vera;
  await vera.goHome();
  const field = page.getByLabel("Link zum Raum oder Code");
  const join = page.getByRole("button", { name: "Beitreten" });
  const tops = async (): Promise<readonly (number | undefined)[]> =>
    (await Promise.all([field.boundingBox(), join.boundingBox()])).map((box) => box?.y);
  const [ofField, ofButton] = await tops();
  expect(ofButton).toBe(ofField);
  await field.fill("hallo");
  await join.click();
  await expect(field).toHaveAccessibleDescription(/./);
  const [withError, beside] = await tops();
  expect(beside).toBe(withError);
});
