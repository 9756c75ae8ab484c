// Which compiled programs are kept, and for what they are taken again. Knows no compiler.
import { describe, expect, it } from "@jest/globals";
import { KeptPrograms, programKey } from "./keptPrograms.ts";

const program = (bytes: number) => ({ program: Buffer.alloc(bytes), said: "" });

describe("compiled programs", () => {
  it("[M9] are kept within a bound, those that were used last", () => {
    const kept = new KeptPrograms(100);
    kept.keep("a", program(40));
    kept.keep("b", program(40));
    expect(kept.get("a")).toBeDefined();
    kept.keep("c", program(40));
    expect(["a", "b", "c"].map((key) => kept.get(key) !== undefined)).toEqual([true, false, true]);
    kept.keep("c", program(60));
    expect(["a", "c"].map((key) => kept.get(key) !== undefined)).toEqual([true, true]);
    kept.keep("d", program(101));
    expect(["a", "c", "d"].some((key) => kept.get(key) !== undefined)).toBe(false);
  });

  it("[M9] have another key for another text, path, main file or compiler", () => {
    const files = new Map([
      ["a.c", "one"],
      ["b.h", "two"],
    ]);
    const keys = [
      programKey("gcc 12", "a.c", files),
      programKey("gcc 13", "a.c", files),
      programKey("gcc 12", "b.h", files),
      programKey("gcc 12", "a.c", new Map([...files, ["b.h", "three"]])),
      programKey("gcc 12", "a.c", new Map([...files, ["c.h", ""]])),
      programKey("gcc 12", "a.c", new Map([...files, ["notes.md", ""]])),
      programKey(
        "gcc 12",
        "a.c",
        new Map([
          ["a.c", "oneb.h"],
          ["", "two"],
        ]),
      ),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(programKey("gcc 12", "a.c", new Map([...files].reverse()))).toBe(keys[0]);
  });
});
