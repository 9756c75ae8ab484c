// Code Companion with either store, and its clients: the real core with an editor, or a light one. Knows no scenario.
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import type { OpenSocket } from "../../client/sync/ports.ts";
import { Participation } from "../../client/sync/participation.ts";
import { decodeServerMessage } from "../../server/protocol/serverMessages.ts";
import { INFLATING_SUBPROTOCOL } from "../../server/protocol/subprotocol.ts";
import { NO_RATES } from "../../server/test/noRates.ts";
import { MemoryKeeper, newClientId, realClock } from "../../server/test/person.ts";
import type { Client, Contestant, JoinOptions, LightClient } from "./contestant.ts";
import { NODE_OPTIONS } from "./nodeOptions.ts";
import { TrackedSockets } from "./trackedSocket.ts";

/** What the bench builds for itself: the server, without a page. */
export const OURS_BUILD = fileURLToPath(new URL("../../node_modules/.cache/bench/dist/server", import.meta.url));
const OURS_MAIN = `${OURS_BUILD}/main.js`;
const FILE = 1;
/** All clients come from one address, and the bench measures what the server can do, not what it allows. */
export const NO_BOUNDS = {
  LOG_LEVEL: "error",
  ...NO_RATES,
  RATE_ROOM_BYTES_PER_HOUR: "0",
  LIMIT_PUSHES_PER_SECOND: "0",
  LIMIT_MESSAGES_PER_SECOND: "0",
  LIMIT_CLIENTS_PER_ROOM: "2000",
  ROOM_UNLOAD_SECONDS: "2",
};

const textOf = (frame: Buffer, isBinary: boolean): string => (isBinary ? inflateRawSync(frame) : frame).toString();

const urlOf = ({ port, room }: JoinOptions): string => `ws://127.0.0.1:${port}/${room}`;

/** The client core as the page uses it, with an editor without a view. */
async function join(options: JoinOptions): Promise<Client> {
  const sockets = new TrackedSockets();
  const open: OpenSocket = ({ opened, frame, closed }) => {
    const socket = sockets.open(urlOf(options), INFLATING_SUBPROTOCOL);
    socket.on("open", opened);
    socket.on("message", (data: Buffer, isBinary) => frame(textOf(data, isBinary)));
    socket.on("close", closed);
    return { send: (data) => socket.send(data), close: () => socket.terminate() };
  };
  const participant = new Participation({
    roomId: options.room,
    open,
    clock: realClock,
    identity: { client: newClientId(), name: "Ana" },
    keeper: new MemoryKeeper(),
  });
  const document = participant.open(FILE);
  participant.start();
  await document.ready();
  document.changed(({ changes, client }) => {
    if (client === undefined) return;
    let text = "";
    changes?.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => (text += inserted.toString()));
    options.heard(text);
  });
  const replace = (at: number, deleted: number, insert: string): void =>
    document.edit({ from: at, to: at + deleted, insert });
  return {
    type: (text) => replace(Math.floor(document.length * options.place), 0, text),
    replace,
    length: () => document.length,
    text: () => document.text,
    wireBytes: sockets.wireBytes,
    leave: () => participant.leave(),
  };
}

type Section = number | readonly [deleted: number, ...lines: string[]];

/** Keeps version and length only; one push in flight, as the core does, and what is typed meanwhile goes with the next. */
async function joinLightly(options: JoinOptions): Promise<LightClient> {
  const sockets = new TrackedSockets();
  const socket = sockets.open(urlOf(options), INFLATING_SUBPROTOCOL);
  let [own, version, length, confirmed, inFlight] = [0, 0, 0, 0, 0];
  const queue: string[] = [];
  const send = (message: object): void => socket.send(JSON.stringify(message));

  function push(): void {
    if (inFlight > 0 || queue.length === 0) return;
    let after = length;
    const changes = queue.slice(0, 200).map((text): Section[] => {
      const at = Math.floor(after * options.place);
      const rest = after - at;
      after += text.length;
      return [...(at > 0 ? [at] : []), [0, ...text.split("\n")], ...(rest > 0 ? [rest] : [])];
    });
    inFlight = changes.length;
    send({ type: "push", file: FILE, version, seq: confirmed + 1, changes });
  }

  function take(client: number, sections: readonly Section[]): void {
    let text = "";
    for (const section of sections) {
      if (typeof section === "number") continue;
      const inserted = section.slice(1).join("\n");
      length += inserted.length - section[0];
      text += inserted;
    }
    version++;
    if (client !== own) return options.heard(text);
    queue.shift();
    confirmed++;
    inFlight--;
  }

  await new Promise<void>((resolve) => {
    socket.on("open", () =>
      send({ type: "hello", client: newClientId(), name: "Ben", files: [{ file: FILE, version: null }] }),
    );
    socket.on("message", (data: Buffer, isBinary) => {
      const message = decodeServerMessage(textOf(data, isBinary));
      if (message.type === "error" && !message.fatal)
        throw new Error(`the server says ${message.code}: ${message.message}`);
      if (message.type === "welcome") own = message.you.client;
      if (message.type === "file") {
        version = message.version;
        length = message.text?.length ?? length;
        resolve();
      }
      if (message.type !== "updates") return;
      for (const [client, , , change] of message.updates) take(client, change);
      push();
    });
  });
  return {
    type: (text) => {
      queue.push(text);
      push();
    },
    wireBytes: sockets.wireBytes,
    leave: () => socket.terminate(),
  };
}

const withStore = (store: "embedded" | "memory", name: string): Contestant => ({
  name,
  durable: store === "embedded",
  hasText: true,
  server: (dataDir) => ({
    args: [...NODE_OPTIONS, OURS_MAIN],
    env: { ...NO_BOUNDS, DATA_DIR: dataDir, STORE: store },
  }),
  async createRoom(port) {
    const response = await fetch(`http://127.0.0.1:${port}/api/rooms`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Olga" }),
    });
    return ((await response.json()) as { roomId: string }).roomId;
  },
  join,
  joinLightly,
});

export const ours = withStore("embedded", "ours");
export const oursMemory = withStore("memory", "ours-memory");
