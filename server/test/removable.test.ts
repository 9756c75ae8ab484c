// Takes each feature out of a copy of the sources, its folders and its lines alone, and has the rest checked by the compiler.
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

const MAINS = { server: "server/main.ts", client: "client/main.tsx" } as const;
const SOURCES = ["server", "client", "package.json", ".tsconfig.base.json"];

/** The sides on which a feature of the page is: the page's, and the server's where it has a half there. */
const sidesOf = (feature: string) =>
  Object.entries(MAINS).filter(([side]) => existsSync(`${side}/features/${feature}`));

/** The main file without the feature: its import, and its place in the list. */
function without(source: string, feature: string): string {
  const line = new RegExp(`^import (?:\\{ )?(\\w+)(?: \\})? from "\\./features/${feature}/index\\.tsx?";\\n`, "m");
  const [, name = ""] = line.exec(source) ?? [];
  const list = new RegExp(`(\\[[^\\]\\n]*?)\\b${name}\\b(?:, )?([^\\]\\n]*\\])`);
  return source.replace(line, "").replace(list, "$1$2").replace(/, \]/, "]");
}

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "companion-removable-"));
  for (const path of SOURCES) cpSync(path, join(copy, path), { recursive: true });
  // packages as they are, but the compiler's memory its own
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync("node_modules").filter((one) => one !== ".cache"))
    symlinkSync(resolve("node_modules", name), join(copy, "node_modules", name));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("a feature", () => {
  it.each(readdirSync("client/features"))(
    "[F4] is gone with its folders and lines, and the rest is whole: %s",
    async (feature) => {
      const put = (): void => {
        for (const [side, main] of sidesOf(feature)) {
          cpSync(`${side}/features/${feature}`, join(copy, side, "features", feature), { recursive: true });
          cpSync(main, join(copy, main));
        }
      };
      for (const [side, main] of sidesOf(feature)) {
        const before = readFileSync(main, "utf8");
        const after = without(before, feature);
        expect(before.split("\n").length - after.split("\n").length).toBe(1);
        expect(after).not.toContain(feature);
        writeFileSync(join(copy, main), after);
        rmSync(join(copy, side, "features", feature), { recursive: true });
      }
      const compile = promisify(execFile)(resolve("node_modules/.bin/tsc"), ["-b", "server", "client"], { cwd: copy });
      await compile.catch((error: Error & { stdout?: string }) => {
        throw new Error(error.stdout || error.message);
      });
      put();
    },
    120_000,
  );
});
