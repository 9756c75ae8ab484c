// Takes each feature out of a copy of the sources, and has the rest checked: by all that `npm run check` runs, and for mutants of what is gone.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { check, type Options } from "prettier";
import { FEATURES, Featureless, MAINS } from "./featureless.ts";

/** The first look at the copy is at all of it. */
const FIRST_WITHIN_MS = 120_000;

const { prettier } = JSON.parse(readFileSync("package.json", "utf8")) as { prettier: Options };
const FORMAT: Options = { ...prettier, parser: "typescript" };

let copy: Featureless;

beforeAll(async () => {
  copy = new Featureless();
  await Promise.all([copy.compile(), findUnused()]);
}, FIRST_WITHIN_MS);
afterAll(() => copy.dispose());

/** Of the two files that are others without the feature: all else is as it is checked with it. */
const lint = (): Promise<void> => copy.run("oxlint", ["--type-aware", "--deny-warnings", ...Object.values(MAINS)]);

/** What it has read of a file it reads again when that changes. */
const findUnused = (): Promise<void> => copy.run("knip", ["--no-progress", "--cache"]);

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
      await Promise.all([copy.run("tsc", ["-b"]), findUnused(), lint()]);
      for (const main of Object.values(MAINS))
        expect([main, await check(readFileSync(join(copy.folder, main), "utf8"), FORMAT)]).toEqual([main, true]);
      expect(await missing(copy.folder)).toEqual([]);
    },
    120_000,
  );
});
