// What whoever starts the tests reads where this machine can make no box. Knows no test that needs one.
import { expect, it } from "@jest/globals";
import { needBoxes } from "./test/needBoxes.ts";
import { left } from "./test/sandboxes.ts";

it("[M1] the tests say what a machine lacks that can make no box, and leave nothing of having looked", async () => {
  await needBoxes();
  expect(left()).toEqual([]);
  const lacks = "It may not make control groups below /sys/fs/cgroup/memory (EROFS).";
  await expect(needBoxes(() => Promise.reject(new Error(lacks)))).rejects.toThrow(lacks);
});
