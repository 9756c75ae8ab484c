// Every test there is but the long ones, in order: checks, build, unit and wire tests, browser tests, a share of the mutants. Its end repeats what has failed; its last line is the total.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { failuresOfMutants, failuresOfPlaywright, flakyOfPlaywright } from "./failures.mjs";
import {
  counted,
  jest,
  needPythonProgram,
  needSandbox,
  readReport,
  reportAt,
  run,
  runParts,
  shareDatabases,
  whole,
} from "./parts.mjs";

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

async function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const named = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const { chromium } = await import("@playwright/test");
  return [process.env.CHROMIUM_PATH, ...named, chromium.executablePath()].find((path) => path && isProgram(path));
}

async function needChromium() {
  const found = await findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    console.log("no chromium here: installing it");
    for (const words of [["update"], ["install", "-y", "chromium"]])
      spawnSync("apt-get", words, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  }
  return findChromium();
}

async function browserTests(chromium) {
  const path = reportAt("playwright.json");
  // decision 0064: what passes then is said to be flaky
  const ended = await run("npm", ["run", "--silent", "test:e2e", "--", "--reporter=list,json", "--retries=1"], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: path,
  });
  const report = readReport(path);
  if (!report) return counted(ended, 0, []);
  const flaky = flakyOfPlaywright(report);
  return { ...counted(ended, report.stats.expected + flaky.length, failuresOfPlaywright(report)), flaky };
}

async function mutants() {
  const ended = await run("npm", ["run", "--silent", "test:mutants", "--", "--share"]);
  const [, passed = 0] = /^mutants: (\d+) passed, \d+ failed$/m.exec(ended.output) ?? [];
  return counted(ended, Number(passed), failuresOfMutants(ended.output));
}

const chromium = await needChromium();
if (!chromium) {
  console.log(
    "The browser tests need chromium: install it, or set CHROMIUM_PATH to one, or run npx playwright install chromium.",
  );
  process.exit(1);
}

await needSandbox();
await needPythonProgram("openapi-spec-validator");
const stopDatabases = await shareDatabases();
/** Begun beside the check: most of it is one file that one core compresses. The unit tests start the server that it builds. */
const building = run("npm", ["run", "--silent", "build"], {}, false);
await runParts({
  check: async () => whole(await run("npm", ["run", "--silent", "check"])),
  build: async () => {
    const built = await building;
    console.log(built.output);
    return whole(built);
  },
  unit: () => jest([]),
  browser: () => browserTests(chromium),
  mutants,
});
await stopDatabases();
