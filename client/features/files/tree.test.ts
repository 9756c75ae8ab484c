// The rows of the tree, and what moving one of them asks the server for.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { RoomFile } from "#protocol/events.ts";
import { comparablePath } from "#protocol/filePaths.ts";
import { changesFor } from "../../../server/features/files/tree.ts";
import { fitsInto, foldersOf, moveBeside, moveBy, moveInto, lastNameOf, type Row, rowsOf } from "./tree.ts";

const LIMITS = { filesPerRoom: 200, fileNameCharacters: 200 };

const filesOf = (names: readonly string[]): readonly RoomFile[] =>
  names.map((name, index) => ({ file: index + 1, name }));
const all = (files: readonly RoomFile[]): readonly Row[] => rowsOf(files, new Set());
const shown = (files: readonly RoomFile[], closed: readonly string[] = []): string[] =>
  rowsOf(files, new Set(closed)).map(({ name, level }) => `${"  ".repeat(level - 1)}${name}`);

const FILES = filesOf(["main", "src/b.ts", "src/a.ts", "src/lib/x10.ts", "SRC/lib/x9.ts", "docs/readme"]);
const rowOf = (path: string): Row => all(FILES).find((row) => row.path === path)!;

describe("the rows", () => {
  it("[E12] folders first and by name, files in the order that people gave them, one folder whatever its case", () => {
    expect(shown(FILES)).toEqual([
      "docs",
      "  readme",
      "src",
      "  lib",
      "    x10.ts",
      "    x9.ts",
      "  b.ts",
      "  a.ts",
      "main",
    ]);
    expect(foldersOf(FILES)).toEqual(["docs", "src", "src/lib"]);
  });

  it("[E12] what is in a closed folder is not shown", () => {
    expect(shown(FILES, ["src", "docs"])).toEqual(["docs", "src", "main"]);
    expect(rowsOf(FILES, new Set(["src"])).map(({ isOpen }) => isOpen)).toEqual([true, false, false, false]);
  });

  it("[E12] each says its level, its place among its siblings and how many they are", () => {
    expect(all(FILES).map(({ level, position, siblings }) => [level, position, siblings])).toEqual([
      [1, 1, 3],
      [2, 1, 1],
      [1, 2, 3],
      [2, 1, 3],
      [3, 1, 2],
      [3, 2, 2],
      [2, 2, 3],
      [2, 3, 3],
      [1, 3, 3],
    ]);
  });

  it("[E12] every file is there once, whatever it is called", () => {
    const path = fc
      .array(fc.constantFrom("a", "A", "b", "c.ts", "__proto__"), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20, selector: comparablePath }), (names) => {
        const rows = all(filesOf(names));
        expect(rows.flatMap(({ file }) => file ?? []).toSorted((a, b) => a - b)).toEqual(names.map((_, i) => i + 1));
        expect(new Set(rows.map(({ id, file }) => `${id} ${file === undefined}`)).size).toBe(rows.length);
        for (const row of rows) expect(row.name).toBe(lastNameOf(row.path));
      }),
    );
  });
});

describe("a move", () => {
  it("[E12] into a folder is a new path, of a folder for all in it; not into itself, not where it is", () => {
    expect(moveInto(rowOf("main"), "src/")).toEqual({ type: "change", file: 1, name: "src/main" });
    expect(moveInto(rowOf("src/lib"), "")).toEqual({ type: "changeFolder", folder: "src/lib", name: "lib" });
    expect(moveInto(rowOf("src/a.ts"), "SRC/")).toBeUndefined();
    expect(moveInto(rowOf("src"), "src/lib/")).toBeUndefined();
    expect(fitsInto(rowOf("src"), "Src/")).toBe(false);
    expect(fitsInto(rowOf("src"), "docs/")).toBe(true);
  });

  it("[E12] beside a file is a place, with the path where the folder is another", () => {
    const rows = all(FILES);
    expect(moveBeside(rowOf("src/a.ts"), rowOf("src/b.ts"), "before", rows)).toEqual({
      type: "change",
      file: 3,
      before: 2,
    });
    expect(moveBeside(rowOf("main"), rowOf("src/b.ts"), "after", rows)).toEqual({
      type: "change",
      file: 1,
      before: 3,
      name: "src/main",
    });
    expect(moveBeside(rowOf("main"), rowOf("src/a.ts"), "after", rows)).toMatchObject({ before: null });
    expect(moveBeside(rowOf("docs"), rowOf("src/a.ts"), "after", rows)).toMatchObject({ name: "src/docs" });
    expect(moveBeside(rowOf("main"), rowOf("main"), "after", rows)).toBeUndefined();
  });

  it("[E12] by one place up or down ends at the ends, and the server makes of it what was meant", () => {
    const step = fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(-1 as const, 1 as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let files = filesOf(["a", "b", "c", "d"]);
        let expected = ["a", "b", "c", "d"];
        for (const [index, by] of steps) {
          const rows = all(files);
          const row = rows[index]!;
          const wish = moveBy(row, by, rows);
          const to = index + by;
          expect(wish === undefined).toBe(to < 0 || to > 3);
          if (wish === undefined || wish.type !== "change") continue;
          const changed = changesFor(files, { ...wish, name: undefined }, { time: 0, participant: 1 }, LIMITS);
          files = files.map((file) => changed.find((one) => one.file === file.file) ?? file);
          expected = expected.toSpliced(index, 1).toSpliced(to, 0, row.name);
          expect(shown(files)).toEqual(expected);
        }
      }),
    );
  });
});
