// What rooms are called that nobody has named.
import { expect, it } from "@jest/globals";
import { roomLabel } from "./roomLabel.ts";

const MADE = Date.UTC(2026, 1, 3);

it("[U40] a label is two words, of 64 each, also for rooms that were made one after the other", () => {
  const labels = new Set(Array.from({ length: 4_096 }, (_, at) => roomLabel(MADE + at)));
  // spread as by chance: 63 % of all there are
  expect(labels.size).toBeGreaterThan(2_300);
  for (const label of labels) expect(label).toMatch(/^[A-Z][a-z]+ [a-z]+$/);
  for (const place of [0, 1]) expect(new Set([...labels].map((label) => label.split(" ")[place])).size).toBe(64);
});
