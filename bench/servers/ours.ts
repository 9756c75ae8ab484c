// Code Companion with either store, and its clients: the real core with an editor, or a light one. Knows no scenario.
import type { Transaction } from "@codemirror/state";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { authorOf } from "../../client/sync/fileSync.ts";
import { HeadlessEditor } from "../../client/sync/headlessEditor.ts";
import type { OpenSocket } from "../../client/sync/ports.ts";
import { RoomSession } from "../../client/sync/roomSession.ts";
import { decodeServerMessage, INFLATING_SUBPROTOCOL } from "../../server/protocol/messages.ts";
import { MemoryKeeper, newClientId, realClock } from "../../server/test/person.ts";
import type { Client, Contestant, JoinOptions, LightClient } from "./contestant.ts";
import { TrackedSockets } from "./trackedSocket.ts";

/** What the bench builds for itself: the server, and where it looks for the page. */
export const OURS_BUILD = {
  server: fileURLToPath(new URL("../../node_modules/.cache/bench/dist/server", import.meta.url)),
  page: fileURLToPath(new URL("../../node_modules/.cache/bench/dist/client", import.meta.url)),
};
const OURS_MAIN = `${OURS_BUILD.server}/main.js`;
const FILE = 1;
/** All clients come from one address, and the bench measures what the server can do, not what it allows. */
export const NO_BOUNDS = {
  LOG_LEVEL: "error",
  ADDRESS_TIME_PERCENT: "0",
  ADDRESS_WAITING_BYTES: "0",
  RATE_ROOM_BYTES_PER_HOUR: "0",
  RATE_ADDRESS_BYTES_PER_HOUR: "0",
  RATE_REQUESTS_PER_MINUTE: "0",
  CONNECTIONS_PER_ADDRESS: "0",
  RATE_ROOMS_PER_HOUR: "0",
  RATE_JOINS_PER_MINUTE: "0",
  RATE_FAILED_LOOKUPS_PER_MINUTE: "0",
  RATE_WRONG_CODES_PER_MINUTE: "0",
  RATE_ALL_WRONG_CODES_PER_MINUTE: "0",
  SOCKETS_PER_ADDRESS: "0",
  LIMIT_PUSHES_PER_SECOND: "0",
  LIMIT_MESSAGES_PER_SECOND: "0",
  LIMIT_CLIENTS_PER_ROOM: "2000",
  ROOM_UNLOAD_SECONDS: "2",
};

const textOf = (frame: Buffer, isBinary: boolean): string => (isBinary ? inflateRawSync(frame) : frame).toString();

const urlOf = ({ port, room }: JoinOptions): string => `ws://127.0.0.1:${port}/${room}`;

/** Tells of what others have inserted as soon as it is in the document. */
class ListeningEditor extends HeadlessEditor {
  heard: (text: string) => void = () => {};

  override dispatch(transactions: readonly Transaction[]): void {
    super.dispatch(transactions);
    for (const transaction of transactions) {
      if (authorOf(transaction) === undefined) continue;
      let text = "";
      transaction.changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => (text += inserted.toString()));
      this.heard(text);
    }
  }
}

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
  let editor: ListeningEditor | undefined;
  let session: RoomSession | undefined;
  const client = newClientId();
  await new Promise<void>((resolve) => {
    session = new RoomSession({
      roomId: options.room,
      open: open,
      clock: realClock,
      identity: { client, name: "Ana" },
      keeper: new MemoryKeeper(),
      listener: {
        changed: () => {},
        opened: (_file, text, sync) => {
          editor = new ListeningEditor(text, sync);
          editor.heard = options.heard;
          resolve();
          return editor;
        },
        notice: () => {},
        presence: () => {},
        feature: () => {},
      },
    });
    session.openFile(FILE);
    session.start();
  });
  const { session: room, editor: document } = { session: session!, editor: () => editor!.state.doc };
  const replace = (at: number, deleted: number, inserted: string): void => {
    editor!.update({ changes: { from: at, to: at + deleted, insert: inserted } });
    room.edited(FILE);
  };
  return {
    type: (text) => replace(Math.floor(document().length * options.place), 0, text),
    replace,
    moveCursor: () => {
      const at = Math.floor(Math.random() * (document().length + 1));
      room.selected(FILE, [[at, at]]);
    },
    length: () => document().length,
    text: () => document().toString(),
    ...sockets.controls,
    leave: () => room.stop(),
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
    moveCursor: () => {
      const at = Math.floor(Math.random() * (length + 1));
      send({ type: "presence", file: FILE, version, selections: [[at, at]] });
    },
    ...sockets.controls,
    leave: () => socket.terminate(),
  };
}

const withStore = (store: "embedded" | "memory", name: string): Contestant => ({
  name,
  durable: store === "embedded",
  hasText: true,
  server: (dataDir) => ({
    // as `npm start` has it
    args: ["--v8-pool-size=0", OURS_MAIN],
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
