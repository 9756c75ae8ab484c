// Every rule that is written down stands in the title of a test, and no test names a rule that is not there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** A feature's rules are with its server half, or where it has none with the page's. */
const featureDocs = ["server/features", "client/features"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("README.md"))
    .map((path) => `${folder}/${path}`),
);
const DOCS = [
  "server/protocol/SPEC.md",
  "server/store/README.md",
  "server/weave/README.md",
  "server/cluster/README.md",
  "docs/rules.md",
  ...featureDocs,
];

/** Whose a file is, "" for none of the features'. */
const featureOf = (path: string): string => /^(?:server|client)\/features\/([^/]+)\//.exec(path)?.[1] ?? "";

/** A rule begins a list item: "- **P12** …". */
const written = DOCS.flatMap((path) =>
  [...readFileSync(join(ROOT, path), "utf8").matchAll(/^- \*\*([A-Z]\d+)\*\* /gm)].map(([, rule = ""]) => ({
    rule,
    feature: featureOf(path),
  })),
);
const rules = written.map(({ rule }) => rule);

const isTest = (path: string): boolean => /\.(test|e2e|long)\.tsx?$|^server\/store\/\w*[cC]ontract\.ts$/.test(path);

const testFiles = ["server", "client"]
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => isTest(path) && !path.includes("node_modules"));

/** The rules that the titles of a file's tests name: a title is what a call begins with, and begins with its rules. */
function named(source: string): string[] {
  const titles = [...source.matchAll(/\(\s*["'`]((?:\[[A-Z]\d+\]\s*)+)/g)];
  return titles.flatMap(([, tags]) => [...(tags ?? "").matchAll(/[A-Z]\d+/g)].map(([rule]) => rule));
}

describe("the rules", () => {
  const tested = new Map<string, string[]>();
  for (const path of testFiles)
    for (const rule of named(readFileSync(join(ROOT, path), "utf8")))
      tested.set(rule, [...(tested.get(rule) ?? []), path]);

  it("[X1] titles are found as tests write them", () => {
    // Written with @ for the bracket, or they would count as titles themselves.
    const source = `
      it("@A1] one", () => {});
      it("@A2] @A3] two", async () => {});
      it.each([["@B1]", "["], ["x", ")"]])("@A4] three %s", () => {});
      test(\`@A5] four \${count}\`, () => {});
      it.each<[string, unknown]>(list.map((x) => [x]))(
        "@A6] five",
        () => {},
      );
      // it is said in @B2]
      const text = "@B3] no title";`.replaceAll("@", "[");
    expect(named(source)).toEqual(["A1", "A2", "A3", "A4", "A5", "A6"]);
  });

  it("[X1] are numbered once each", () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });

  it("[X1] have letters that CONTRIBUTING.md explains", () => {
    const page = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
    const explained = [...page.matchAll(/^\| ([A-Z](?:, [A-Z])*) +\|/gm)].flatMap(([, letters = ""]) =>
      letters.split(", "),
    );
    expect([...new Set(rules.map((rule) => rule.charAt(0)))].filter((letter) => !explained.includes(letter))).toEqual(
      [],
    );
  });

  it("[X1] all have a test", () => {
    expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
  });

  it("[X1] of a feature are its own tests' alone, and others have a test outside of the features", () => {
    const owners = (rule: string): string[] => [...new Set((tested.get(rule) ?? []).map(featureOf))];
    const wrong = written.filter(({ rule, feature }) =>
      feature === "" ? !owners(rule).includes("") : owners(rule).some((owner) => owner !== feature),
    );
    expect(wrong).toEqual([]);
  });

  it("[X1] are all that tests name", () => {
    const unknown = [...tested].filter(([rule]) => !rules.includes(rule));
    expect(unknown.map(([rule, paths]) => `${rule} in ${[...new Set(paths)].join(", ")}`).sort()).toEqual([]);
  });
});
