// How a run has ended, in a sentence for who looks at it and for who listens. Knows no room.
import type { RunOver } from "../../ui/pageFeature.ts";
import { pageLanguage } from "../../words.ts";
import type { RunPlace } from "../../../server/features/run/messages.ts";
import type { ShownRun } from "./hereRuns.ts";
import type { RunEnd } from "./loadedRuns.ts";
import { ENGLISH_OUTCOMES, words } from "./words.ts";

/** In words of this page, or in the server's where they are of its language: a browser's own stand under the lines. */
export function endWords(place: RunPlace, { outcome, sentence, exitCode, signal }: RunEnd): string {
  const { ended, outcomes } = words.value;
  if (sentence !== undefined && place === "server" && pageLanguage.value === "en") return sentence;
  if (outcome === "runtime_error" && signal !== undefined) return ended.bySignal(signal);
  if (outcome === "runtime_error" && exitCode !== undefined) return ended.withCode(exitCode);
  return outcomes[outcome];
}

/** That a run is over, for who does not see which. */
export const overWords = (path: string, place: RunPlace, end: RunEnd): string =>
  words.value.over(path, endWords(place, end));

/** A run as somebody may be asked about it, once it is over; one that was stopped has not failed. */
export function runOver({ file, path, ended, parts }: ShownRun): RunOver | undefined {
  if (!ended) return undefined;
  const { outcome, sentence } = ended;
  const hasFailed = outcome !== "ok" && outcome !== "cancelled";
  const how = sentence ?? ENGLISH_OUTCOMES[outcome];
  // once: whoever says how much of it would be sent asks with each letter that somebody types
  let printed: string | undefined;
  const output = (most: number): string => {
    printed ??= `${parts.map((part) => ("text" in part ? part.text : "…\n")).join("")}\n${how}`;
    return printed.slice(-most);
  };
  return { file, path, hasFailed, output };
}
