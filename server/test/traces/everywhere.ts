// What has to be the same wherever a recording was typed. Knows no recording by name.
import { expect } from "@jest/globals";
import type { Gathering } from "../process/gathering.ts";
import { readLog, replay } from "../process/storedLog.ts";
import { readTrace, type SequentialTrace, type } from "./trace.ts";

/** Everybody, the server, the server after it was killed, a newcomer to that one, and the log have the text; one update for each transaction. */
export async function expectEverywhere(gathering: Gathering, text: string, updates: number): Promise<void> {
  const { server, roomId, people } = gathering;
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

/** One person types what one person has written, and another watches. */
export async function typeBesideAnother(gathering: Gathering, name: string): Promise<void> {
  const trace = readTrace<SequentialTrace>(`${name}.sequential`);
  const typist = gathering.enter();
  gathering.enter();
  await gathering.settled();
  if (trace.startContent !== "") typist.insert(0, trace.startContent);
  await type(typist, trace);
  await expectEverywhere(gathering, trace.endContent, trace.txns.length + (trace.startContent === "" ? 0 : 1));
}
