// What closes, in words.
import { expect, it } from "@jest/globals";
import type { Participant } from "#protocol/events.ts";
import { closingWords } from "./closingWords.ts";
import type { ClosingWay } from "../../../server/features/roles/messages.ts";

const people = ["Ada", "Bo", "Cy", "Di"].map((name, index): Participant => ({
  participant: index + 1,
  name,
  role: "editor",
  colour: 0,
  dateJoined: 1,
}));
const words = (way: Partial<ClosingWay>) => closingWords({ kind: "edit", others: 0, people: [], ...way }, people, 1);

it.each([
  [{ kind: "plain" }, "The room link", "Nobody else has it."],
  [{ kind: "plain", others: 1, people: [2] }, "The room link", "Bo has it too."],
  [{ kind: "plain", others: 2, people: [2, 3] }, "The room link", "Bo and Cy have it too."],
  [
    { kind: "plain", gives: "viewer" },
    "The room link",
    "Nobody else has it. Turned off, it lets newcomers read, but not edit.",
  ],
  [{ kind: "edit" }, "The invitation link", "Nobody else used it."],
  [{ kind: "edit", others: 40, people: [2, 3, 4] }, "The invitation link", "Bo, Cy, Di and 37 more used it too."],
  [
    { kind: "view", others: 1, people: [3], out: 1 },
    "The link for viewing only",
    "Cy used it too. One viewer came with it and would be out.",
  ],
  [
    { kind: "view", out: 12 },
    "The link for viewing only",
    "Nobody else used it. 12 viewers came with it and would be out.",
  ],
  [{ kind: "code" }, "The join code", "Nobody else used it."],
  [{ kind: "owner", owner: 1 }, "Your own owner link", "Nobody else used it."],
  [{ kind: "owner", owner: 2 }, "Bo’s owner link", "Nobody else used it."],
] as const)("[L70] %j is said to be what it is, and whom else it served", (way, what, others) => {
  expect(words(way)).toEqual({ what, others });
});
