// What honest people do at their most, on a server with the limits that it has by default: nobody may be cut off or refused, and nothing lost.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Participation } from "../../client/sync/participation.ts";
import type { HonestWork } from "../../server/test/honestWork.ts";
import { MemoryKeeper, type Person, realClock } from "../../server/test/person.ts";
import { readTrace, retype, type SequentialTrace } from "../../server/test/traces/trace.ts";
import { atRate, inTurns, type Metrics } from "../scenarios/scenario.ts";
import type { ServerProcess } from "../servers/serverProcess.ts";
import { createRoom } from "./ask.ts";
import { Crowd } from "./crowd.ts";
import { noise } from "./noise.ts";
import { withTarget } from "./target.ts";
import { BYSTANDERS, type Trial } from "./trial.ts";

const HELD_KEYS_PER_SECOND = 30;
const HELD_SECONDS = 20;
const PASTED_CHARACTERS = 600_000;
const PUPILS = 40;
const PUPIL_KEYS_PER_SECOND = 2;
const PUPIL_SECONDS = 15;
const CROWD = 300;
const CROWD_KEYS_PER_SECOND = 20;
const CROWD_SECONDS = 15;
const PAPER_PER_SECOND = 60;
const PAPER_SECONDS = 180;
const HOUR_SECONDS = 3_600;

const ONE_SCHOOL = "127.0.1.1";
const oneAddress = (): string => ONE_SCHOOL;
/** Another address for each. */
const ownAddress = (index: number): string => `127.0.${2 + Math.floor(index / 250)}.${1 + (index % 250)}`;

const typeAtEnd = (person: Person, text: string): void => person.insert(person.editor().state.doc.length, text);

const newRoom = async ({ port }: ServerProcess): Promise<string> =>
  (await createRoom({ port, from: BYSTANDERS })).roomId;

async function heldKey(crowd: Crowd, server: ServerProcess): Promise<Metrics> {
  const roomId = await newRoom(server);
  const typist = crowd.enter(roomId, ONE_SCHOOL);
  crowd.enter(roomId, ONE_SCHOOL);
  await crowd.settled();
  await atRate(HELD_KEYS_PER_SECOND, HELD_SECONDS, () => typeAtEnd(typist, "k"));
  const typed = HELD_KEYS_PER_SECOND * HELD_SECONDS;
  await crowd.agreed(typed);
  return crowd.met(typed);
}

async function paste(crowd: Crowd, server: ServerProcess): Promise<Metrics> {
  const roomId = await newRoom(server);
  const typist = crowd.enter(roomId, ONE_SCHOOL);
  crowd.enter(roomId, ONE_SCHOOL);
  await crowd.settled();
  typist.insert(0, noise(PASTED_CHARACTERS));
  await crowd.agreed(PASTED_CHARACTERS);
  return crowd.met(PASTED_CHARACTERS);
}

const school =
  (rooms: number) =>
  async (crowd: Crowd, server: ServerProcess): Promise<Metrics> => {
    const ids = await inTurns(Array.from({ length: rooms }, () => () => newRoom(server)));
    for (let pupil = 0; pupil < PUPILS; pupil++) crowd.enter(ids[pupil % rooms]!, ONE_SCHOOL);
    await crowd.settled();
    const perSecond = PUPILS * PUPIL_KEYS_PER_SECOND;
    await atRate(perSecond, PUPIL_SECONDS, (index) => typeAtEnd(crowd.people[index % PUPILS]!, "k"));
    const typed = (perSecond * PUPIL_SECONDS) / rooms;
    await crowd.agreed(typed);
    return crowd.met(typed);
  };

/**
 * They come into one room as fast as they are let in, and type; then everybody's network goes, everybody types a character, and they
 * come back. `backMs`: until everybody has everything again.
 */
async function meetAndReturn(crowd: Crowd, roomId: string, from: (index: number) => string, keys: readonly string[]) {
  await inTurns(
    Array.from({ length: CROWD }, (_, index) => () => {
      const key = keys[index];
      return crowd.enter(roomId, from(index), key === undefined ? {} : { key }).settled();
    }),
  );
  await atRate(CROWD_KEYS_PER_SECOND, CROWD_SECONDS, (index) => typeAtEnd(crowd.people[index % CROWD]!, "k"));
  const before = CROWD_KEYS_PER_SECOND * CROWD_SECONDS;
  await crowd.agreed(before);
  crowd.lose();
  for (const person of crowd.people) typeAtEnd(person, "k");
  const begin = performance.now();
  await crowd.agreed(before + CROWD);
  return { ...crowd.met(before + CROWD), backMs: performance.now() - begin };
}

async function crowdFromEverywhere(crowd: Crowd, server: ServerProcess): Promise<Metrics> {
  return meetAndReturn(crowd, await newRoom(server), ownAddress, []);
}

/** As newcomers they come from everywhere; what one address may bring of those in a minute is another bound. */
async function crowdFromOne(crowd: Crowd, server: ServerProcess): Promise<Metrics> {
  const roomId = await newRoom(server);
  const before = new Crowd(server);
  const keys = await inTurns(
    Array.from({ length: CROWD }, (_, index) => async () => {
      const person = before.enter(roomId, ownAddress(index));
      await person.settled();
      person.leave();
      return person.session.key ?? "";
    }),
  );
  return meetAndReturn(crowd, roomId, oneAddress, keys);
}

/** What a feature brings, by whoever makes the room. */
const workOf =
  (work: HonestWork) =>
  async (crowd: Crowd, server: ServerProcess): Promise<Metrics> => {
    const { roomId, key } = await createRoom({ port: server.port, from: BYSTANDERS });
    const begin = performance.now();
    const lost = await work.run(
      (client) =>
        new Participation({
          roomId,
          open: crowd.open(roomId, ONE_SCHOOL),
          clock: realClock,
          identity: { client, key },
          keeper: new MemoryKeeper(),
        }),
    );
    const seconds = (performance.now() - begin) / 1_000;
    return { ...crowd.met(0), lost, seconds };
  };

const paper =
  (seconds: number) =>
  async (crowd: Crowd, server: ServerProcess): Promise<Metrics> => {
    const { txns } = readTrace<SequentialTrace>("automerge-paper.sequential");
    const roomId = await newRoom(server);
    const typist = crowd.enter(roomId, ONE_SCHOOL);
    crowd.enter(roomId, ONE_SCHOOL);
    await crowd.settled();
    await atRate(PAPER_PER_SECOND, seconds, (index) => retype(typist, txns[index]!));
    const typed = typist.editor().state.doc.length;
    await crowd.agreed(typed);
    return crowd.met(typed);
  };

const honest = (
  name: string,
  title: string,
  run: (crowd: Crowd, server: ServerProcess) => Promise<Metrics>,
  boundSeconds = 240,
): Trial => ({
  name,
  title,
  boundSeconds,
  run: () =>
    withTarget({}, async (server) => {
      const crowd = new Crowd(server);
      try {
        return await run(crowd, server);
      } finally {
        crowd.leave();
      }
    }),
});

const FEATURES = fileURLToPath(new URL("../../client/features", import.meta.url));
const works: HonestWork[] = [];
for (const name of readdirSync(FEATURES))
  if (existsSync(`${FEATURES}/${name}/test/honest.ts`))
    works.push(((await import(`../../client/features/${name}/test/honest.ts`)) as { default: HonestWork }).default);

export const honestTrials: readonly Trial[] = [
  honest("held-key", `A key is held: ${HELD_KEYS_PER_SECOND} a second for ${HELD_SECONDS} s.`, heldKey),
  honest("paste", "A text of 600 kB is pasted.", paste),
  honest(
    "school",
    `${PUPILS} people behind one address type in one room, ${PUPIL_KEYS_PER_SECOND} keys a second each.`,
    school(1),
  ),
  honest("school-rooms", `${PUPILS} people behind one address type in 10 rooms.`, school(10)),
  honest(
    "crowd",
    `${CROWD} people from as many addresses come into one room, type, and all reconnect at once.`,
    crowdFromEverywhere,
  ),
  honest("crowd-one-address", `The same ${CROWD}, all behind one address.`, crowdFromOne),
  ...works.map((work) => honest(work.name, work.title, workOf(work))),
  honest(
    "paper",
    `A recorded paper is typed at ${PAPER_PER_SECOND} changes a second for ${PAPER_SECONDS / 60} minutes.`,
    paper(PAPER_SECONDS),
    PAPER_SECONDS + 120,
  ),
  { ...honest("paper-hour", "The same for an hour.", paper(HOUR_SECONDS), HOUR_SECONDS + 300), isLong: true },
];
