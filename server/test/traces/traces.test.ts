// Recorded editing through the wire: what people once wrote comes out to the letter, everywhere. What takes long is in traces.long.ts.
import { afterEach, beforeEach, describe, it } from "@jest/globals";
import { Gathering } from "../process/gathering.ts";
import { expectEverywhere, typeBesideAnother } from "./everywhere.ts";
import { type ConcurrentTrace, Gate, ONE_PLACE, readTrace, typePart } from "./trace.ts";

let gathering: Gathering;

beforeEach(async () => {
  gathering = await Gathering.onOwnServer();
});
afterEach(() => gathering.end());

describe("recorded editing", () => {
  it("[C2] friendsforever: two people at the same time, each on top of what they had seen", async () => {
    const trace = readTrace<ConcurrentTrace>("friendsforever.concurrent");
    const gates = [new Gate(), new Gate()];
    const people = gates.map((gate) => gathering.enter({}, (open) => gate.around(open)));
    await gathering.settled();
    await Promise.all(people.map((person, agent) => typePart(person, gates[agent]!, agent, trace, ONE_PLACE)));
    await expectEverywhere(gathering, trace.endContent, trace.txns.length);
  }, 400_000);

  it.each(["sveltecomponent", "rustcode"])(
    "[R12] %s: one person types, another watches",
    (name) => typeBesideAnother(gathering, name),
    600_000,
  );
});
