// A copy of the sources from which one feature at a time is taken: its folders, its lines, and the packages that it alone uses. Checks nothing.
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";

/** The one file of each side that names the features. */
export const MAINS = { server: "server/main.ts", client: "client/features.ts" } as const;
/** What is compiled, and what the checks and tests of that read. */
// prettier-ignore
const PARTS = [
  "server", "client", "bench", "docs", ".scripts", ".gitignore", ".env.example", "README.md", "CONTRIBUTING.md",
  "package.json", "package-lock.json", "tsconfig.json", ".tsconfig.base.json", "knip.json", "jest.config.mjs", "jest.long.config.mjs",
  "Dockerfile", "nodemon.json", ".prettierignore", ".oxlintrc.json",
];
/** Where packages may be used. */
const CODE = ["server", "client", "bench", ".scripts"];
const OUTPUT_BYTES = 64 * 1024 * 1024;
/** Where the compiler keeps what it knows. */
const COMPILED = "node_modules/.cache/tsc";
const COMPILED_WITH_ALL = "node_modules/.cache/tsc-with-all";

/** Copies what is not there, or is not as it was: a compiler looks again at what is newer. */
const copyChanged = (from: string, to: string): void =>
  cpSync(from, to, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path, other) => {
      const [is, was] = [statSync(path), statSync(other, { throwIfNoEntry: false })];
      return is.isDirectory() || was?.mtimeMs !== is.mtimeMs;
    },
  });

/** The features of both sides, in the order of their names. */
export const FEATURES: readonly string[] = [
  ...new Set(
    Object.keys(MAINS).flatMap((side) =>
      readdirSync(`${side}/features`, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      ),
    ),
  ),
].toSorted();

/** The main file without the feature: its import, and its place in the list. */
function without(source: string, feature: string): string {
  const line = new RegExp(`^import (?:\\{ )?(\\w+)(?: \\})? from "\\./features/${feature}/index\\.tsx?";\\n`, "m");
  const [, name = ""] = line.exec(source) ?? [];
  const list = new RegExp(`(\\[[^\\]\\n]*?)\\b${name}\\b(?:, )?([^\\]\\n]*\\])`);
  return source.replace(line, "").replace(list, "$1$2").replace(/, \]/, "]");
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:m?[jt]s|tsx|json)$/.test(path) && !path.includes("node_modules"))
    .map((path) => join(folder, path));

/** The packages that a source names in quotes, as it names what it imports, and settings what they use. */
const packagesIn = (source: string): string[] =>
  [...source.matchAll(/"((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^"\n]*)?"/g)].map(([, name = ""]) => name);

/** Those that it imports. */
const importedIn = (source: string): string[] =>
  packagesIn((source.match(/\b(?:from|import)[\s(]*"[^"\n]+"/g) ?? []).join("\n"));

interface Package {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

export class Featureless {
  readonly folder = mkdtempSync(join(tmpdir(), "companion-featureless-"));
  #taken: string | undefined;

  constructor() {
    const isOwn = (path: string): boolean => basename(path) !== "node_modules";
    for (const part of PARTS)
      cpSync(part, join(this.folder, part), { recursive: true, preserveTimestamps: true, filter: isOwn });
    // packages as they are, but the compiler's memory its own
    for (const path of ["node_modules", "bench/node_modules"].filter((one) => existsSync(one))) {
      mkdirSync(join(this.folder, path));
      for (const name of readdirSync(path).filter((one) => one !== ".cache"))
        symlinkSync(resolve(path, name), join(this.folder, path, name));
    }
  }

  /** Compiles all of it. What is compiled without a feature then begins with what was learned here. */
  async compile(): Promise<void> {
    await this.run("tsc", ["-b"]);
    copyChanged(this.#at(COMPILED), this.#at(COMPILED_WITH_ALL));
  }

  /** Puts back the one that was taken before. Throws where more or less than its one line in each main file names it. */
  take(feature: string): void {
    this.#putBack();
    this.#taken = feature;
    const used = new Set<string>();
    for (const [side, main] of Object.entries(MAINS)) {
      const folder = this.#at(`${side}/features/${feature}`);
      if (!existsSync(folder)) continue;
      for (const path of filesIn(folder)) for (const name of importedIn(readFileSync(path, "utf8"))) used.add(name);
      rmSync(folder, { recursive: true });
      const before = readFileSync(main, "utf8");
      const after = without(before, feature);
      // as a word: `running` is no feature
      const isNamed = new RegExp(`\\b${feature}\\b`).test(after);
      if (before.split("\n").length - after.split("\n").length !== 1 || isNamed)
        throw new Error(`${main} is more or less than a line without ${feature}:\n${after}`);
      writeFileSync(this.#at(main), after);
    }
    this.#takePackages(used);
  }

  /** Those of these that nothing left uses, with their types: lines of the feature as well. */
  #takePackages(used: ReadonlySet<string>): void {
    const left = new Set(
      CODE.flatMap((folder) => filesIn(this.#at(folder))).flatMap((path) => packagesIn(readFileSync(path, "utf8"))),
    );
    const all = JSON.parse(readFileSync("package.json", "utf8")) as Package;
    for (const name of used)
      if (!left.has(name))
        for (const list of [all.dependencies, all.devDependencies]) {
          delete list[name];
          delete list[`@types/${name}`];
        }
    writeFileSync(this.#at("package.json"), JSON.stringify(all));
  }

  /** Runs a program of the packages there. Rejects with what it has printed when it fails. */
  async run(program: string, words: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<void> {
    // they are no part of the test that runs them: a build would be one for tests
    const { NODE_ENV: _, ...env } = process.env;
    const options = { cwd: this.folder, env: { ...env, ...more }, maxBuffer: OUTPUT_BYTES };
    await promisify(execFile)(resolve("node_modules/.bin", program), words, options).catch(
      (error: Error & { stdout?: string; stderr?: string }) => {
        throw new Error(`${program} ${words.join(" ")}: ${error.stdout}${error.stderr}`, { cause: error });
      },
    );
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #putBack(): void {
    if (this.#taken === undefined) return;
    for (const [side, main] of Object.entries(MAINS)) {
      const folder = `${side}/features/${this.#taken}`;
      if (existsSync(folder)) copyChanged(folder, this.#at(folder));
      copyChanged(main, this.#at(main));
    }
    if (existsSync(this.#at(COMPILED_WITH_ALL))) copyChanged(this.#at(COMPILED_WITH_ALL), this.#at(COMPILED));
  }

  #at(path: string): string {
    return join(this.folder, path);
  }
}
