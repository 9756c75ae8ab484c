// Recorded editing through the wire: what people once wrote comes out to the letter, everywhere.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Gathering } from "../process/gathering.ts";
import { ServerProcess } from "../process/serverProcess.ts";
import { readLog, replay } from "../process/storedLog.ts";
import { type ConcurrentTrace, Gate, readTrace, type SequentialTrace, type, typePart } from "./trace.ts";

let server: ServerProcess;
let gathering: Gathering;

beforeEach(async () => {
  server = await ServerProcess.create({ LIMIT_PUSHES_PER_SECOND: "0" });
  await server.start();
  const { roomId } = await server.createRoom();
  gathering = new Gathering(server, roomId);
});
afterEach(async () => {
  gathering.leave();
  await server.dispose();
});

/** Everybody, the server, the server after it was killed, a newcomer to that one, and the log have the text; one update for each transaction. */
async function expectEverywhere(text: string, updates: number): Promise<void> {
  const { roomId, people } = gathering;
  await gathering.settled();
  for (const person of people) expect(person.text()).toBe(text);
  expect(await server.textOf(roomId)).toBe(text);
  gathering.leave();
  await server.kill();
  await server.start();
  expect(await server.textOf(roomId)).toBe(text);
  const newcomer = gathering.enter();
  await newcomer.settled();
  expect(newcomer.text()).toBe(text);
  gathering.leave();
  expect(await server.end("SIGTERM")).toEqual({ code: 0, stderr: "" });
  expect(server.errors).toEqual([]);
  const log = await readLog(server.dataDir, roomId);
  expect(log.length).toBe(updates);
  expect(replay(log).at(-1)?.toString()).toBe(text);
}

/**
 * Once in the whole recording both insert in one place: the first replaces "." by ", huh?" while the second goes on after that ".".
 * With the "." gone nothing but the order of arrival says whose text is left, and the recording has the first one's there.
 */
const ONE_PLACE = { first: 22_368, before: 22_360 };

describe("recorded editing", () => {
  it("[C2] friendsforever: two people at the same time, each on top of what they had seen", async () => {
    const trace = readTrace<ConcurrentTrace>("friendsforever.concurrent");
    const gates = [new Gate(), new Gate()];
    const people = gates.map((gate) => gathering.enter({}, (open) => gate.around(open)));
    await gathering.settled();
    await Promise.all(people.map((person, agent) => typePart(person, gates[agent]!, agent, trace, ONE_PLACE)));
    await expectEverywhere(trace.endContent, trace.txns.length);
  }, 400_000);

  it.each(["sveltecomponent", "rustcode", "automerge-paper"])(
    "[R12] %s: one person types, another watches",
    async (name) => {
      const trace = readTrace<SequentialTrace>(`${name}.sequential`);
      const typist = gathering.enter();
      gathering.enter();
      await gathering.settled();
      if (trace.startContent !== "") typist.insert(0, trace.startContent);
      await type(typist, trace);
      await expectEverywhere(trace.endContent, trace.txns.length + (trace.startContent === "" ? 0 : 1));
    },
    600_000,
  );
});
