// What closes, in words.
import { expect, it } from "@jest/globals";
import type { Participant } from "#protocol/events.ts";
import { closingWords } from "./closingWords.ts";
import type { ClosingWay } from "./messages.ts";

const people = ["Ada", "Bo", "Cy", "Di"].map((name, index): Participant => ({
  participant: index + 1,
  name,
  role: "editor",
  colour: 0,
  dateJoined: 1,
}));
const words = (way: Partial<ClosingWay>) => closingWords({ kind: "edit", others: 0, people: [], ...way }, people, 1);

it.each([
  [{ kind: "plain" }, "The room’s own link", "Nobody else has it."],
  [{ kind: "plain", others: 1, people: [2] }, "The room’s own link", "Bo has it, too."],
  [{ kind: "plain", others: 2, people: [2, 3] }, "The room’s own link", "Bo and Cy have it, too."],
  [
    { kind: "plain", gives: "viewer" },
    "The room’s own link",
    "Nobody else has it. It would let newcomers read, not edit.",
  ],
  [{ kind: "edit" }, "The link for editing", "Nobody else came by it."],
  [{ kind: "edit", others: 40, people: [2, 3, 4] }, "The link for editing", "Bo, Cy, Di and 37 more came by it, too."],
  [
    { kind: "view", others: 1, people: [3], out: 1 },
    "The link for viewing only",
    "Cy came by it, too. One viewer is in by it and would be out.",
  ],
  [
    { kind: "view", out: 12 },
    "The link for viewing only",
    "Nobody else came by it. 12 viewers are in by it and would be out.",
  ],
  [{ kind: "code" }, "The join code", "Nobody else came by it."],
  [{ kind: "owner", owner: 1 }, "Your own owner link", "Nobody else came by it."],
  [{ kind: "owner", owner: 2 }, "Bo’s owner link", "Nobody else came by it."],
] as const)("[L70] %j is said to be what it is, and whom else it served", (way, what, others) => {
  expect(words(way)).toEqual({ what, others });
});
