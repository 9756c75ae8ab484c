// The bench: `npm run bench -- [--quick [--record]] [--only scenario,contestant,…] [--runs n] [--prof folder]`. Every run is a process
// of its own that is ended after its time, the load on core 1, the server on core 0. Knows no protocol.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { median } from "./measure.ts";
import { compareWithRecorded, keep, type Medians, record, writeDocument } from "./report.ts";
import { CONTESTANTS, LABELS, OURS, OWN, RELAY } from "./servers/contestants.ts";
import { OURS_BUILD } from "./servers/ours.ts";
import type { LoadMessage } from "./load.ts";
import type { Metrics, Scenario } from "./scenarios/scenario.ts";
import { SCENARIOS } from "./scenarios/scenarios.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LOAD = fileURLToPath(new URL("load.ts", import.meta.url));
const LOAD_CORE = "1";
const FIRST_PORT = 4500;
const PORTS = 100;
const RUNS = 3;
/** What the quick comparison looks at; each says something that the others do not. */
const QUICK = ["pair", "room-50", "rooms-200"];

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    runs: { type: "string", default: String(RUNS) },
    /** keeps the ratios of a quick run as those to compare with */
    record: { type: "boolean", default: false },
    /** where the servers' CPU profiles go */
    prof: { type: "string" },
  },
});

function chosen(): { scenarios: readonly Scenario[]; contestants: readonly string[] } {
  const names = values.only.split(",").filter((name) => name !== "");
  const unknown = names.filter((name) => !CONTESTANTS.includes(name) && !SCENARIOS.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`Nothing is called ${unknown.join(", ")}.`);
  const named = SCENARIOS.filter(({ name }) => names.includes(name));
  const usual = values.quick ? SCENARIOS.filter(({ name }) => QUICK.includes(name)) : SCENARIOS;
  const contestants = CONTESTANTS.filter((name) => names.includes(name));
  return {
    scenarios: named.length > 0 ? named : usual,
    contestants: contestants.length > 0 ? contestants : values.quick ? [RELAY, OURS] : CONTESTANTS,
  };
}

/** The server as it is run in production, in a folder of the bench's own. */
async function buildOurs(): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "warn",
    publicDir: false,
    build: {
      ssr: "server/main.ts",
      outDir: OURS_BUILD,
      emptyOutDir: true,
      target: "node20",
      sourcemap: true,
      rolldownOptions: { output: { entryFileNames: "main.js" } },
    },
  });
}

function installPeers(): void {
  if (existsSync(new URL("node_modules/yjs", import.meta.url))) return;
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

/** One run in a process of its own; undefined when it failed or took too long. */
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
  const bound = setTimeout(() => child.kill("SIGKILL"), scenario.boundSeconds * 1000);
  await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(bound);
  // What a load that was cut off, or failed, has left behind.
  if (server && isRunning(server.server)) process.kill(server.server, "SIGKILL");
  if (server) rmSync(server.dataDir, { recursive: true, force: true });
  return metrics;
}

/** Each number's median over the runs. */
function medians(all: readonly Metrics[]): Metrics {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(all.map((metrics) => metrics[name] ?? NaN))]));
}

async function main(): Promise<void> {
  const { scenarios, contestants } = chosen();
  await buildOurs();
  if (contestants.some((name) => !OWN.includes(name))) installPeers();
  const results: Record<string, Medians> = {};
  for (const scenario of scenarios) {
    const able = contestants.filter((name) => scenario.only?.includes(name) ?? true);
    const found = new Map<string, Metrics[]>(able.map((name) => [name, []]));
    // In turns, so that what else the machine does meets everybody.
    for (let round = 0; round < Number(values.runs); round++)
      for (const contestant of able) {
        const metrics = await runOnce(scenario, contestant);
        if (metrics) found.get(contestant)!.push(metrics);
        process.stdout.write(
          `${scenario.name} ${contestant} ${metrics ? JSON.stringify(rounded(metrics)) : "failed"}\n`,
        );
      }
    const measured = [...found].filter(([, all]) => all.length > 0);
    results[scenario.name] = Object.fromEntries(measured.map(([name, all]) => [name, medians(all)]));
    if (!values.quick) keep(scenario, Number(values.runs), results[scenario.name]!);
  }
  if (!values.quick) return writeDocument(SCENARIOS, (name) => LABELS[name] ?? name);
  if (values.record) record(results, OURS);
  process.exitCode = compareWithRecorded(results, OURS) ? 0 : 1;
}

const rounded = (metrics: Metrics): Metrics =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value.toPrecision(4))]));

await main();
