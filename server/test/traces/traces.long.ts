// The longest recording through the wire: 259,778 keystrokes of a paper.
import { afterEach, beforeEach, describe, it } from "@jest/globals";
import { Gathering } from "../process/gathering.ts";
import { typeBesideAnother } from "./everywhere.ts";

let gathering: Gathering;

beforeEach(async () => {
  gathering = await Gathering.onOwnServer();
});
afterEach(() => gathering.end());

describe("recorded editing", () => {
  it("[R12] automerge-paper: one person types, another watches", () => typeBesideAnother(gathering, "automerge-paper"));
});
