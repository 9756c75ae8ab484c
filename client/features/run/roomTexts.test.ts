// What is read of a room to be run, and how much of it, where none of its files is open.
import { signal } from "@preact/signals";
import { expect, it } from "@jest/globals";
import type { PageRoom } from "../../ui/feature.ts";
import { MOST_SOURCE } from "./browser/messages.ts";
import { roomTexts } from "./roomTexts.ts";

/** A room with such texts, of which the first is open; and what was read besides. */
function roomOf(texts: readonly string[]): { room: PageRoom; read: number[]; left: () => boolean } {
  const read: number[] = [];
  let hasLeft = false;
  const room = {
    room: signal({ files: texts.map((_, file) => ({ file, name: `${file}.js` })) }),
    text: (file: number) => (file === 0 ? texts[0] : undefined),
    enter: () => ({
      enter: async () => {},
      open: (file: number) => ({
        ready: async () => {
          read.push(file);
          return { text: texts[file] };
        },
      }),
      leave: () => void (hasLeft = true),
    }),
  };
  return { room: room as unknown as PageRoom, read, left: () => hasLeft };
}

it("[M54] of a room that is too large so much is read that it is refused, and never is a part of it run", async () => {
  const half = "x".repeat(MOST_SOURCE / 2);
  const fits = roomOf([half, half, ""]);
  expect([...(await roomTexts(fits.room, "client")).keys()]).toEqual(["0.js", "1.js", "2.js"]);
  const tooLarge = roomOf([half, half, "x", "never read"]);
  const texts = await roomTexts(tooLarge.room, "client");
  expect([...texts.values()].join("").length).toBeGreaterThan(MOST_SOURCE);
  expect([tooLarge.read, tooLarge.left()]).toEqual([[1, 2], true]);
});
