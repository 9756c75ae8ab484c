// Which paths are free: no file twice, whatever the case, and nothing a file and a folder at once.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { comparablePath, cutToFit, fitsDisks, PART_BYTES, TakenPaths } from "./filePaths.ts";

const path = fc
  .array(fc.constantFrom("a", "A", "b.txt", "B.TXT", "é", "e\u0301", ".git", "a (2)"), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"));

describe("paths", () => {
  it("[P81] each gets a free one, which is its own where that is free; none is a file and a folder", () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), (wanted) => {
        const taken = new TakenPaths();
        const given = wanted.map((one) => {
          const wasFree = taken.kindOf(one) === undefined;
          const free = taken.free(one);
          if (wasFree && !one.includes("/")) expect(free).toBe(one);
          taken.add(free);
          expect(taken.kindOf(free)).toBe("file");
          return comparablePath(free);
        });
        expect(new Set(given).size).toBe(given.length);
        for (const one of given) expect(given.filter((other) => other.startsWith(`${one}/`))).toEqual([]);
      }),
    );
  });

  it.each([
    [["main.py"], "main.py", "main (2).py"],
    [["main.py", "MAIN (2).py"], "Main.py", "Main (3).py"],
    [["a/b"], "a", "a (2)"],
    [["a"], "a/b.c/d.tar.gz", "a (2)/b.c/d.tar.gz"],
    [["a/b"], "A/c", "A/c"],
    [[".env"], ".env", ".env (2)"],
    [["Makefile"], "makefile", "makefile (2)"],
    [["caf\u00e9"], "cafe\u0301", "cafe\u0301 (2)"],
    [["می\u200cروم.txt"], "میروم.txt", "میروم (2).txt"],
    [["\u2764\ufe0f"], "\u2764", "\u2764 (2)"],
  ])("[P81] beside %j, %s becomes %s", (paths, wanted, free) => {
    expect(new TakenPaths(paths).free(wanted)).toBe(free);
  });

  const long = fc
    .tuple(
      fc.constantFrom("x", "é", "字", "\u{1f600}", "\u{1f469}\u200d\u{1f4bb}", "a ."),
      fc.integer({ min: 1, max: 300 }),
    )
    .chain(([unit, count]) =>
      fc.constantFrom("", ".txt", ".tar.gz", `.${unit.repeat(count)}`).map((end) => unit.repeat(count) + end),
    );

  it("[P81] a part that is numbered or cut is within its bytes, and keeps its extension", () => {
    fc.assert(
      fc.property(
        long,
        fc.integer({ min: 100, max: PART_BYTES }),
        fc.constantFrom("", " (2)", " (123)"),
        (part, bytes, end) => {
          const cut = cutToFit(part, bytes, end);
          expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
          if (Buffer.byteLength(part) <= bytes && end === "") expect(cut).toBe(part);
          const extension = /(?<=.)\.(?:txt|gz)$/.exec(part)?.[0] ?? "";
          if (extension !== "") expect(cut.endsWith(end + extension)).toBe(true);
          if (cut !== part && end === "")
            expect(cut.slice(0, cut.length - extension.length)).not.toMatch(/[\s.\u200d]$/);
        },
      ),
    );
  });

  it("[P81] the free ones of paths that disks take are such, and differ", () => {
    const paths = fc.array(
      fc.array(long, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(paths, (wanted) => {
        const taken = new TakenPaths();
        const given = [...wanted, ...wanted].map((one) => {
          const free = taken.free(one);
          taken.add(free);
          return free;
        });
        expect(given.filter((one) => !fitsDisks(one))).toEqual([]);
        expect(new Set(given.map(comparablePath)).size).toBe(given.length);
      }),
    );
  });

  it.each([
    ["255 letters of a byte", "x".repeat(255), true],
    ["85 of three", "字".repeat(85), true],
    ["84 of three and an extension", `${"字".repeat(84)}.txt`, false],
    ["64 of four", "\u{1f600}".repeat(64), false],
    ["four such parts", `${"x".repeat(255)}/`.repeat(3) + "x".repeat(255), true],
    ["more than 1,024 in all", `${"x".repeat(204)}/`.repeat(5), false],
  ])("[P81] disks take %s, or not", (_what, one, isTaken) => {
    expect(fitsDisks(one)).toBe(isTaken);
  });
});
