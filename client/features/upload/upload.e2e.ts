// Files and folders brought into a room in one window and seen in another: by the button, by a real drop, with all that can be in the way.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Locator } from "@playwright/test";
import { unzipSync } from "fflate";
import { axe } from "../../e2e/axe.ts";
import { expect, test } from "../../e2e/test.ts";
import type { Visitor } from "../../e2e/visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

/** A project as it lies on somebody's disk. */
const PROJECT: Record<string, string> = {
  "project/README.md": "# Hé 😀\r\n\r\nno last line break",
  "project/src/main.py": "print('upload')\n",
  "project/src/.hidden": "\ufeffx=1\n",
  "project/empty.txt": "",
  "project/old.txt": "one\rtwo\r",
};
const IN_THE_WAY: Record<string, string | Uint8Array> = {
  "project/picture.png": Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1),
  "project/node_modules/x/index.js": "module.exports = 1;\n",
  "project/mixed.txt": "a\r\nb\r\nc\n",
};

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "companion-upload-"));
  for (const [path, content] of Object.entries({ ...PROJECT, ...IN_THE_WAY })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const dialog = ({ page }: Visitor): Locator => page.getByRole("dialog");
const notice = ({ page }: Visitor): Locator => page.getByRole("status");

/** Chooses by the button, as a person does: the browser's own dialog is the one thing that is skipped. */
async function choose(visitor: Visitor, what: "Choose files" | "Choose a folder", paths: string | string[]) {
  const { page } = visitor;
  await (await visitor.menu()).getByRole("button", { name: "Upload", exact: true }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: what }).click();
  await (await choosing).setFiles(paths);
}

/** Drags files of this machine over the middle of the room, and lets them go there. */
async function drop({ page, context }: Visitor, files: readonly string[], isHeld?: () => Promise<void>): Promise<void> {
  const devtools = await context.newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver"] as const)
    await devtools.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
  await isHeld?.();
  await devtools.send("Input.dispatchDragEvent", { type: "drop", x: 400, y: 300, data });
}

/** What the archive of the room holds, byte for byte. */
async function downloaded(visitor: Visitor): Promise<Record<string, string>> {
  const { page } = visitor;
  const menu = await visitor.menu();
  const coming = page.waitForEvent("download");
  await menu.getByRole("link", { name: /^Download all \d+ files/ }).click();
  const archive = unzipSync(await readFile(await (await coming).path()));
  return Object.fromEntries(Object.entries(archive).map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
}

const bytes = (texts: Record<string, string>): Record<string, string> => ({ "main.py": "", ...texts });

test("[U50] a folder that is dropped is in the other window, and comes back to the byte as one .zip", async ({
  visit,
}) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Python");
  await bo.enter(ada.link, "Bo");
  const sign = ada.page.getByText("Drop to upload into the room");
  await drop(ada, [join(folder, "project")], async () => {
    await expect(sign).toBeVisible();
    await axe(ada, "held over the room");
  });
  await expect(dialog(ada)).toContainText("6 files uploaded");
  await expect(sign).toHaveCount(0);
  await expect(dialog(ada)).toContainText("project/picture.png");
  await expect(dialog(ada)).toContainText("It is not a text.");
  await expect(dialog(ada)).toContainText("project/node_modules");
  await expect(dialog(ada)).toContainText("Mixed line breaks");
  await axe(ada, "the summary");
  await ada.page.getByRole("button", { name: "Done" }).click();
  await expect(dialog(ada)).toHaveCount(0);
  const expected = bytes({ ...PROJECT, "project/mixed.txt": "a\r\nb\r\nc\r\n" });
  expect(await downloaded(bo)).toEqual(expected);
  expect(await ada.text()).toBe("");
});

test("[U50] a folder that is chosen goes in the same way, a single file is shown", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Python");
  await choose(ada, "Choose a folder", join(folder, "project/src"));
  await expect(notice(ada)).toContainText("2 files are in the room.");
  await choose(ada, "Choose files", join(folder, "project/README.md"));
  await expect(notice(ada)).toContainText("README.md is in the room.");
  await ada.sees("# Hé 😀\n\nno last line break");
  expect(await downloaded(ada)).toEqual(
    bytes({
      "src/main.py": PROJECT["project/src/main.py"]!,
      "src/.hidden": PROJECT["project/src/.hidden"]!,
      "README.md": PROJECT["project/README.md"]!,
    }),
  );
});

test("[U51] paths that are taken are asked about once; what was replaced can be put back", async ({ visit }) => {
  const ada = await visit({ colorScheme: "dark" });
  await ada.create("Ada", "JavaScript");
  await choose(ada, "Choose files", join(folder, "project/src/main.py"));
  await ada.sees("print('upload')\n");
  await ada.type("# more");
  await ada.isSaved();
  const again = join(folder, "project/src/main.py");
  await choose(ada, "Choose files", again);
  await expect(dialog(ada)).toContainText("This file is there already");
  await axe(ada, "the question, dark");
  await ada.page.keyboard.press("Escape");
  await expect(dialog(ada)).toHaveCount(0);
  await choose(ada, "Choose files", again);
  await ada.page.getByRole("button", { name: "Replace" }).click();
  await expect(dialog(ada)).toContainText("1 file has a new text");
  await ada.sees("print('upload')\n");
  await axe(ada, "the summary, dark");
  await ada.page.getByRole("button", { name: "Put the old text back" }).click();
  await expect(notice(ada)).toContainText("The old text is back in 1 file.");
  await ada.sees("print('upload')\n# more");
  await choose(ada, "Choose files", again);
  await ada.page.getByRole("button", { name: "Keep both" }).click();
  await expect(notice(ada)).toContainText("main (2).py is in the room.");
  await ada.sees("print('upload')\n");
});

test("[U50] on a phone everything fits", async ({ visit }) => {
  const ada = await visit(PHONE);
  await ada.create("Ada", "Python");
  await ada.menu();
  const choosing = ada.page.waitForEvent("filechooser");
  await ada.page.getByRole("button", { name: "Upload", exact: true }).tap();
  await ada.page.getByRole("button", { name: "Choose files" }).tap();
  await (await choosing).setFiles(["project/picture.png", "project/README.md"].map((path) => join(folder, path)));
  await expect(ada.page.getByRole("dialog", { name: "1 file uploaded" })).toBeVisible();
  expect(await ada.page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  await axe(ada, "the summary on a phone");
});

test("[U53] who may only read the room uploads nothing, and it says so before they try", async ({ visit, server }) => {
  const { roomId, key } = await server.createRoom("Olga");
  const ada = await visit();
  await ada.enter(`${server.url}${roomId}`, "Ada");
  const upload = (await ada.menu()).getByRole("button", { name: "Upload", exact: true });
  await expect(upload).toBeEnabled();
  await fetch(`${server.url}api/rooms/${roomId}/roles/participants`, {
    method: "PATCH",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ role: "viewer" }),
  });
  await expect(upload).toHaveCount(0);
  // with one file there is nothing to choose
  await expect(ada.page.getByRole("link", { name: "Download" })).toHaveCount(1);
  await ada.page.keyboard.press("Escape");
  await drop(ada, [join(folder, "project")], async () => {
    await expect(ada.page.getByText("Drop to upload into the room")).toHaveCount(0);
  });
  const room = (await (await fetch(`${server.url}api/rooms/${roomId}`)).json()) as { files: unknown[] };
  expect(room.files).toHaveLength(1);
});

test("[U17] the files' own tab offers it, and the Enter that opens the dialog does not close it", async ({ visit }) => {
  const ada = await visit(PHONE);
  await ada.create("Ada");
  const files = await ada.openPlace("files");
  await files.getByRole("button", { name: "Upload files" }).focus();
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("heading", { name: "Upload" })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  // under a sheet it would take no pointer
  const choosing = ada.page.waitForEvent("filechooser");
  await dialog(ada).getByRole("button", { name: "Choose files" }).tap();
  await choosing;
});
