// What is read of a room to be run, and how much of it, where none of its files but the first is open.
import { signal } from "@preact/signals";
import { Text } from "@codemirror/state";
import { expect, it } from "@jest/globals";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { MOST_SOURCE } from "./browser/messages.ts";
import { programTexts } from "./programTexts.ts";

/** A room with such texts; what was read besides the first, and whether whoever read has left. */
function roomOf(texts: readonly string[]): { room: PageRoom; read: number[]; left: () => boolean } {
  const read: number[] = [];
  let hasLeft = false;
  const room = {
    room: signal({ files: texts.map((_, file) => ({ file, name: `${file}.js` })) }),
    text: (file: number) => (file === 0 ? Text.of([texts[0] ?? ""]) : undefined),
    enter: () => ({
      enter: async () => {},
      open: (file: number) => ({
        ready: async () => {
          read.push(file);
          const text = texts[file] ?? "";
          return { state: { doc: Text.of([text]) }, length: text.length, changed() {} };
        },
      }),
      leave: () => void (hasLeft = true),
    }),
  };
  return { room: room as unknown as PageRoom, read, left: () => hasLeft };
}

it("[M54] of a room that is too large so much is read that it is refused, and never is a part of it run", async () => {
  const half = "x".repeat(MOST_SOURCE / 2);
  const fits = roomOf(["", half, half]);
  expect([...(await programTexts(fits.room, "all", "client")).files.keys()]).toEqual(["0.js", "1.js", "2.js"]);
  const tooLarge = roomOf(["", ...Array.from({ length: 40 }, () => half)]);
  const { files } = await programTexts(tooLarge.room, "all", "client");
  expect([...files.values()].join("").length).toBeGreaterThan(MOST_SOURCE);
  expect(tooLarge.read.length).toBeLessThan(15);
  expect(tooLarge.left()).toBe(true);
});

it("[M70] without a connection nothing is read but what is open, and what is missing is known", async () => {
  const { room, read } = roomOf(["open", "not open"]);
  expect(await programTexts(room, "open", "client")).toEqual({
    files: new Map([["0.js", "open"]]),
    missing: ["1.js"],
  });
  expect(read).toEqual([]);
});
