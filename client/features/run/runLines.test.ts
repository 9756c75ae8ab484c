// What a run's lines are, and what the browser that ran it says under them.
import { expect, it } from "@jest/globals";
import type { Run } from "./loadedRuns.ts";
import { RunLines } from "./runLines.ts";

const ENDED = {
  type: "ended",
  run: 1,
  time: 0,
  outcome: "runtime_error",
  sentence: "The program ended with an error.",
} as const;
const run = (more: Partial<Run>): Run => ({
  run: 1,
  id: "one",
  participant: 1,
  time: 0,
  place: "browser",
  language: "JavaScript",
  file: 1,
  path: "main.js",
  parts: [{ type: "output", stream: "stdout", text: "a" }],
  ended: undefined,
  ...more,
});

/** Each time that they are drawn is one run. */
function lines(...runs: Run[]): string[] {
  const read = new RunLines();
  for (const one of runs) read.of(one);
  return read
    .of(runs.at(-1) ?? run({}))
    .lines.map(({ spans }) => spans.map(({ look, text }) => `${look}:${text}`).join("|"));
}

it("[M48] has what its browser says of its end under what was printed, once, and with nothing that turns letters round", () => {
  const ended = { ...ENDED, sentence: "main.js:1: \u202eno\u202c\nAda, on the server" };
  const said = ["stdout:a", "run-said:main.js:1: no", "run-said:Ada, on the server", ""];
  expect(lines(run({}), run({ ended }))).toEqual(said);
});

it("[M41] what is long is read in turns, each of which ends with a part", () => {
  const parts = Array.from(
    { length: 10 },
    () => ({ type: "output", stream: "stdout", text: "x".repeat(5_000) }) as const,
  );
  const [read, long] = [
    new RunLines(),
    run({ parts: [...parts, { type: "output", stream: "stdout", text: "end" }], ended: ENDED }),
  ];
  const turns: [number, boolean][] = [];
  do {
    const { lines } = read.of(long);
    turns.push([lines[0]?.text.length ?? 0, read.isAll]);
  } while (!read.isAll && turns.length < 10);
  // of a line so much is shown
  expect(turns).toEqual([
    [5_000, false],
    [5_000, false],
    [5_000, true],
  ]);
});

it("[M48] has no line for what is said of every such end, nor for what the server says", () => {
  expect(lines(run({}), run({ ended: ENDED }))).toEqual(["stdout:a"]);
  expect(lines(run({ place: "server", ended: { ...ENDED, sentence: "The program ended with exit code 3." } }))).toEqual(
    ["stdout:a"],
  );
});
