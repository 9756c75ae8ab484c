// The bench: every run is a process of its own that is ended after its time, the load on core 1, the server on core 0. Knows no protocol.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { compareWithRecorded, QUICK, record } from "./quick.ts";
import { keep, type Round, UNFINISHED, writeDocuments } from "./report.ts";
import { CONTESTANTS, OURS, OWN, RELAY, WATCHED } from "./servers/contestants.ts";
import { OURS_BUILD } from "./servers/ours.ts";
import type { LoadMessage } from "./load.ts";
import type { Metrics, Scenario } from "./scenarios/scenario.ts";
import { ALL_SCENARIOS, SCENARIOS } from "./scenarios/scenarios.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LOAD = fileURLToPath(new URL("load.ts", import.meta.url));
const LOAD_CORE = "1";
const FIRST_PORT = 4500;
const PORTS = 100;
const RUNS = 3;
const QUICK_RUNS = 3;

const USAGE =
  "npm run bench -- [--quick [--record]] [--only scenario,contestant,…] [--runs n] [--prof folder] [--write]";

const values = options();

function options() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: "boolean", default: false },
        only: { type: "string", default: "" },
        runs: { type: "string" },
        /** keeps the ratios of a quick run as those to compare with */
        record: { type: "boolean", default: false },
        /** where the servers' CPU profiles go */
        prof: { type: "string" },
        /** measures nothing: writes what is kept */
        write: { type: "boolean", default: false },
      },
    });
    const runs = Number(values.runs ?? (values.quick ? QUICK_RUNS : RUNS));
    if (!Number.isInteger(runs) || runs < 1) refuse("--runs takes a whole number from 1 on.");
    return { ...values, runs };
  } catch (error) {
    refuse((error as Error).message);
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n${USAGE}\n`);
  process.exit(2);
}

function chosen(): { scenarios: readonly Scenario[]; contestants: readonly string[] } {
  const names = values.only.split(",").filter((name) => name !== "");
  const unknown = names.filter(
    (name) => !CONTESTANTS.includes(name) && !ALL_SCENARIOS.some((one) => one.name === name),
  );
  if (unknown.length > 0) {
    const known = [...ALL_SCENARIOS.map(({ name }) => name), ...CONTESTANTS];
    refuse(`Nothing is called ${unknown.join(", ")}; there are ${known.join(", ")}.`);
  }
  const named = ALL_SCENARIOS.filter(({ name }) => names.includes(name));
  const usual = values.quick ? ALL_SCENARIOS.filter(({ name }) => QUICK.includes(name)) : SCENARIOS;
  const contestants = CONTESTANTS.filter((name) => names.includes(name));
  const usually = values.quick ? [RELAY, OURS] : CONTESTANTS.filter((name) => name !== WATCHED);
  return {
    scenarios: named.length > 0 ? named : usual,
    contestants: contestants.length > 0 ? contestants : usually,
  };
}

/** The server as it is run in production, in a folder of the bench's own. */
async function buildOurs(): Promise<void> {
  const configFile = fileURLToPath(new URL("../server/vite.config.ts", import.meta.url));
  await build({ configFile, logLevel: "warn", build: { outDir: OURS_BUILD } });
}

function installPeers(): void {
  // npm writes this last: where it was cut off the native parts may be missing
  if (existsSync(new URL("node_modules/.package-lock.json", import.meta.url))) return;
  const { status } = spawnSync("npm", ["ci", "--prefix", "bench", "--no-audit", "--no-fund"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("what the bench stands beside could not be installed");
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

let runs = 0;

/** One run in a process of its own; undefined when it failed, and nothing but the bound when it took longer than that. */
async function runOnce(scenario: Scenario, contestant: string): Promise<Metrics | undefined> {
  const port = FIRST_PORT + (runs++ % PORTS);
  const prof = values.prof === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values.prof}`];
  const args = [scenario.name, contestant, String(port), values.quick ? "quick" : "whole", ...prof];
  const node = [process.execPath, "--import", "tsx", "--max-old-space-size=8192", LOAD, ...args];
  const child = spawn("taskset", ["-c", LOAD_CORE, ...node], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // JSON knows no Infinity
    serialization: "advanced",
  });
  let server: { readonly server: number; readonly dataDir: string } | undefined;
  let metrics: Metrics | undefined;
  child.on("message", (message: LoadMessage) => {
    if ("server" in message) server = message;
    else metrics = message.metrics;
  });
  const bound = setTimeout(() => {
    metrics ??= { [UNFINISHED]: scenario.boundSeconds };
    child.kill("SIGKILL");
  }, scenario.boundSeconds * 1000);
  await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(bound);
  // What a load that was cut off, or failed, has left behind.
  if (server && isRunning(server.server)) process.kill(server.server, "SIGKILL");
  if (server) rmSync(server.dataDir, { recursive: true, force: true });
  return metrics;
}

/** In turns, so that what else the machine does meets everybody; who has taken too long once is not asked again. */
async function runRounds(scenario: Scenario, contestants: readonly string[], count: number): Promise<Round[]> {
  const rounds: Round[] = [];
  const unfinished = new Set<string>();
  for (let number = 0; number < count; number++) {
    const round: Record<string, Metrics> = {};
    for (const contestant of contestants) {
      if (unfinished.has(contestant)) continue;
      const begin = performance.now();
      const metrics = await runOnce(scenario, contestant);
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      const figures = metrics ? JSON.stringify(rounded(metrics)) : "failed";
      process.stdout.write(`${scenario.name} ${contestant}, ${seconds} s: ${figures}\n`);
      if (metrics) round[contestant] = metrics;
      if (metrics && UNFINISHED in metrics) unfinished.add(contestant);
    }
    rounds.push(round);
  }
  return rounds;
}

const rounded = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toPrecision(4))]));

async function main(): Promise<void> {
  if (values.write) return writeDocuments(SCENARIOS);
  const { scenarios, contestants } = chosen();
  await buildOurs();
  if (contestants.some((name) => !OWN.includes(name))) installPeers();
  const results = new Map<string, Round[]>();
  for (const scenario of scenarios) {
    const able = contestants.filter((name) => scenario.only?.includes(name) ?? true);
    const rounds = await runRounds(scenario, able, values.runs);
    results.set(scenario.name, rounds);
    if (!values.quick) keep(scenario, rounds);
  }
  if (!values.quick) return writeDocuments(SCENARIOS);
  if (values.record) record(results);
  process.exitCode = compareWithRecorded(results) ? 0 : 1;
}

await main();
