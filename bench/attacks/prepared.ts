// Rooms that take long to make: made once, by a server without bounds, and kept for every later run. Knows no attack.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Wire } from "../../server/test/hostile/wire.ts";
import { newClientId, openSocketTo, Person } from "../../server/test/person.ts";
import { readTrace, type SequentialTrace, type } from "../../server/test/traces/trace.ts";
import { inTurns } from "../scenarios/scenario.ts";
import { NO_BOUNDS } from "../servers/ours.ts";
import type { ServerProcess } from "../servers/serverProcess.ts";
import { ask, createRoom, type OwnRoom } from "./ask.ts";
import { dataOf, withTarget } from "./target.ts";
import { BYSTANDERS } from "./trial.ts";

const FOLDER = new URL("../../node_modules/.cache/attacks/", import.meta.url);

const FILES = 40;
const UPDATES_IN_FILE = 2_000;
const LINE = `${"0123456789".repeat(5)}\n`;
/** What everybody in the room of namesakes is called. */
export const NAMESAKE = "Eve";
const NAMESAKES = 1_500;
/** A folder of so many files, that was moved so often … */
const MOVED_FILES = 195;
const MOVES = 54;
/** one person may move no more at once */
const MOVES_OF_ONE = 9;
const LONG_NAME = "n".repeat(170);
/** … and so much that was said of the room's history, each with so many numbers. */
const SAYINGS = 58;
const NUMBERS = Array.from({ length: 1_000 }, (_, index) => Number.MAX_SAFE_INTEGER - index);
const INVITED = 1_000;

/** A room in a data folder, and what is needed to come into it. */
export interface Prepared {
  readonly data: string;
  readonly room: OwnRoom;
  /** its files */
  readonly files: readonly number[];
  /** of people in it, besides its owner's */
  readonly keys: readonly string[];
}

type Made = Pick<Prepared, "room"> & Partial<Prepared>;

const socketUrl = ({ port }: ServerProcess, { roomId }: OwnRoom): string => `ws://127.0.0.1:${port}/${roomId}`;

const MAKERS = {
  /** a recorded paper of 260,000 updates */
  async paper(server) {
    const room = await newRoom(server);
    const person = enter(server, room);
    await person.settled();
    await type(person, readTrace<SequentialTrace>("automerge-paper.sequential"));
    await person.settled();
    person.leave();
    return { room };
  },
  /** many files, each of as many updates as a server has in memory */
  async files(server) {
    const room = await newRoom(server);
    const person = enter(server, room);
    await person.settled();
    for (let file = 2; file <= FILES; file++) person.session.send("files", { type: "create", name: `file ${file}` });
    await person.until(() => person.session.room?.files.length === FILES);
    const files = Array.from({ length: FILES }, (_, index) => index + 1);
    for (const file of files) {
      person.session.open(file);
      await person.until(() => person.editors.has(file));
      for (let count = 0; count < UPDATES_IN_FILE; count++) person.insert(0, LINE, file);
      await person.settled(file);
    }
    person.leave();
    return { room, files };
  },
  /** a long log of its own, and much that was said */
  async records(server) {
    const room = await newRoom(server);
    const person = enter(server, room);
    await person.settled();
    const say = (feature: string, data: object): void => person.session.send(feature, data);
    for (let said = 0; said < SAYINGS; said++)
      say("history", { type: "roomRestored", id: newClientId(), back: NUMBERS, gone: [], at: 1, texts: [] });
    for (let file = 0; file < MOVED_FILES; file++) say("files", { type: "create", name: `d0/${LONG_NAME}${file}` });
    const isIn = (folder: string) => () =>
      person.session.room?.files.filter(({ name }) => name.startsWith(`${folder}/`)).length === MOVED_FILES;
    await person.until(isIn("d0"));
    const wires = await inTurns(
      Array.from(
        { length: MOVES / MOVES_OF_ONE },
        () => () => Wire.enter(socketUrl(server, room), { name: NAMESAKE, files: [] }),
      ),
    );
    for (let move = 0; move < MOVES; move++) {
      const data = { type: "changeFolder", folder: `d${move}`, name: `d${move + 1}` };
      wires[Math.floor(move / MOVES_OF_ONE)]!.say({ type: "feature", feature: "files", data });
      await person.until(isIn(`d${move + 1}`));
    }
    for (const wire of wires) wire.leave();
    person.leave();
    return { room };
  },
  /** very many people of one name */
  async namesakes(server) {
    const room = await newRoom(server);
    return { room, keys: await comeAndGo(server, room, NAMESAKES, {}) };
  },
  /** very many people who came by a link */
  async invited(server) {
    const room = await newRoom(server);
    const way = { port: server.port, from: BYSTANDERS };
    const { answer } = await ask<{ link: string }>(way, "PUT", `/api/rooms/${room.roomId}/roles/links/edit`, {
      key: room.key,
    });
    const [, invitation = ""] = answer.link.split("#");
    return { room, keys: await comeAndGo(server, room, INVITED, { invitation }) };
  },
} satisfies Record<string, (server: ServerProcess) => Promise<Made>>;

export type PreparedName = keyof typeof MAKERS;

const newRoom = ({ port }: ServerProcess): Promise<OwnRoom> => createRoom({ port, from: BYSTANDERS });

const enter = (server: ServerProcess, room: OwnRoom): Person =>
  new Person(room.roomId, openSocketTo(socketUrl(server, room)), { key: room.key });

/** People come into the room for a moment; resolves with their keys. */
const comeAndGo = (server: ServerProcess, room: OwnRoom, count: number, hello: object): Promise<string[]> =>
  inTurns(
    Array.from({ length: count }, () => async () => {
      const wire = await Wire.enter(socketUrl(server, room), { name: NAMESAKE, files: [], ...hello });
      wire.leave();
      return wire.welcome.you.key ?? "";
    }),
  );

/** The room, made now where it was not made before. Takes up to two minutes then. */
export async function prepare(name: PreparedName): Promise<Prepared> {
  const folder = new URL(`${name}/`, FOLDER);
  if (!existsSync(folder)) await make(name, folder);
  const made = JSON.parse(readFileSync(new URL("room.json", folder), "utf8")) as Made;
  return { files: [1], keys: [], ...made, data: fileURLToPath(new URL("data", folder)) };
}

async function make(name: PreparedName, folder: URL): Promise<void> {
  // a folder that is there is whole
  const making = new URL(`${name}.making/`, FOLDER);
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  await withTarget({ settings: NO_BOUNDS }, async (server) => {
    const made = await MAKERS[name](server);
    await server.end("SIGTERM");
    cpSync(dataOf(server), new URL("data", making), { recursive: true });
    writeFileSync(new URL("room.json", making), JSON.stringify(made));
  });
  renameSync(making, folder);
}
