// Holds docs/keystroke.md against the sources: what it names is there, and what it counts is right.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const MOST_HOPS = 13;
const MOST_FILES = 9;

interface Step {
  readonly file: string;
  readonly functions: readonly string[];
}

const page = readFileSync("docs/keystroke.md", "utf8");

/** The rows of the table that have a number, in order. */
const hops = [...page.matchAll(/^\| (\d+) +\| `([^`]+)` +\| `([^`]+)` +\|/gm)].map(
  ([, number, file = "", name = ""]) => ({ number: Number(number), file, functions: [name] }),
);

/** A file and functions of it, named one after the other anywhere outside the table. */
const others: readonly Step[] = [...page.matchAll(/`((?:server|client)\/[^`]+\.tsx?)`((?:,?\s`[#\w]+`)+)/g)].map(
  ([, file = "", names = ""]) => ({ file, functions: [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name) }),
);

const filesOf = (steps: readonly Step[]): Set<string> => new Set(steps.map(({ file }) => file));

/** Whether the source defines it: a method of a class, or a function or constant of the module. */
const defines = (source: string, name: string): boolean =>
  new RegExp(`^(export )?(async )?(function|const) ${name}\\b|^  (async )?${name}\\((.*\\{|[^;]*)$`, "m").test(source);

function missing({ file, functions }: Step): string[] {
  if (!existsSync(file)) return [file];
  const source = readFileSync(file, "utf8");
  return functions.filter((name) => !defines(source, name)).map((name) => `${file} ${name}`);
}

describe("the walk of a keystroke", () => {
  it("[A5] names only files and functions that exist", () => {
    expect(others.length).toBeGreaterThan(8);
    expect([...hops, ...others].flatMap(missing)).toEqual([]);
    expect(missing({ file: "server/rooms/room.ts", functions: ["#push", "pushed", "broadcast"] })).toEqual([
      "server/rooms/room.ts pushed",
      "server/rooms/room.ts broadcast",
    ]);
  });

  it("[A5] has at most 13 hops in 9 files, and counts them right", () => {
    expect(hops.map(({ number }) => number)).toEqual(hops.map((_, index) => index + 1));
    expect(hops.length).toBeLessThanOrEqual(MOST_HOPS);
    expect(filesOf(hops).size).toBeLessThanOrEqual(MOST_FILES);
    expect(page).toContain(`**${hops.length} hops in ${filesOf(hops).size} files.**`);
    const [, path = ""] = /^## Not counted\n([^]*?)^## /m.exec(page) ?? [];
    const beside = others.filter(({ file }) => path.includes(file));
    expect(page).toContain(`With these the path has ${filesOf([...hops, ...beside]).size} files.`);
  });

  it("[A5] goes through no feature", () => {
    expect([...filesOf([...hops, ...others])].filter((file) => file.includes("features/"))).toEqual([]);
  });
});
