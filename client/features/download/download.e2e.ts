// Download, as a person uses it, under a sub-path, where a wrong address would show.
import { readFile } from "node:fs/promises";
import { expect, test } from "../../e2e/test.ts";

test.use({ settings: { BASE_PATH: "/code" } });

test("[U20] Download gives the text as the server has it, named for its language", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  const text = 'print("é 😀")\n\tprint(2)\n';
  await ada.paste(text);
  await ada.isSaved();
  const coming = ada.page.waitForEvent("download");
  await ada.page.getByRole("link", { name: "Download" }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("main.py");
  expect(await readFile(await download.path(), "utf8")).toBe(text);
});
