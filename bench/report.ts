// What was measured, as JSON and as tables. Knows no server.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { format } from "prettier";
import { goalRows } from "./goals.ts";
import { median } from "./measure.ts";
import type { Metrics, Scenario } from "./scenarios/scenario.ts";
import { CONTESTANTS, LABELS, OURS, RELAY, STORING_PEERS } from "./servers/contestants.ts";

/** Contestant → what one run of it gave. */
export type Round = Readonly<Record<string, Metrics>>;
/** Contestant → the median of each number. */
type Medians = Round;
/** The only number of a run that took longer than so many seconds. */
export const UNFINISHED = "unfinishedAfterSeconds";

/** When something ran, how often, and how busy the machine was with other things. */
interface Measured {
  readonly date: string;
  readonly loadAverage: number;
  readonly runs: number;
}

/** What is kept of a scenario; all of it is one machine's. */
interface KeptScenario {
  readonly machine: string;
  /** by contestant */
  readonly measured: Readonly<Record<string, Measured>>;
  readonly medians: Medians;
}

/** What figures are of. */
export const MACHINE = `${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.versions.node}`;

const RESULTS = new URL("results/", import.meta.url);
const LATEST = new URL("results/latest.json", import.meta.url);
const DOCUMENT = new URL("../docs/bench.md", import.meta.url);
const README = new URL("../README.md", import.meta.url);

/** The heads of the columns; a number that is not here is left to the JSON. */
const HEADS: Readonly<Record<string, string>> = {
  p50Ms: "p50 ms",
  p95Ms: "p95 ms",
  p99Ms: "p99 ms",
  cpuMsPer1000: "CPU ms per 1,000 delivered",
  perSecond: "highest rate, keys/s",
  perCpuSecond: "keys per CPU second",
  missing: "not delivered",
  rssMiB: "memory MiB",
  longTurns: "turns over 10 ms of CPU",
  longestTurnMs: "longest turn, ms of CPU",
  openKiBPerRoom: "KiB per open room",
  rssKiBPerRoom: "KiB per room, with garbage",
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
  buildMs: "built, CPU ms",
  memoryMiB: "its memory MiB",
  textP50Ms: "text p50 CPU ms",
  textP99Ms: "text p99 CPU ms",
  changeP50Ms: "change p50 CPU ms",
  changeP99Ms: "change p99 CPU ms",
  blameMs: "blame CPU ms",
  blameKiB: "blame KiB",
  undoMs: "undo of the last 10,000 of 110,000, CPU ms",
  undoApartMs: "… of each 11th, CPU ms",
  [UNFINISHED]: "unfinished after s",
};

const readKept = (): Record<string, KeptScenario> => {
  try {
    return JSON.parse(readFileSync(LATEST, "utf8")) as Record<string, KeptScenario>;
  } catch {
    return {};
  }
};

/** Keeps the medians over the rounds; those of contestants that did not run stay as they were, unless they are another machine's. */
export function keep(scenario: Scenario, rounds: readonly Round[]): void {
  mkdirSync(RESULTS, { recursive: true });
  const all = readKept();
  const before = all[scenario.name];
  const isSame = before?.machine === MACHINE;
  const medians = isSame ? { ...before.medians } : {};
  const measured = isSame ? { ...before.measured } : {};
  for (const name of CONTESTANTS) {
    const runs = rounds.flatMap((round): Metrics[] => (round[name] ? [round[name]] : []));
    const metrics = Object.keys(runs.at(-1) ?? {});
    if (runs.length === 0) continue;
    measured[name] = { date: new Date().toISOString(), loadAverage: loadavg()[0] ?? NaN, runs: runs.length };
    medians[name] = Object.fromEntries(
      metrics.map((metric) => [metric, median(runs.map((run) => run[metric] ?? NaN))]),
    );
  }
  const inOrder = Object.fromEntries(CONTESTANTS.flatMap((name) => (medians[name] ? [[name, medians[name]]] : [])));
  const kept: KeptScenario = { machine: MACHINE, measured, medians: inOrder };
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
  const relay = medians[RELAY];
  const cell = (metrics: Metrics, name: string): string => {
    const ratio = relay && metrics !== relay && /^(p\d+Ms|cpu.*|seconds)$/.test(name) && metrics[name]! / relay[name]!;
    return shown(metrics[name]) + (ratio ? ` (${shown(Number(ratio.toPrecision(2)))}×)` : "");
  };
  return [
    row(["", ...columns.map((name) => HEADS[name]!)]),
    row(["---", ...columns.map(() => "---:")]),
    ...Object.entries(medians).map(([name, metrics]) =>
      row([label(name), ...columns.map((column) => cell(metrics, column))]),
    ),
  ].join("\n");
}

/** One table for all that grows: at each size the µs, and the power that fits them. */
function growthTable(scenarios: readonly Scenario[], kept: Readonly<Record<string, KeptScenario>>): string {
  const curve = (metrics: Metrics): string =>
    Object.entries(metrics)
      .flatMap(([name, us]) => {
        const size = /^at(\d+)Us$/.exec(name)?.[1];
        return size === undefined ? [] : [`${shown(Number(size))}: ${shown(us)}`];
      })
      .join(" · ");
  return [
    row(["what grows", "", "µs of server CPU for a keystroke at each size", "grows with the power"]),
    row(["---", "---", "---", "---:"]),
    ...scenarios.flatMap(({ name, title }) =>
      Object.entries(kept[name]?.medians ?? {}).map(([contestant, metrics], index) =>
        row([index === 0 ? title : "", label(contestant), curve(metrics), shown(metrics["exponent"])]),
      ),
    ),
  ].join("\n");
}

/** What is under a table: the machine, and which rows were measured when. */
function foot(name: string, { machine, measured }: KeptScenario): string {
  const rows = new Map<string, string[]>();
  for (const [contestant, { date, runs, loadAverage }] of Object.entries(measured)) {
    const when = `${date.slice(0, 10)}, median of ${runs}, load average ${shown(loadAverage)}`;
    rows.set(when, [...(rows.get(when) ?? []), label(contestant)]);
  }
  const times = [...rows].map(([when, labels]) => (rows.size === 1 ? when : `${labels.join("; ")}: ${when}`));
  return `\`${name}\`: ${machine}. ${times.join(". ")}`;
}

/** What the first page quotes: ours beside those that store as well. */
const QUOTED: readonly (readonly [words: string, scenario: string, metric: string])[] = [
  ["two people: a key is seen after, p50 ms", "pair", "p50Ms"],
  ["50 in a room: a key is seen after, p50 ms", "room-50", "p50Ms"],
  ["50 in a room: server CPU, ms for 1,000 keys delivered", "room-50", "cpuMsPer1000"],
  ["a paper of 259,778 keys: server CPU s", "automerge-paper", "cpuSeconds"],
  ["… somebody comes late: ms until they have the text", "automerge-paper", "lateJoinMs"],
  ["… KiB until they have it", "automerge-paper", "lateJoinKiB"],
  ["killed under typing: keys that somebody had seen and that are lost", "restart", "seenAndLost"],
];

function quotedTable(kept: Readonly<Record<string, KeptScenario>>): string {
  const quoted = [OURS, ...STORING_PEERS];
  const rows = QUOTED.map(([words, scenario, metric]) =>
    row([words, ...quoted.map((name) => shown(kept[scenario]?.medians[name]?.[metric]))]),
  );
  return [row(["", ...quoted.map(label)]), row(["---", ...quoted.map(() => "---:")]), ...rows].join("\n");
}

/** Writes the goals, the tables of everything that is kept, and what the first page quotes of it. */
export async function writeDocuments(scenarios: readonly Scenario[]): Promise<void> {
  const kept = readKept();
  const find = (scenario: string, contestant: string, metric: string): number => {
    const metrics = kept[scenario]?.medians[contestant];
    if (!metrics) return NaN;
    // JSON keeps Infinity as null
    return metrics[metric] === null || UNFINISHED in metrics ? Infinity : (metrics[metric] ?? NaN);
  };
  const goalTable = [GOAL_HEADS, GOAL_HEADS.map(() => "---"), ...goalRows(find, shown)].map(row).join("\n");
  const measured = scenarios.filter(({ name }) => kept[name]);
  const growing = measured.filter(({ name }) => name.startsWith("growth-"));
  const parts = measured
    .filter((scenario) => !growing.includes(scenario))
    .flatMap(({ name, title }) => [`## ${title}`, table(kept[name]!.medians), foot(name, kept[name]!)]);
  const growth = ["## What a keystroke costs as something grows", growthTable(growing, kept)];
  const feet = growing.map(({ name }) => foot(name, kept[name]!));
  const pages = [INTRODUCTION, "## Goals", goalTable, ...parts, ...growth, ...feet];
  await writeMarkdown(DOCUMENT, pages.join("\n\n"));
  const place = /(?<=<!-- bench -->\n)[^]*?(?=<!-- end -->)/;
  await writeMarkdown(
    README,
    readFileSync(README, "utf8").replace(place, () => `\n${quotedTable(kept)}\n\n`),
  );
}

const writeMarkdown = async (at: URL, text: string): Promise<void> =>
  writeFileSync(at, await format(text, { parser: "markdown", printWidth: 120 }));

const GOAL_HEADS = ["work", "", "measured", "must", "aim", ""];

const INTRODUCTION = `# The bench

Written by \`npm run bench\`; do not edit. A table is one machine's, which is named under it; another's cannot be compared with it. The server has core 0 for
itself, everybody who types and reads is on core 1. A latency is from the keystroke to the change being in somebody else's document.
The bare relay forwards frames of 120 bytes and knows nothing: it is what the runtime can do, and the ratios in brackets are against it. In rooms of more than
50, and in all but 50 rooms of many (10 at the highest rate), readers keep no document, for every system alike. Code Companion stores everything durably
before anybody sees it. Peers that store show first and store afterwards; goals compare with those. "Memory" is the same server without a disk: what storing costs. An open room's memory is what the process
alone holds after its garbage is collected.

\`npm run bench\` runs everything three times, \`npm run bench -- --only pair,ours,relay\` these alone (names of scenarios are under their tables), \`npm run bench -- --runs 1\`
once, \`npm run bench -- --prof folder\` keeps CPU profiles of the servers, \`npm run bench -- --write\` writes this page anew from what is kept. \`npm run bench -- --quick\` compares
with the relay alone and fails when a ratio is more than a half above the recorded one; \`--record\` records. With
\`--only relay,ours,ours-dashboard\` it says beside each ratio what it is with somebody at the dashboard who looks at all of it.`;
