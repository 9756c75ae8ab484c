// Breaks the code on purpose, one rule at a time, in a copy, and shows that the tests of the rules in its name catch every break.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { turnOf } from "./sources.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const RUNS = process.env.MUTANT_RUNS ?? "4000";
/** Tests that take longer go round for ever, which is no way to catch a mutant. */
const ENDS_WITHIN_MS = 240_000;
/** Of a test that sets none of its own: what a mutant makes wait for ever is caught when this is over. */
const TEST_WITHIN_MS = 10_000;
/** One more than there are processors: some mutants make a test wait until its time is over. */
const AT_ONCE = Math.min(3, availableParallelism() + 1);
const SCHEDULES = "server/test/fuzz/schedules";

/**
 * Each is a defect that such code has had elsewhere. `find` must stand in the file exactly once; `tests`: where what must catch it is, the
 * schedules unless named. The titles have one of the rules in its name. A list lies beside what its mutants break; where a feature's tests catch them, in the feature's folder, to go with it.
 */
const MUTANTS = [];
for (const side of ["client", "server"])
  for (const path of (await readdir(join(ROOT, side), { recursive: true })).toSorted())
    if (basename(path) === "mutants.mjs") MUTANTS.push(...(await import(join(ROOT, side, path))).default);

/** What the tests of a mutant need of the project. */
const PARTS = ["server", "client", "package.json", "jest.config.mjs"];

/** A copy of the project in which one mutant after the other is tried: what is not changed stays as jest has read it. */
async function makeCopy() {
  const directory = await mkdtemp(join(tmpdir(), "companion-mutants-"));
  for (const part of PARTS) await cp(join(ROOT, part), join(directory, part), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"));
  return directory;
}

/** Changes a file's text, and returns what puts it back. */
async function replaceOnce(directory, { file, find, replace }) {
  const path = join(directory, file);
  const source = await readFile(path, "utf8");
  if (source.split(find).length !== 2) throw new Error(`${file} does not have this exactly once:\n${find}`);
  await writeFile(
    path,
    source.replace(find, () => replace),
  );
  return () => writeFile(path, source);
}

/** The tests of the rules in its name. */
const titlesOf = ({ name }) => `\\[(${[...name.matchAll(/\[([A-Z]\d+)\]/g)].map(([, rule]) => rule).join("|")})\\]`;

/** Ends it with all that it has started, and waits for none of them. */
function endGroup(child) {
  child.removeAllListeners();
  child.stderr.destroy();
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/**
 * Runs tests in a copy, and ends those that do not end. Jest is started for the first mutant and stays: starting it takes longer than
 * the tests of most mutants. Another one is started where one has been ended, or a mutant has left something running.
 */
function openJest(directory) {
  const options = {
    cwd: directory,
    env: {
      ...process.env,
      FUZZ_RUNS: RUNS,
      FUZZ_SHRINK: "no",
      NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // a group of their own: what a test has started is ended with jest
    detached: true,
  };
  let child;
  const close = () => {
    if (child) endGroup(child);
    child = undefined;
  };
  const run = async (words) => {
    child ??= fork(join(ROOT, ".scripts/mutantTests.mjs"), options);
    let said = "";
    const hear = (text) => (said += text);
    child.stderr.setEncoding("utf8").on("data", hear);
    const over = new AbortController();
    const { signal } = over;
    child.send(words);
    try {
      const [answer] = await Promise.race([
        once(child, "message", { signal }),
        once(child, "close", { signal }).then(() => {
          throw new Error(`jest ended:\n${said}`);
        }),
        setTimeout(ENDS_WITHIN_MS, undefined, { signal }).then(() => {
          throw new Error("its tests did not end");
        }),
      ]);
      child.stderr.off("data", hear);
      return answer;
    } catch (error) {
      close();
      throw error;
    } finally {
      over.abort();
    }
  };
  return { run, close };
}

/** Its tests must fail on the mutant. Rejects with the reason when they do not, and when it cannot be tried. */
async function mustBeCaught(mutant, directory, jest) {
  const putBack = [];
  try {
    for (const change of [mutant, ...(mutant.also ?? [])]) putBack.unshift(await replaceOnce(directory, change));
    const { failed, broken, isSpent } = await jest.run([
      "--rootDir",
      directory,
      // the caches of two copies are apart, as each has its own path
      "--cacheDirectory",
      join(directory, ".cache"),
      "--runInBand",
      "--testTimeout",
      String(TEST_WITHIN_MS),
      "--testEnvironment",
      join(ROOT, ".scripts/firstFailure.mjs"),
      "--testNamePattern",
      titlesOf(mutant),
      mutant.tests ?? SCHEDULES,
    ]);
    if (isSpent) jest.close();
    if (failed.length > 0) return;
    // A mutant that does not even run proves nothing.
    throw new Error(broken.length > 0 ? broken.join("\n") : "its tests passed");
  } finally {
    for (const put of putBack) await put();
  }
}

const isTurn = turnOf(5);

/** The code has changed where it would be broken: it fails, whoever's turn it is. */
const isLost = ({ also = [], ...mutant }) =>
  [mutant, ...also].some(({ file, find }) => readFileSync(join(ROOT, file), "utf8").split(find).length !== 2);

// `npm run test:mutants -- kept` tries those whose name has the word, `-- --share` those whose turn it is.
const [word = ""] = process.argv.slice(2);
const wanted = MUTANTS.filter((mutant, index) =>
  word === "--share" ? isTurn(index) || isLost(mutant) : mutant.name.includes(word),
);
let caught = 0;
const left = [...wanted];
/** One after the other, beside others in copies of their own. */
async function tryThem() {
  const directory = await makeCopy();
  const jest = openJest(directory);
  try {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const started = Date.now();
      const why = await mustBeCaught(mutant, directory, jest).then(
        () => undefined,
        (error) => error.message,
      );
      if (why === undefined) caught += 1;
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      console.log(`${why === undefined ? "caught" : "NOT CAUGHT"}: ${mutant.name} (${seconds} s)`);
      if (why !== undefined) console.log(why.replaceAll(/^/gm, "  "));
    }
  } finally {
    jest.close();
    await rm(directory, { recursive: true, force: true });
  }
}
await Promise.all(Array.from({ length: Math.min(AT_ONCE, wanted.length) }, tryThem));
console.log(`mutants: ${caught} passed, ${wanted.length - caught} failed`);
process.exitCode = caught === wanted.length ? 0 : 1;
