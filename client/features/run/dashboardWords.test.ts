// What the dashboard calls whatever runs count, in each language.
import { describe, expect, it } from "@jest/globals";
import { type Outcome } from "../../../server/features/run/outcomes.ts";
import { RunFigures } from "../../../server/features/run/runFigures.ts";
import german from "../../dashboard/words.de.ts";
import { words } from "../../dashboard/words.ts";

/** Every way in which a run ends. */
const OUTCOMES: Readonly<Record<Outcome, true>> = {
  ok: true,
  compile_error: true,
  runtime_error: true,
  time_limit: true,
  cpu_limit: true,
  memory_limit: true,
  output_limit: true,
  process_limit: true,
  cancelled: true,
  queue_full: true,
  sandbox_absent: true,
  source_too_large: true,
  language_unknown: true,
  load_failed: true,
  server_stopped: true,
  runner_left: true,
};

/** Everything that can be counted, once. */
function counted(): readonly string[] {
  const figures = new RunFigures();
  const outcomes = Object.keys(OUTCOMES);
  for (const place of ["server", "browser"] as const)
    for (const outcome of outcomes) figures.note({ place, language: "Go", outcome, wallMs: 5 });
  const names = figures.figures({ running: 0, waiting: 0 }).flatMap(({ name, label }) => {
    // a language has its own name
    const value = label?.[0] === "outcome" ? [label.join(".")] : [];
    return [name, ...(label ? [label[0], ...value] : [])];
  });
  // by the minute
  return [...new Set([...names, ...outcomes.map((outcome) => `run_${outcome}`)])];
}

describe("the dashboard's words for runs", () => {
  it.each([
    ["English", words.value.measured],
    ["German", german.words.measured],
  ])("[O82] are there for each figure and outcome, and for nothing else, in %s", (_, measured) => {
    const own = Object.keys(measured).flatMap((name) => (name.startsWith("run.") ? [name.slice(4)] : []));
    expect(own.toSorted()).toEqual(counted().toSorted());
  });
});
