// What was measured, as JSON, as tables and as pictures. Knows no server.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { format } from "prettier";
import { goalRows } from "./goals.ts";
import { median } from "./measure.ts";
import { barChart, lineChart } from "./pictures.ts";
import type { Metrics, Scenario } from "./scenarios/scenario.ts";
import { CONTESTANTS, LABELS, RELAY } from "./servers/contestants.ts";

/** Contestant → what one run of it gave. */
export type Round = Readonly<Record<string, Metrics>>;
/** Contestant → the median of each number. */
type Medians = Round;
/** The only number of a run that took longer than so many seconds. */
export const UNFINISHED = "unfinishedAfterSeconds";

/** What is kept of a scenario: when and where it ran, and how busy the machine was with other things. */
interface Kept {
  readonly date: string;
  readonly machine: string;
  readonly loadAverage: number;
  readonly runs: number;
  readonly medians: Medians;
}

/** What figures are of. */
export const MACHINE = `${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.versions.node}`;

const RESULTS = new URL("results/", import.meta.url);
const LATEST = new URL("results/latest.json", import.meta.url);
const DOCUMENT = new URL("../docs/bench.md", import.meta.url);
const IMAGES = new URL("../docs/images/", import.meta.url);

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
  agreedMs: "both agree after ms",
  clientsMiB: "memory of the clients MiB",
  p99BelowMs: "p99 ms below",
  p99AcrossMs: "p99 ms across",
  exponent: "grows with the power",
  [UNFINISHED]: "unfinished after s",
};

/** The number of each scenario that its picture shows. */
const PICTURED: Readonly<Record<string, string>> = {
  pair: "p99Ms",
  "room-50": "cpuMsPer1000",
  "room-500": "p95Ms",
  "rooms-1000": "cpuMsPer1000",
  "rooms-5000": "cpuMsPer1000",
  "highest-rate": "perSecond",
  memory: "openKiBPerRoom",
  "automerge-paper": "seconds",
  friendsforever: "cpuSeconds",
};

const readKept = (): Record<string, Kept> => {
  try {
    return JSON.parse(readFileSync(LATEST, "utf8")) as Record<string, Kept>;
  } catch {
    return {};
  }
};

/** Keeps the medians over the rounds; those of contestants that did not run stay as they were, unless they are another machine's. */
export function keep(scenario: Scenario, rounds: readonly Round[]): void {
  mkdirSync(RESULTS, { recursive: true });
  const all = readKept();
  const before = all[scenario.name];
  const medians = before?.machine === MACHINE ? { ...before.medians } : {};
  for (const name of CONTESTANTS) {
    const runs = rounds.flatMap((round): Metrics[] => (round[name] ? [round[name]] : []));
    const metrics = Object.keys(runs.at(-1) ?? {});
    if (runs.length === 0) continue;
    medians[name] = Object.fromEntries(
      metrics.map((metric) => [metric, median(runs.map((run) => run[metric] ?? NaN))]),
    );
  }
  const inOrder = Object.fromEntries(CONTESTANTS.flatMap((name) => (medians[name] ? [[name, medians[name]]] : [])));
  const kept: Kept = {
    date: new Date().toISOString(),
    machine: MACHINE,
    loadAverage: loadavg()[0] ?? NaN,
    runs: rounds.length,
    medians: inOrder,
  };
  writeFileSync(LATEST, `${JSON.stringify({ ...all, [scenario.name]: kept }, null, 2)}\n`);
}

/** A figure as tables have it; null is how JSON keeps what never happened. */
export const shown = (value: number | null | undefined): string => {
  if (value === undefined) return "";
  if (value === null || !Number.isFinite(value)) return "never";
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 3 });
};

const label = (name: string): string => LABELS[name] ?? name;
/** A row of a table in Markdown. */
export const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(medians: Medians): string {
  const all = Object.values(medians);
  const columns = Object.keys(HEADS).filter((name) => all.some((metrics) => name in metrics));
  const curve = [...new Set(all.flatMap((metrics) => Object.keys(metrics)))].filter((name) => /^at\d+Us$/.test(name));
  const relay = medians[RELAY];
  const cell = (metrics: Metrics, name: string): string => {
    const ratio = relay && metrics !== relay && /^(p\d+Ms|cpu.*|seconds)$/.test(name) && metrics[name]! / relay[name]!;
    return shown(metrics[name]) + (ratio ? ` (${shown(Number(ratio.toPrecision(2)))}×)` : "");
  };
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

function picture(name: string, title: string, medians: Medians): string | undefined {
  const entries = Object.entries(medians);
  if (name.startsWith("growth-"))
    return lineChart(
      title,
      entries
        .filter(([, metrics]) => "exponent" in metrics)
        .map(([contestant, metrics]) => ({
          label: `${label(contestant)}: power ${shown(metrics["exponent"])}`,
          colour: CONTESTANTS.indexOf(contestant),
          points: Object.entries(metrics).flatMap(([at, y]) => {
            const x = /^at(\d+)Us$/.exec(at)?.[1];
            return x === undefined ? [] : [{ x: Number(x), y }];
          }),
        })),
    );
  const metric = PICTURED[name];
  if (metric === undefined) return undefined;
  const bars = entries.map(([contestant, metrics]) => ({
    label: label(contestant),
    colour: CONTESTANTS.indexOf(contestant),
    value: metrics[metric] ?? NaN,
  }));
  return barChart(HEADS[metric]!, bars);
}

/** Writes the goals, the tables and the pictures of everything that is kept. */
export async function writeDocument(scenarios: readonly Scenario[]): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  const kept = readKept();
  const find = (scenario: string, contestant: string, metric: string): number => {
    const metrics = kept[scenario]?.medians[contestant];
    if (!metrics) return NaN;
    // JSON keeps Infinity as null
    return metrics[metric] === null || UNFINISHED in metrics ? Infinity : (metrics[metric] ?? NaN);
  };
  const goals = goalRows(find, shown);
  const goalTable = [GOAL_HEADS, GOAL_HEADS.map(() => "---"), ...goals].map(row).join("\n");
  const parts = scenarios.flatMap(({ name, title }) => {
    const { medians, date, machine, runs, loadAverage } = kept[name] ?? {};
    if (!medians || Object.keys(medians).length === 0) return [];
    const svg = picture(name, title, medians);
    if (svg !== undefined) writeFileSync(new URL(`bench-${name}.svg`, IMAGES), svg);
    const image = svg === undefined ? [] : [`![${title}](images/bench-${name}.svg)`];
    const foot = `${date?.slice(0, 10)}, ${machine}, median of ${runs}, load average ${shown(loadAverage)}`;
    return [`## ${title}`, table(medians), ...image, `\`${name}\`: ${foot}`];
  });
  const pages = [INTRODUCTION, "## Goals", goalTable, ...parts];
  writeFileSync(DOCUMENT, await format(pages.join("\n\n"), { parser: "markdown", printWidth: 120 }));
}

const GOAL_HEADS = ["work", "", "measured", "must", "aim", ""];

const INTRODUCTION = `# The bench

Written by \`npm run bench\`; do not edit. A table is one machine's, which is named under it; another's cannot be compared with it. The server has core 0 for
itself, everybody who types and reads is on core 1. A latency is from the keystroke to the change being in somebody else's document.
The bare relay forwards frames of 120 bytes and knows nothing: it is what the runtime can do, and the ratios in brackets are against it. In rooms of more than
50, and in all but 50 rooms of many (10 at the highest rate), readers keep no document, for every system alike. Code Companion stores everything durably
before anybody sees it; "memory" is the same server without a disk. Memory per room is what the process alone holds after its garbage is
collected; of a room that was left, what each further thousand of them adds.

\`npm run bench\` runs everything three times, \`npm run bench -- --only pair,ours,relay\` these alone (names of scenarios are under their tables), \`npm run bench -- --runs 1\`
once, \`npm run bench -- --prof folder\` keeps CPU profiles of the servers. \`npm run bench -- --quick\` compares with the relay alone and fails when a ratio has become
worse by more than a third than the recorded one; \`--record\` records.`;
