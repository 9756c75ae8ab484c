// What was measured, as JSON, as tables and as pictures; and the comparison with what was recorded. Knows no server.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { format } from "prettier";
import { barChart, lineChart } from "./pictures.ts";
import type { Metrics, Scenario } from "./scenarios/scenario.ts";
import { RELAY } from "./servers/contestants.ts";

/** Contestant → the median of each number. */
export type Medians = Readonly<Record<string, Metrics>>;

/** What is kept of a scenario: when it ran, and how busy the machine was with other things. */
interface Kept {
  readonly date: string;
  readonly loadAverage: number;
  readonly runs: number;
  readonly medians: Medians;
}

const RESULTS = new URL("results/", import.meta.url);
const LATEST = new URL("results/latest.json", import.meta.url);
const RECORDED = new URL("recorded.json", import.meta.url);
const DOCUMENT = new URL("../docs/bench.md", import.meta.url);
const IMAGES = new URL("../docs/images/", import.meta.url);

/** What the quick comparison watches, each as ours divided by the relay's: the smaller the better. */
const WATCHED = [
  ["pair", "p50Ms"],
  ["room-50", "p50Ms"],
  ["room-50", "cpuMsPer1000"],
  ["rooms-200", "p50Ms"],
  ["rooms-200", "cpuMsPer1000"],
] as const;
/** Speed falls by a third when what it costs rises by a half. */
const WORSE_BY = 1.5;

/** The heads of the columns; a number that is not here is left to the JSON. */
const HEADS: Readonly<Record<string, string>> = {
  p50Ms: "p50 ms",
  p95Ms: "p95 ms",
  p99Ms: "p99 ms",
  cpuMsPer1000: "CPU ms per 1,000 delivered",
  perSecond: "highest rate, keys/s",
  perCpuSecond: "keys per CPU second",
  missing: "not delivered",
  disconnected: "disconnected",
  rssMiB: "memory MiB",
  rssKiBPerRoom: "KiB per room",
  openKiBPerRoom: "KiB per open room",
  leftKiBPerRoom: "KiB per left room",
  seconds: "seconds",
  cpuSeconds: "server CPU s",
  wireMiB: "wire MiB",
  diskKiB: "disk KiB",
  lateJoinMs: "late joiner ms",
  lateJoinKiB: "late joiner KiB",
  firstJoinAfterRestartMs: "first join after restart ms",
  startMs: "port open after ms",
  confirmedMs: "all confirmed after ms",
  seenAndLost: "seen and lost",
  lost: "lost",
  doubled: "doubled",
  differing: "differing texts",
  backMs: "back after ms",
  exponent: "grows with the power",
};

/** The number of each scenario that its picture shows. */
const PICTURED: Readonly<Record<string, string>> = {
  pair: "p99Ms",
  "room-50": "cpuMsPer1000",
  "room-500": "p95Ms",
  "rooms-1000": "cpuMsPer1000",
  "highest-rate": "perSecond",
  "automerge-paper": "seconds",
};

const readKept = (): Record<string, Kept> => {
  try {
    return JSON.parse(readFileSync(LATEST, "utf8")) as Record<string, Kept>;
  } catch {
    return {};
  }
};

/** Keeps a scenario's medians beside those of scenarios that ran before. */
export function keep(scenario: Scenario, runs: number, medians: Medians): void {
  mkdirSync(RESULTS, { recursive: true });
  const kept: Kept = { date: new Date().toISOString(), loadAverage: loadavg()[0] ?? NaN, runs, medians };
  writeFileSync(LATEST, `${JSON.stringify({ ...readKept(), [scenario.name]: kept }, null, 2)}\n`);
}

/** null is how JSON keeps what never happened. */
const shown = (value: number | null | undefined): string => {
  if (value === undefined) return "";
  if (value === null || !Number.isFinite(value)) return "never";
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 3 });
};

function table(medians: Medians, label: (name: string) => string): string {
  const all = Object.values(medians);
  const columns = Object.keys(HEADS).filter((name) => all.some((metrics) => name in metrics));
  const curve = [...new Set(all.flatMap((metrics) => Object.keys(metrics)))].filter((name) => /^at\d+Us$/.test(name));
  const relay = medians[RELAY];
  const cell = (metrics: Metrics, name: string): string => {
    const ratio = relay && metrics !== relay && /^(p\d+Ms|cpu.*|seconds)$/.test(name) && metrics[name]! / relay[name]!;
    return shown(metrics[name]) + (ratio ? ` (${shown(Number(ratio.toPrecision(2)))}×)` : "");
  };
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const heads = [
    ...curve.map((name) => `${shown(Number(name.slice(2, -2)))}: µs`),
    ...columns.map((name) => HEADS[name]!),
  ];
  return [
    row(["", ...heads]),
    row(["---", ...heads.map(() => "---:")]),
    ...Object.entries(medians).map(([name, metrics]) =>
      row([label(name), ...[...curve, ...columns].map((column) => cell(metrics, column))]),
    ),
  ].join("\n");
}

function picture(name: string, title: string, medians: Medians, label: (name: string) => string): string | undefined {
  const entries = Object.entries(medians);
  if (name.startsWith("growth-"))
    return lineChart(
      title,
      entries.map(([contestant, metrics]) => ({
        label: label(contestant),
        points: Object.entries(metrics).flatMap(([at, y]) => {
          const x = /^at(\d+)Us$/.exec(at)?.[1];
          return x === undefined ? [] : [{ x: Number(x), y }];
        }),
      })),
    );
  const metric = PICTURED[name];
  if (metric === undefined) return undefined;
  const bars = entries.map(([contestant, metrics]) => ({ label: label(contestant), value: metrics[metric] ?? NaN }));
  return barChart(`${title}: ${HEADS[metric]}`, bars);
}

/** Writes the tables and the pictures of everything that is kept. */
export async function writeDocument(scenarios: readonly Scenario[], label: (name: string) => string): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  const kept = readKept();
  const parts = scenarios.flatMap(({ name, title }) => {
    const { medians, date, runs, loadAverage } = kept[name] ?? {};
    if (!medians || Object.keys(medians).length === 0) return [];
    const svg = picture(name, title, medians, label);
    if (svg !== undefined) writeFileSync(new URL(`bench-${name}.svg`, IMAGES), svg);
    const image = svg === undefined ? [] : [`![${title}](images/bench-${name}.svg)`];
    const foot = `${date?.slice(0, 10)}, median of ${runs}, load average ${shown(loadAverage)}`;
    return [`## ${title}`, table(medians, label), ...image, `${name}: ${foot}`];
  });
  writeFileSync(DOCUMENT, await format([INTRODUCTION, ...parts].join("\n\n"), { parser: "markdown" }));
}

const INTRODUCTION = `# The bench

Written by \`npm run bench\`; do not edit. One machine (${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}): the server has core 0 for
itself, everybody who types and reads is on core 1. A latency is from the keystroke to the change being in somebody else's document.
The bare relay forwards frames of 120 bytes and knows nothing: it is what the runtime can do, and the ratios in brackets are against it. In rooms of more than
50, and in all but 50 rooms of many, readers keep no document, for every system alike. Code Companion stores everything durably
before anybody sees it; "memory" is the same server without a disk.`;

/** Prints the watched ratios beside the recorded ones; false when one has become worse by more than a third. */
export function compareWithRecorded(results: Readonly<Record<string, Medians>>, ours: string): boolean {
  const recorded = JSON.parse(readFileSync(RECORDED, "utf8")) as Record<string, number>;
  const now = watchedRatios(results, ours);
  const worse = Object.keys(now).filter((name) => !(now[name]! <= (recorded[name] ?? Infinity) * WORSE_BY));
  for (const [name, ratio] of Object.entries(now)) {
    const verdict = worse.includes(name) ? "  worse by more than a third" : "";
    process.stdout.write(`${name.padEnd(24)} ${shown(ratio)}× relay, recorded ${shown(recorded[name])}×${verdict}\n`);
  }
  return worse.length === 0;
}

export const record = (results: Readonly<Record<string, Medians>>, ours: string): void =>
  writeFileSync(RECORDED, `${JSON.stringify(watchedRatios(results, ours), null, 2)}\n`);

function watchedRatios(results: Readonly<Record<string, Medians>>, ours: string): Record<string, number> {
  const ratios = WATCHED.flatMap(([scenario, metric]): [string, number][] => {
    const medians = results[scenario];
    if (!medians) return [];
    const ratio = (medians[ours]?.[metric] ?? NaN) / (medians[RELAY]?.[metric] ?? NaN);
    return [[`${scenario} ${metric}`, Number(ratio.toPrecision(3))]];
  });
  return Object.fromEntries(ratios);
}
