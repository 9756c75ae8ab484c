// A recorded paper as a history: the weave alone, without a server. Knows no wire.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import type { ChangeJSON } from "../../server/protocol/changes.ts";
import { readTrace, type SequentialTrace } from "../../server/test/traces/trace.ts";
import { logOf } from "../../server/test/weave/traceLog.ts";
import { between } from "../../server/weave/between.ts";
import { blameOf } from "../../server/weave/blame.ts";
import { sentBlameOf } from "../../server/weave/sentBlame.ts";
import { stretchesOf } from "../../server/weave/stretches.ts";
import { TimeLine } from "../../server/weave/timeLine.ts";
import { undo } from "../../server/weave/undo.ts";
import { Weave } from "../../server/weave/weave.ts";
import { chance, keyTimes } from "../keyTimes.ts";
import { median, percentile } from "../measure.ts";
import { OURS } from "../servers/contestants.ts";
import type { Metrics, Scenario } from "./scenario.ts";

const PAPER = "automerge-paper.sequential";
/** What is undone, of how many updates: each eleventh of the last. */
const UNDONE_UPDATES = 10_000;
const UNDONE_OF_UPDATES = 110_000;
const LOOKS = 500;
const RUNS = 5;
const KIB = 1024;
const MIB = KIB ** 2;

interface History {
  readonly weave: Weave;
  readonly timeLine: TimeLine;
}

function built(changes: readonly ChangeJSON[]): History {
  const [weave, timeLine] = [new Weave(), new TimeLine()];
  const times = keyTimes();
  for (const change of changes) {
    weave.append(change);
    timeLine.append(1, times.next().value);
  }
  return { weave, timeLine };
}

/** The ms of CPU of each of so many runs, which others on the machine do not make longer, and what the last of them returned. */
function timed<T>(work: (run: number) => T, runs = RUNS): { readonly ms: number[]; readonly last: T } {
  const ms: number[] = [];
  let last: T | undefined;
  for (let run = 0; run < runs; run++) {
    const begin = process.cpuUsage();
    last = work(run);
    const { user, system } = process.cpuUsage(begin);
    ms.push((user + system) / 1000);
  }
  return { ms, last: last as T };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes that it takes, of typed arrays and of the heap. */
function memoryOf<T>(make: () => T): { readonly bytes: number; readonly made: T } {
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const made = make();
  return { bytes: used() - before, made };
}

async function history(): Promise<Metrics> {
  const changes = [...logOf(readTrace<SequentialTrace>(PAPER))].map(({ change }) => change.toJSON() as ChangeJSON);
  const build = timed(() => built(changes));
  const { bytes, made } = memoryOf(() => built(changes));
  const { weave, timeLine } = made;
  const random = chance();
  const somewhere = (): number => Math.floor(random.next().value * (weave.head + 1));
  const text = timed(() => weave.textAt(somewhere()), LOOKS);
  const change = timed(() => between(weave, somewhere(), somewhere()), LOOKS);
  const stampOf = (version: number) => ({ client: timeLine.authorOf(version), time: timeLine.timeOf(version) });
  const blame = timed(() => gzipSync(JSON.stringify(sentBlameOf(stretchesOf(blameOf(weave, weave.head), stampOf)))));
  const part = built(changes.slice(0, UNDONE_OF_UPDATES)).weave;
  const lastOnes = timed(() => undo(part, [part.head + 1 - UNDONE_UPDATES, part.head + 1]));
  const scattered = Array.from({ length: UNDONE_UPDATES }, (_, index) => [11 * index + 1, 11 * index + 2]).flat();
  const apart = timed(() => undo(part, scattered));
  return {
    buildMs: median(build.ms),
    memoryMiB: bytes / MIB,
    textP50Ms: median(text.ms),
    textP99Ms: percentile(text.ms, 0.99),
    changeP50Ms: median(change.ms),
    changeP99Ms: percentile(change.ms, 0.99),
    blameMs: median(blame.ms),
    blameKiB: blame.last.length / KIB,
    undoMs: median(lastOnes.ms),
    undoApartMs: median(apart.ms),
    undoApartSections: apart.last.edit.change.length,
  };
}

export const historyScenario: Scenario = {
  name: "history",
  title: "The history of a paper of 259,778 keys, by the weave alone",
  boundSeconds: 240,
  only: [OURS],
  run: history,
};
