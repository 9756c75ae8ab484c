// What the server is meant to reach, as ratios within one run, and whether it does. Knows figures only.
import { OURS, RELAY, STORING_PEERS } from "./servers/contestants.ts";

/** A contestant's figure of the goal; NaN when it was not measured, Infinity when it never happened. */
type Look = (contestant: string) => number;

interface Bound {
  readonly words: string;
  readonly of: (look: Look) => number;
}

type Goal = readonly [work: string, what: string, scenario: string, metric: string, must: Bound, aim?: Bound];

const storing = (look: Look): number[] =>
  STORING_PEERS.map((peer) => look(peer)).filter((value) => !Number.isNaN(value));
const value = (most: number, words = ""): Bound => ({ words, of: () => most });
const relay = (times: number): Bound => ({ words: `${times}× relay`, of: (look) => times * look(RELAY) });
/** Peers in memory are no measure: what they show is not stored. */
const every = (best: (...values: number[]) => number): Bound => ({
  words: "every peer that stores",
  of: (look) => (storing(look).length === 0 ? NaN : best(...storing(look))),
});
const least = every(Math.min);
const most = every(Math.max);

/** Work, what of it, where it is found, what it must be, and what is aimed at. */
const GOALS: readonly Goal[] = [
  ["pair", "p50 ms", "pair", "p50Ms", least],
  ["", "p99 ms", "pair", "p99Ms", least, relay(3)],
  ["50 clients", "p50 ms", "room-50", "p50Ms", least, relay(2)],
  ["", "p99 ms", "room-50", "p99Ms", least],
  ["", "CPU ms per 1,000 delivered", "room-50", "cpuMsPer1000", least, relay(1.2)],
  ["500 clients, 20 typists", "p95 ms", "room-500", "p95Ms", value(50), value(20)],
  ["1,000 rooms × 2", "p99 ms", "rooms-1000", "p99Ms", least, relay(5)],
  ["", "CPU ms per 1,000 delivered", "rooms-1000", "cpuMsPer1000", least, relay(1.8)],
  ["", "KiB per open room", "rooms-1000", "openKiBPerRoom", value(66)],
  ["1,000 rooms made right before", "longest turn, ms of CPU", "rooms-1000-new", "longestTurnMs", value(10)],
  ["highest rate", "keys per CPU second", "highest-rate", "perCpuSecond", most, relay(0.5)],
  ["automerge-paper", "server CPU s", "automerge-paper", "cpuSeconds", relay(1.2)],
  ["", "seconds", "automerge-paper", "seconds", least, relay(1.3)],
  ["", "texts that differ from the recording", "automerge-paper", "differing", value(0)],
  ["", "late joiner, ms", "automerge-paper", "lateJoinMs", value(6), value(4)],
  ["", "late joiner, KiB", "automerge-paper", "lateJoinKiB", value(45)],
  ["", "first join after a restart, ms", "automerge-paper", "firstJoinAfterRestartMs", value(30), value(15)],
  ["", "disk KiB with all history", "automerge-paper", "diskKiB", value(1_464, "1.5 MB"), value(488, "0.5 MB")],
  ["SIGKILL under typing", "seen and lost", "restart", "seenAndLost", value(0)],
  ["", "doubled", "restart", "doubled", value(0)],
  ["", "ms until all is confirmed", "restart", "confirmedMs", value(300), value(150)],
  ["", "ms until the port is open", "restart", "startMs", value(500)],
  ["history", "its memory, MiB", "history", "memoryMiB", value(20)],
  ["", "text at any version, p50 CPU ms", "history", "textP50Ms", value(16)],
  ["", "… p99 CPU ms", "history", "textP99Ms", value(100)],
  ["", "blame of the newest text, made, CPU ms", "history", "blameMs", value(100)],
  ["", "… with origins, on the wire, KiB", "history", "blameKiB", value(40), value(20)],
  ["", "undo of 10,000 of 110,000 updates, CPU ms", "history", "undoApartMs", value(500)],
  ["cost per keystroke", "power of the history", "growth-history", "exponent", value(0.05)],
  ["", "power of the rooms", "growth-rooms", "exponent", value(0.05)],
  ["", "power of the clients", "growth-clients", "exponent", value(1)],
  ["", "power of the text", "growth-text", "exponent", value(0.1)],
];

/** The more of it the better; of all else the less. */
const RATES = ["perCpuSecond"];

/**
 * A row for each goal: work, what of it, measured, must, aim, verdict. `find` is NaN for what was not measured, Infinity for what
 * never happened.
 */
export function goalRows(
  find: (scenario: string, contestant: string, metric: string) => number,
  shown: (value: number) => string,
): string[][] {
  return GOALS.map(([work, what, scenario, metric, must, aim]) => {
    const look: Look = (contestant) => find(scenario, contestant, metric);
    const isRate = RATES.includes(metric);
    const measured = look(OURS);
    const reaches = (bound: Bound): boolean => (isRate ? measured >= bound.of(look) : measured <= bound.of(look));
    const isKnown = (bound: Bound): boolean => !Number.isNaN(bound.of(look)) && !Number.isNaN(measured);
    const demand = (bound: Bound | undefined): string => {
      if (!bound) return "";
      const words = bound.words === "" ? "" : `${bound.words}: `;
      return `${isRate ? "≥" : "≤"} ${words}${Number.isNaN(bound.of(look)) ? "?" : shown(bound.of(look))}`;
    };
    const verdict = (): string => {
      if (!isKnown(must)) return "not measured";
      if (!reaches(must)) return "**missed**";
      return aim && isKnown(aim) && reaches(aim) ? "met, and the aim" : "met";
    };
    return [work, what, Number.isNaN(measured) ? "" : shown(measured), demand(must), demand(aim), verdict()];
  });
}
