// How often each part of the page is drawn while somebody else types, as the browser counts calls. Knows parts by their sources.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import type { CDPSession } from "@playwright/test";
import { expect, test } from "./test.ts";

const BUILT = fileURLToPath(new URL("../../dist/client/", import.meta.url));
const KEYSTROKES = 100;
/** Parts that are drawn where somebody begins to type, or has done so. */
const MOST_TIMES = 5;
const NEVER = /^ui\/room\/around\/roomTitle|^features\/(?:roles|chat)\//;

/** A script, with how often each of its functions was called. */
interface Counted {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
  }[];
}

const sources = new Map<string, readonly string[]>();
/** A line of a source, from 0. */
function lineOf(path: string, line: number): string {
  const lines = sources.get(path) ?? readFileSync(path, "utf8").split("\n");
  sources.set(path, lines);
  return lines[line] ?? "";
}

/** How often each part of the page was drawn in a script since it was asked last, by the part's name and its source's. */
function drawnIn({ url, functions }: Counted): (readonly [part: string, times: number])[] {
  const file = new URL(url).pathname.replace(/^.*\/assets\//, "assets/");
  const script = readFileSync(BUILT + file, "utf8");
  const map = new SourceMap(
    JSON.parse(readFileSync(`${BUILT + file}.map`, "utf8")) as ConstructorParameters<typeof SourceMap>[0],
  );
  return functions.flatMap(({ ranges: [whole] }) => {
    if (!whole || whole.count === 0) return [];
    const before = script.slice(0, whole.startOffset).split("\n");
    const entry = map.findEntry(before.length - 1, before.at(-1)!.length);
    if (!("originalSource" in entry) || !entry.originalSource?.endsWith(".tsx")) return [];
    const path = fileURLToPath(new URL(entry.originalSource, `file://${BUILT}assets/`));
    const [, name] = /\bfunction ([A-Z]\w*)\(/.exec(lineOf(path, entry.originalLine)) ?? [];
    return name === undefined ? [] : [[`${path.replace(/^.*\/client\//, "")}: ${name}`, whole.count] as const];
  });
}

async function drawn(profiler: CDPSession): Promise<Record<string, number>> {
  const { result } = (await profiler.send("Profiler.takePreciseCoverage")) as { readonly result: readonly Counted[] };
  return Object.fromEntries(result.filter(({ url }) => url.includes("/assets/")).flatMap(drawnIn));
}

test("[K34] what somebody else types draws nothing anew of what stands beside the code", async ({ visit }) => {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.type("first");
  await ada.isSaved();
  const profiler = await ada.context.newCDPSession(ada.page);
  await profiler.send("Profiler.enable");
  await profiler.send("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await ada.openPlace("people");
  await ada.editor.focus();
  await bo.enter(ada.link, "Bo");
  await bo.type("\n");
  await ada.sees("first\n");
  // it counts what is drawn
  const come = await drawn(profiler);
  for (const part of [
    "ui/room/around/people.tsx: PeopleList",
    "ui/room/around/roomTitle.tsx: RoomTitle",
    "features/roles/index.tsx: Manage",
  ])
    expect(come).toHaveProperty([part]);
  await bo.type("x".repeat(KEYSTROKES));
  await ada.sees(`first\n${"x".repeat(KEYSTROKES)}`);
  const parts = await drawn(profiler);
  expect(Object.keys(parts).filter((part) => NEVER.test(part))).toEqual([]);
  expect(Object.entries(parts).filter(([, times]) => times > MOST_TIMES)).toEqual([]);
});
