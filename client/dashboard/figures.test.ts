// What a feature's tab shows, from figures that are known.
import { describe, expect, it } from "@jest/globals";
import { type Figure, histograms, labelTables, singles, summary } from "./figures.ts";

const runs = (language: string, name: string, value: number): Figure => ({
  kind: "counter",
  name,
  label: ["language", language],
  value,
});
const HISTOGRAM: Figure = { kind: "histogram", name: "seconds", ends: [1, 5], counts: [3, 0, 1], sum: 10 };
const QUEUE: Figure = { kind: "gauge", name: "queue", value: 2 };
const ALL = [QUEUE, runs("lua", "runs", 2), runs("python", "runs", 7), HISTOGRAM, runs("python", "failed", 1)];

describe("a feature's tab", () => {
  it("[O82] has numbers by themselves, histograms, and a table by each label, the most first", () => {
    expect(singles(ALL)).toEqual([QUEUE]);
    expect(histograms(ALL)).toEqual([HISTOGRAM]);
    expect(labelTables(ALL)).toEqual([
      {
        label: "language",
        columns: ["runs", "failed"],
        rows: [
          { value: "python", numbers: [7, 1] },
          { value: "lua", numbers: [2, null] },
        ],
      },
    ]);
  });

  it("[O82] says how many values a histogram has, and their mean", () => {
    expect(histograms(ALL).map(summary)).toEqual([{ count: 4, mean: 2.5 }]);
    expect(histograms([{ ...HISTOGRAM, counts: [0, 0, 0], sum: 0 } as Figure]).map(summary)).toEqual([
      { count: 0, mean: null },
    ]);
  });
});
