// What moments are called, and the numbers that they keep.
import { expect, it } from "@jest/globals";
import { namedIn } from "./named.ts";

const by = { participant: 1, time: 9 };
const first = { type: "named", at: 5, name: "Before", ...by } as const;
const second = { type: "named", at: 3, name: "Start", ...by } as const;

it("[V25] moments are called what they were called last, until that is taken away", () => {
  const nothing = { type: "renamed", entry: 7, name: "?", ...by } as const;
  const all = [
    first,
    { type: "restored" } as const,
    second,
    null,
    nothing,
    { type: "renamed", entry: 0, name: "Middle" } as const,
  ];
  expect(namedIn(all).all).toEqual([
    { entry: 2, number: 2, at: 3, name: "Start", ...by },
    { entry: 0, number: 1, at: 5, name: "Middle", ...by },
  ]);
  expect(namedIn([first, { type: "unnamed", entry: 0 }]).all).toEqual([]);
});

it("[V25] a name that is taken away leaves the others their numbers, and its own to nobody", () => {
  const moments = namedIn([first, second, { type: "unnamed", entry: 0 }, { ...second, at: 1 }]);
  expect(moments.all.map(({ number, at }) => [number, at])).toEqual([
    [3, 1],
    [2, 3],
  ]);
  expect([0, 1, 2, 3, 4].map((number) => moments.momentOf(number))).toEqual([undefined, 5, 3, 1, undefined]);
});
