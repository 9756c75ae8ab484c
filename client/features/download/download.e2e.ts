// Download, as a person uses it, under a sub-path, where a wrong address would show.
import { readFile } from "node:fs/promises";
import { expect, test } from "../../e2e/test.ts";

test.use({ settings: { BASE_PATH: "/code" }, tolerated: /status of 429/ });

test("[U20] Download gives the text as the server has it, named for its language", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const text = 'print("é 😀")\n\tprint(2)\n';
  await ada.paste(text);
  await ada.isSaved();
  const coming = ada.page.waitForEvent("download");
  await (await ada.menu()).getByRole("link", { name: "Download" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("main.py");
  expect(await readFile(await download.path(), "utf8")).toBe(text);
});

test("[U20] Download bears the key where the link alone opens nothing, and says why it is refused", async ({
  visit,
  server,
}) => {
  const { roomId, key } = await server.createRoom("Olga");
  const ada = await visit();
  await ada.enter(`${server.url}${roomId}`, "Ada");
  await ada.type("mine");
  await ada.isSaved();
  const roles = (path: string, method: string, body: object) =>
    fetch(`${server.url}api/rooms/${roomId}/roles/${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
  await roles("settings", "PATCH", { plain: "none" });
  expect((await fetch(`${server.url}api/rooms/${roomId}/download/1`)).status).toBe(403);
  const coming = ada.page.waitForEvent("download");
  await (await ada.menu()).getByRole("link", { name: "Download" }).click();
  expect(await readFile(await (await coming).path(), "utf8")).toBe("mine");
  const error = { code: "rate_limited", message: "Too many at once. Wait a moment and try again." };
  await ada.page.route("**/download/1", (route) => route.fulfill({ status: 429, json: { error } }));
  await (await ada.menu()).getByRole("link", { name: "Download" }).click();
  await expect(ada.page.getByRole("status")).toContainText([error.message]);
});
