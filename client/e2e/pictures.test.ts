// The pictures of the documentation. They are written where UPDATE_SCREENSHOTS=1 is set; their scenes are played always.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

const CODE = `const book = \`It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness\`;

// an apostrophe belongs to its word
const words = book.toLowerCase().match(/[a-z']+/g) ?? [];

function mostCommon(words: string[], count = 5) {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return [...times].sort((one, other) => other[1] - one[1]).slice(0, count);
}

for (const [word, times] of mostCommon(words)) console.log(\`\${times}  \${word}\`);
`;

/** Puts the caret behind a stretch of the code, as a person would. */
async function caretBehind({ page, editor }: Visitor, line: string, selected = 0): Promise<void> {
  await editor.locator(".cm-line", { hasText: line }).first().click();
  await page.keyboard.press("End");
  for (let times = 0; times < selected; times++) await page.keyboard.press("Shift+ArrowLeft");
}

/** A moment of the screen, with the other's flag as it is at its beginning. */
async function picture({ page }: Visitor, name: string): Promise<void> {
  await expect(page.locator(".remote-flag")).toBeVisible();
  await page.evaluate(() => {
    document.querySelector(".cm-scroller")!.scrollTo(0, 0);
    for (const animation of document.getAnimations()) {
      animation.pause();
      animation.currentTime = 0;
    }
  });
  const image = await page.screenshot({ animations: "allow", caret: "initial" });
  expect(image.length).toBeGreaterThan(20_000);
  if (process.env["UPDATE_SCREENSHOTS"] !== "1") return;
  await mkdir(IMAGES, { recursive: true });
  await writeFile(`${IMAGES}${name}.png`, image);
}

test("[U7] two people in a room, each cursor with its owner's name", async ({ visit }) => {
  const ada = await visit({ viewport: { width: 1040, height: 640 }, deviceScaleFactor: 2, colorScheme: "light" });
  await ada.create("Ada", "TypeScript");
  await ada.paste(CODE);
  await ada.isSaved();
  const grace = await visit({
    viewport: { width: 390, height: 720 },
    deviceScaleFactor: 2,
    colorScheme: "dark",
    hasTouch: true,
    isMobile: true,
  });
  await grace.enter(ada.link, "Grace");
  await expect(ada.editor.locator(".syntax-keyword").first()).toHaveText("const");
  // what is said in passing is gone by then
  await expect(ada.page.locator(".notice")).toHaveCount(0);
  await ada.page.keyboard.press("Control+Enter");
  await expect(ada.page.locator(".run-line").last()).toHaveText("2  times");
  await caretBehind(grace, "function mostCommon", "words: string[], count = 5) {".length);
  await expect(ada.page.locator(".remote-selection")).toHaveCount(1);
  await caretBehind(ada, "const words");
  await expect(ada.page.locator(".remote-flag")).toHaveText("Grace");
  await picture(ada, "room");
  // the name goes after a while, and the first picture takes its time
  await caretBehind(ada, "// an apostrophe");
  await expect(grace.page.locator(".remote-flag")).toHaveText("Ada");
  await picture(grace, "phone-dark");
});
