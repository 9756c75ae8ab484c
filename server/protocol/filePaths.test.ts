// Which paths are free: no file twice, whatever the case, and nothing a file and a folder at once.
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { comparablePath, TakenPaths } from "./filePaths.ts";

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
  ])("[P81] beside %j, %s becomes %s", (paths, wanted, free) => {
    expect(new TakenPaths(paths).free(wanted)).toBe(free);
  });
});
