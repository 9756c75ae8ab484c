// What is packed, as the machine's own tar unpacks it. Knows no box.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { tar } from "./tar.ts";

describe("an archive", () => {
  it("[M11] is unpacked to the files that it was made of, however long their paths are and whatever letters they have", () => {
    const long = [...Array.from({ length: 9 }, (_, index) => String(index).repeat(99)), "ende.py"].join("/");
    const files = new Map([
      ["a.txt", "one\n"],
      ["empty", ""],
      ["folder/größe 😀.py", "ü".repeat(1_000)],
      ["x".repeat(100), "fits"],
      [long, "long"],
    ]);
    const folder = mkdtempSync(join(tmpdir(), "companion-tar-"));
    try {
      execFileSync("tar", ["-xf", "-", "-C", folder], { input: tar(files) });
      for (const [path, text] of files) expect(readFileSync(join(folder, path), "utf8")).toBe(text);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
