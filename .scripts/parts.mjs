// Runs test programs one after the other, shows what they print and adds up what passed and failed. Knows no test.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./sources.mjs";

process.chdir(ROOT);
const reports = mkdtempSync(join(tmpdir(), "companion-test-"));
process.on("exit", () => rmSync(reports, { recursive: true }));

/** Where a program may write its report. */
export const reportAt = (name) => join(reports, name);

export const readReport = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);

/** Runs a command, shows what it prints and returns that too. */
export const run = (command, words, env = {}) =>
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

/** What is not a test of its own counts as one. */
export const whole = ({ ok }) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** A run that failed, or found no test, without a test to blame counts as one failure. */
export const counted = (ok, passed, failed) => ({
  passed,
  failed: failed === 0 && (!ok || passed === 0) ? 1 : failed,
});

/** Jest with these words. A test that is left out has failed. */
export async function jest(words, env = {}) {
  const path = reportAt("jest.json");
  rmSync(path, { force: true });
  const { ok } = await run("npx", ["jest", "--json", `--outputFile=${path}`, ...words], {
    NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
    ...env,
  });
  const report = readReport(path);
  const broken = report
    ? report.numFailedTests + report.numPendingTests + report.numTodoTests + report.numRuntimeErrorTestSuites
    : 0;
  return counted(ok, report?.numPassedTests ?? 0, broken);
}

/** Ends when no mongod is there and none can be had, so that no test waits for a download. */
export async function needMongod() {
  const { tsImport } = await import("tsx/esm/api");
  const { needMongod: find } = await tsImport("../server/test/mongod.ts", import.meta.url);
  await find().catch((error) => {
    console.log(error.message);
    process.exit(1);
  });
}

/** One after the other; the last line is the total. */
export async function runParts(parts) {
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
}
