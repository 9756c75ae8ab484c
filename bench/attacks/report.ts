// What the attacks came to, as JSON and as docs/attacks.md. Knows no server.
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { format } from "prettier";
import { MACHINE, row, shown } from "../report.ts";
import type { Metrics } from "../scenarios/scenario.ts";
import { bounds } from "./bounds.ts";
import { honestTrials } from "./honest.ts";
import { MOST_TIMES_CONTROL, sieges, TIMES_CONTROL } from "./siege.ts";
import type { Trial } from "./trial.ts";

/** The builds that are compared. */
export const LABELS = ["before", "after"] as const;
export type Label = (typeof LABELS)[number];

interface KeptTrial {
  readonly date: string;
  readonly machine: string;
  readonly loadAverage: number;
  readonly metrics: Metrics;
}

/** Trial → label → what was measured last. */
type Results = Record<string, Partial<Record<Label, KeptTrial>>>;

const RESULTS = new URL("../results/attacks.json", import.meta.url);
const DOCUMENT = new URL("../../docs/attacks.md", import.meta.url);

const readKept = (): Results => {
  try {
    return JSON.parse(readFileSync(RESULTS, "utf8")) as Results;
  } catch {
    return {};
  }
};

/** Keeps what one build did in the place of what that label's build did before. */
export function keep({ name }: Trial, label: Label, metrics: Metrics): void {
  const all = readKept();
  const kept: KeptTrial = {
    date: new Date().toISOString(),
    machine: MACHINE,
    loadAverage: loadavg()[0] ?? NaN,
    metrics,
  };
  all[name] = { ...all[name], [label]: kept };
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
}

/** A column: its head, and its cell of what was measured. */
type Column = readonly [head: string, cell: (figure: (metric: string) => string) => string];

const one = (head: string, metric: string): Column => [head, (figure) => figure(metric)];
const two = (head: string, first: string, second: string): Column => [
  head,
  (figure) => `${figure(first)} / ${figure(second)}`,
];

const SIEGE_COLUMNS: readonly Column[] = [
  two("calm", "calmP50Ms", "calmP99Ms"),
  two("control", "controlP50Ms", "controlP99Ms"),
  two("attacked", "p50Ms", "p99Ms"),
  one("p99, × control", TIMES_CONTROL),
  one("keys lost", "lost"),
  one("kept out", "keptOut"),
  one("`/health` ms", "healthMs"),
  one("server CPU s", "serverCpuSeconds"),
  two("sockets / cut", "opened", "cut"),
  two("MB in / out", "inMB", "outMB"),
];

const HONEST_COLUMNS: readonly Column[] = [
  one("refused", "refused"),
  one("cut off", "cut"),
  one("lost", "lost"),
  one("all back after ms", "backMs"),
  one("seconds", "seconds"),
];

/** What the figures of the bounds are called, in their order. */
const FIGURES: Readonly<Record<string, string>> = {
  mbPerSocket: "MB of memory a socket, at the most",
  cut: "sockets cut",
  descriptorsAtOnce: "file descriptors held at once",
  descriptorsHeld: "… and after 12 s",
  diskMBPerSecond: "MB/s on the disk, rewriting",
  timesPerSecond: "rewritten a second",
  settingsPerSecond: "settings changed a second",
  settingsRefused: "… refused in all",
  settingsMBPerSecond: "MB/s on the disk, settings",
  kBPerSetting: "kB for each setting",
  lockedOutOfSocket: "owners with right keys locked out of the room, of 1",
  lockedOutOfHttp: "… of the API",
  hellos: "hellos",
  idsKept: "client ids kept",
  requestBytes: "bytes of the request",
  logBytesEach: "bytes of log for each",
};

/** A row for each trial and build that was measured. */
function table(trials: readonly Trial[], columns: readonly Column[], all: Results): string {
  const rows = trials.flatMap(({ name }) =>
    LABELS.flatMap((label) => {
      const { metrics } = all[name]?.[label] ?? {};
      if (!metrics) return [];
      const figure = (metric: string): string => shown(metrics[metric]);
      return [row([`\`${name}\``, label, ...columns.map(([, cell]) => cell(figure))])];
    }),
  );
  const heads = ["", "", ...columns.map(([head]) => head)];
  return [row(heads), row(heads.map((_, index) => (index < 2 ? "---" : "---:"))), ...rows].join("\n");
}

/** A row for each figure that was counted. */
function figures(trials: readonly Trial[], all: Results): string {
  const rows = trials.flatMap(({ name }) =>
    Object.entries(FIGURES).flatMap(([metric, words]) => {
      const [before, after] = LABELS.map((label) => all[name]?.[label]?.metrics[metric]);
      if (before === undefined && after === undefined) return [];
      return [row([`\`${name}\``, words, shown(before), shown(after)])];
    }),
  );
  return [row(["", "", ...LABELS]), row(["---", "---", "---:", "---:"]), ...rows].join("\n");
}

const titles = (trials: readonly Trial[]): string =>
  trials.map(({ name, title }) => `- \`${name}\`: ${title}`).join("\n");

/** When and where each build was measured. */
const footOf = (all: Results): string =>
  LABELS.flatMap((label) => {
    const kept = Object.values(all).flatMap((trial) => trial[label] ?? []);
    const dates = kept.map(({ date }) => date.slice(0, 10)).toSorted();
    const loads = kept.map(({ loadAverage }) => loadAverage);
    if (kept.length === 0) return [];
    const when = [...new Set([dates[0], dates.at(-1)])].join(" to ");
    const machines = [...new Set(kept.map(({ machine }) => machine))].join("; ");
    return [
      `${label}: ${when}, ${machines}, load average ${shown(Math.min(...loads))} to ${shown(Math.max(...loads))}`,
    ];
  }).join("\n\n");

/** Writes everything that is kept. */
export async function writeDocument(): Promise<void> {
  const all = readKept();
  const pages = [
    INTRODUCTION,
    "## Somebody else's keystroke",
    SIEGES,
    titles(sieges),
    table(sieges, SIEGE_COLUMNS, all),
    "## What one address can have held, written, kept or refused",
    titles(bounds),
    figures(bounds, all),
    "## Honest people at their most",
    HONEST,
    titles(honestTrials),
    table(honestTrials, HONEST_COLUMNS, all),
    footOf(all),
  ];
  writeFileSync(DOCUMENT, await format(pages.join("\n\n"), { parser: "markdown", printWidth: 120 }));
}

const INTRODUCTION = `# Attacks

Written by \`npm run attack\`; do not edit. Somebody attacks the built server from one network address, 127.0.0.2, with the limits that it has
by default. \`npm run attack\` runs all, \`npm run attack -- NAME\` one; \`--label before\` keeps the figures as those of the build before a
change, else they are those after it. A table is one machine's, which is named at the end, with two cores that others use too: an attack's
times can be compared with its control of the same run, and with nothing else.`;

const SIEGES = `Two people type in a room of their own, a key every 25 ms, and see each other's: p50 / p99 in ms from a key to the other window. *Calm*
is without an attack. *Control* is with the same attack, by the same processes, on another server of this machine. *Attacked* is with it on
theirs. Servers have core 0, people and attackers core 1, where attackers give way to people. An attack goes on for 10 s; whoever is cut off
comes back a second later. The middle one of three runs, by its p99 against its control's, which must be ${MOST_TIMES_CONTROL} × at most, with nothing lost.
*Kept out* are people of 12 who come into other rooms by the right password meanwhile, and do not get in at once.`;

const HONEST = `Nobody may be refused or cut off, and nothing lost.`;
