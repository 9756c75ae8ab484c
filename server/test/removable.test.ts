// Takes each feature out of a copy of the sources, and has the rest checked: by the compiler, for what is unused, and for mutants of what is gone.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { FEATURES, Featureless } from "./featureless.ts";

/** The compiler's first look at the copy is at all of it. */
const FIRST_WITHIN_MS = 120_000;

let copy: Featureless;

beforeAll(async () => {
  copy = new Featureless();
  await copy.run("tsc", ["-b"]);
}, FIRST_WITHIN_MS);
afterAll(() => copy.dispose());

interface Change {
  readonly file: string;
}

interface Mutant extends Change {
  readonly name: string;
  readonly also?: readonly Change[];
  readonly tests?: string;
}

/** What mutants name that is not there: files that they change, and tests that are to catch them. */
async function missing(folder: string): Promise<string[]> {
  const paths = ["client", "server"].flatMap((side) =>
    readdirSync(join(folder, side), { recursive: true, encoding: "utf8" }).map((path) => join(side, path)),
  );
  const lists = paths.filter((path) => path.endsWith("/mutants.mjs"));
  const mutants: Mutant[] = [];
  for (const list of lists)
    mutants.push(...((await import(join(folder, list))) as { default: readonly Mutant[] }).default);
  expect(mutants.length).toBeGreaterThan(80);
  const tests = paths.filter((path) => path.endsWith(".test.ts"));
  return mutants.flatMap(({ name, file, also = [], tests: words = "server/test/fuzz" }) => [
    ...[file, ...also.map((change) => change.file)].filter((path) => !existsSync(join(folder, path))),
    ...(tests.some((path) => path.includes(words)) ? [] : [`tests of ${name}`]),
  ]);
}

describe("a feature", () => {
  it.each(FEATURES)(
    "[F4] is gone with its folders and lines, and the rest is whole: %s",
    async (feature) => {
      copy.take(feature);
      await Promise.all([
        copy.run("tsc", ["-b"]),
        copy.run("knip", ["--no-progress"]),
        copy.run("prettier", ["--check", "server/main.ts", "client/features.ts"]),
      ]);
      expect(await missing(copy.folder)).toEqual([]);
    },
    120_000,
  );
});
