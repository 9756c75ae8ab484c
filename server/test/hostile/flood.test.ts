// Somebody attacks a room in which two people type, and they notice nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setInterval as everyMs } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { startTestServer, type TestServer } from "../harness.ts";
import type { Person } from "../person.ts";
import { Wire } from "./wire.ts";

const ATTACKER = fileURLToPath(new URL("./attacker.process.ts", import.meta.url));
/** Enough for each kind of frame to come hundreds of times. */
const FRAMES = Number(process.env.FLOOD_FRAMES ?? 20_000);
/** A person's pace, and as much of it as shows how fast it is without an attack. */
const PACE_MS = 25;
const CALM_TURNS = 100;
const FRAMES_PER_SECOND = 4_000;

let server: TestServer;
const ended: (() => void)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) end();
  await server.stop();
});

/** Sends mutated frames to the room from another process; resolves with how many ended in which way. */
async function attack(roomId: string, key: string, seed: number): Promise<Record<string, number>> {
  const words = [server.socketUrl(roomId), key, seed, FRAMES, FRAMES_PER_SECOND].map(String);
  const child = spawn(process.execPath, ["--import", "tsx", ATTACKER, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  ended.push(() => child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  await once(child, "close");
  return (JSON.parse(output) as { outcomes: Record<string, number> }).outcomes;
}

const endOf = (person: Person): string => {
  const { doc } = person.editor().state;
  return doc.sliceString(Math.max(0, doc.length - 200));
};

/** One types, the other waits for it, in turn, at a person's pace, until told to stop or for so many turns; gives the ms from key to sight. */
function converse(people: readonly [Person, Person], word: string, turns = Infinity) {
  let talking = true;
  const run = async (): Promise<number[]> => {
    const times: number[] = [];
    for await (const _ of everyMs(PACE_MS)) {
      const turn = times.length;
      if (!talking || turn === turns) break;
      const [speaker, listener] = turn % 2 === 0 ? people : [people[1], people[0]];
      const said = `<${word}${turn}>`;
      const begun = performance.now();
      speaker.insert(speaker.editor().state.doc.length, said);
      // Attackers write elsewhere, if anywhere: what is said stands near the end.
      await listener.until(() => endOf(listener).includes(said));
      times.push(performance.now() - begun);
    }
    return times;
  };
  const all = run();
  return {
    all,
    stop(): Promise<number[]> {
      talking = false;
      return all;
    },
  };
}

const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

describe("an attack", () => {
  it(`[P5] [P45] ${FRAMES} mutated frames: the two who type beside it notice nothing`, async () => {
    server = await startTestServer();
    const { roomId, key } = await server.createRoom();
    const attackers = (await Wire.enter(server.socketUrl(roomId))).welcome.you.key!;
    const people = [server.enter(roomId, { key }), server.enter(roomId, { name: "Ben" })] as const;
    ended.push(...people.map((person) => () => person.leave()));
    await Promise.all(people.map((person) => person.settled()));

    const calm = await converse(people, "before", CALM_TURNS).all;
    const talk = converse(people, "during");
    const outcomes = await attack(roomId, attackers, 20_261_122);
    const during = await talk.stop();

    const handled = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect(handled).toBe(FRAMES);
    // Every outcome is one that the protocol names; most frames end no connection.
    expect(
      Object.keys(outcomes).filter(
        (code) => !["pong", "welcome", "1007", "4000", "4001", "4002", "4029"].includes(code),
      ),
    ).toEqual([]);
    expect(outcomes["pong"]).toBeGreaterThan(FRAMES / 4);

    await Promise.all(people.map((person) => person.settled()));
    const [olga, ben] = people;
    await ben.until(() => ben.text() === olga.text());
    expect(await server.rooms.text(roomId, 1)).toBe(olga.text());
    for (const [word, count] of [
      ["before", calm.length],
      ["during", during.length],
    ] as const)
      for (let turn = 0; turn < count; turn++) expect(olga.text().split(`<${word}${turn}>`)).toHaveLength(2);
    const noticed = people.flatMap(({ notices }) =>
      notices.filter(({ type }) => !["joined", "left", "languageChanged", "titleChanged"].includes(type)),
    );
    expect(noticed).toEqual([]);
    expect(server.log.errors).toEqual([]);

    expect(percentile(during, 0.95)).toBeLessThan(Math.max(percentile(calm, 0.95) * 5, 50));
  }, 300_000);

  it("[P9] 1,000 sockets that never say hello are all closed in time, and people come in meanwhile", async () => {
    const helloMs = 4_000;
    server = await startTestServer({ LIMIT_HELLO_MS: String(helloMs) });
    const { roomId, key } = await server.createRoom();
    const silent: Wire[] = [];
    while (silent.length < 1_000) {
      const opening = Array.from({ length: 50 }, () =>
        Wire.open(server.socketUrl(roomId), { perMessageDeflate: false }),
      );
      silent.push(...(await Promise.all(opening)));
    }
    const person = server.enter(roomId, { key });
    ended.push(() => person.leave());
    await person.settled();
    person.insert(0, "here I am");
    await person.settled();
    for (const wire of silent) {
      expect(await wire.closed).toEqual({ code: 4002, reason: "hello_timeout" });
      expect(wire.heard).toMatchObject([{ type: "error", code: "hello_timeout", fatal: true }]);
    }
    expect(person.notices).toEqual([]);
    expect(server.log.errors).toEqual([]);
  }, 120_000);
});
