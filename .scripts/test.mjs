// Every test there is, in order: checks, unit and wire tests, build, browser tests, mutants. Its last line is the total.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { tsImport } from "tsx/esm/api";
import { ROOT } from "./sources.mjs";

process.chdir(ROOT);
const reports = mkdtempSync(join(tmpdir(), "companion-test-"));
process.on("exit", () => rmSync(reports, { recursive: true }));

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

/** Runs a command, shows what it prints and returns that too. */
const run = (command, words, env = {}) =>
  new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(command, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const show = (from, to) =>
      from.setEncoding("utf8").on("data", (text) => {
        output += text;
        to.write(text);
      });
    show(child.stdout, process.stdout);
    show(child.stderr, process.stderr);
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });

const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);

/** What is not a test of its own counts as one. */
const whole = ({ ok }) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** A run that failed, or found no test, without a test to blame counts as one failure. */
const counted = (ok, passed, failed) => ({
  passed,
  failed: failed === 0 && (!ok || passed === 0) ? 1 : failed,
});

async function unitTests() {
  const path = join(reports, "jest.json");
  const { ok } = await run("npx", ["jest", "--json", `--outputFile=${path}`], {
    NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
  });
  const report = readReport(path);
  const broken = report
    ? report.numFailedTests + report.numPendingTests + report.numTodoTests + report.numRuntimeErrorTestSuites
    : 0;
  return counted(ok, report?.numPassedTests ?? 0, broken);
}

async function browserTests(chromium) {
  const path = join(reports, "playwright.json");
  const { ok } = await run("npm", ["run", "--silent", "test:e2e", "--", "--reporter=list,json"], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: path,
  });
  const stats = readReport(path)?.stats;
  return counted(ok, stats?.expected ?? 0, stats ? stats.unexpected + stats.flaky + stats.skipped : 0);
}

async function mutants() {
  const { ok, output } = await run("npm", ["run", "--silent", "test:mutants"]);
  const [, passed = 0, failed = 0] = /^mutants: (\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  return counted(ok, Number(passed), Number(failed));
}

const chromium = await needChromium();
if (!chromium) {
  console.log(
    "The browser tests need chromium: install it, or set CHROMIUM_PATH to one, or run npx playwright install chromium.",
  );
  process.exit(1);
}

// Before any test, so that none waits for a download.
const { needMongod } = await tsImport("../server/test/mongod.ts", import.meta.url);
await needMongod().catch((error) => {
  console.log(error.message);
  process.exit(1);
});

const parts = {
  check: async () => whole(await run("npm", ["run", "--silent", "check"])),
  unit: unitTests,
  build: async () => whole(await run("npm", ["run", "--silent", "build"])),
  browser: () => browserTests(chromium),
  mutants,
};

const total = { passed: 0, failed: 0 };
const lines = [];
for (const [name, part] of Object.entries(parts)) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { passed, failed } = await part();
  total.passed += passed;
  total.failed += failed;
  lines.push(`${name}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - started) / 1000)} s)`);
}
console.log(`\n${lines.join("\n")}`);
console.log(`total: ${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
