// Runs test programs one after the other, shows what they print and adds up what passed and failed. Knows no test.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endOf, failuresOfJest, repeated } from "./failures.mjs";
import { ROOT } from "./sources.mjs";

process.chdir(ROOT);
const reports = mkdtempSync(join(tmpdir(), "companion-test-"));
process.on("exit", () => rmSync(reports, { recursive: true }));

/** Where a program may write its report. */
export const reportAt = (name) => join(reports, name);

export const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);

/** Runs a command, shows what it prints, unless that is to be shown later, and returns that too. */
export const run = (command, words, env = {}, isShown = true) =>
  new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(command, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const show = (from, to) =>
      from.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (isShown) to.write(text);
      });
    show(child.stdout, process.stdout);
    show(child.stderr, process.stderr);
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });

/** What is not a test of its own counts as one. */
export const whole = ({ ok, output }) => ({ passed: ok ? 1 : 0, failures: ok ? [] : [endOf("all of it", output)] });

/** A run that failed, or found no test, without a test to blame counts as one failure. */
export const counted = ({ ok, output }, passed, failures) => ({
  passed,
  failures:
    failures.length === 0 && (!ok || passed === 0) ? [endOf("its run, outside of the tests", output)] : failures,
});

/** Jest with these words, where `node` is named by that version of Node. A test that is left out has failed. */
export async function jest(words, { env = {}, node } = {}) {
  const path = reportAt("jest.json");
  rmSync(path, { force: true });
  const program = node ? ["--yes", `--package=node@${node}`, "--", "node", "node_modules/jest/bin/jest.js"] : ["jest"];
  const ended = await run("npx", [...program, "--json", `--outputFile=${path}`, ...words], {
    NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
    ...env,
  });
  const report = readReport(path);
  return counted(ended, report?.numPassedTests ?? 0, report ? failuresOfJest(report) : []);
}

/**
 * Starts a replica set for all tests that harm no server, unless MONGODB_TEST_URI names one already; resolves to what ends it. Ends the
 * process when no mongod is there and none can be had, so that no test waits for a download.
 */
export async function shareDatabases() {
  const { tsImport } = await import("tsx/esm/api");
  const { needMongod } = await tsImport("../server/test/mongod.ts", import.meta.url);
  await needMongod().catch((error) => {
    console.log(error.message);
    process.exit(1);
  });
  const { startDatabases } = await tsImport("../server/test/replicaSet.ts", import.meta.url);
  const databases = await startDatabases();
  process.env.MONGODB_TEST_URI = databases.newDatabase();
  return () => databases.stop();
}

/** Has bubblewrap installed where it is not. Ends the process when this machine can make no box, and says why. */
export async function needSandbox() {
  const { tsImport } = await import("tsx/esm/api");
  const { needBoxes } = await tsImport("../server/features/run/test/needBoxes.ts", import.meta.url);
  await needBoxes().catch((error) => {
    console.log(error.message);
    process.exit(1);
  });
}

/** Has a Python program that tests run installed where it is not. Ends the process when it cannot be had, so that no test waits for a download. */
export async function needPythonProgram(name) {
  const { tsImport } = await import("tsx/esm/api");
  const { needPythonProgram: need } = await tsImport("../server/test/pythonProgram.ts", import.meta.url);
  await need(name).catch((error) => {
    console.log(error.message);
    process.exit(1);
  });
}

/** One after the other. At the end stands what has failed, if only once, and then the figures; the last line is the total. */
export async function runParts(parts) {
  const total = { passed: 0, failed: 0 };
  const figures = [];
  const failed = [];
  for (const [name, part] of Object.entries(parts)) {
    console.log(`\n== ${name}`);
    const started = Date.now();
    const { passed, failures, flaky = [] } = await part();
    total.passed += passed;
    total.failed += failures.length;
    failed.push(...repeated(`FLAKY in ${name}`, flaky), ...repeated(`FAILED in ${name}`, failures));
    const seconds = Math.round((Date.now() - started) / 1000);
    const again = flaky.length > 0 ? `, ${flaky.length} of them at the second try` : "";
    figures.push(`${name}: ${passed} passed${again}, ${failures.length} failed (${seconds} s)`);
  }
  console.log([...failed, "", ...figures].join("\n"));
  console.log(`total: ${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}
