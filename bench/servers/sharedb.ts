// ShareDB in memory with its own client, or a light one that speaks its protocol. Knows no scenario.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import otText from "ot-text-unicode";
import sharedbClient, { type TextOp } from "sharedb/lib/client/index.js";
import type { Client, Contestant, JoinOptions, LightClient } from "./contestant.ts";
import { TrackedSockets } from "./trackedSocket.ts";

const SERVER = fileURLToPath(new URL("sharedb.server.mjs", import.meta.url));
const COLLECTION = "rooms";
const RECONNECT_MS = 200;

sharedbClient.types.register(otText.type);

const insertedBy = (op: TextOp): string => op.filter((part) => typeof part === "string").join("");
const addedBy = (op: TextOp): number =>
  op.reduce<number>((sum, part) => {
    if (typeof part === "string") return sum + part.length;
    return typeof part === "number" ? sum : sum - part.d;
  }, 0);
const change = (at: number, deleted: number, inserted: string): TextOp => [
  ...(at > 0 ? [at] : []),
  ...(inserted === "" ? [] : [inserted]),
  ...(deleted > 0 ? [{ d: deleted }] : []),
];

const done = (resolve: () => void, reject: (error: unknown) => void) => (error: unknown) =>
  error ? reject(error) : resolve();

async function createRoom(port: number): Promise<string> {
  const room = randomUUID();
  const connection = new sharedbClient.Connection(new TrackedSockets().open(`ws://127.0.0.1:${port}`));
  const doc = connection.get(COLLECTION, room);
  await new Promise<void>((resolve, reject) => doc.create("", otText.type.uri, done(resolve, reject)));
  connection.close();
  return room;
}

async function join({ port, room, place, heard }: JoinOptions): Promise<Client> {
  const sockets = new TrackedSockets();
  let left = false;
  const open = (): unknown => {
    const socket = sockets.open(`ws://127.0.0.1:${port}`);
    // It sends again what was not acknowledged when it is given another socket; when that is, is left to the application.
    socket.on("close", () => setTimeout(() => !left && connection.bindToSocket(open()), RECONNECT_MS));
    return socket;
  };
  const connection = new sharedbClient.Connection(open());
  // Told after a restart, when the server's memory is empty: what is lost is seen in the texts.
  connection.on("error", () => {});
  const doc = connection.get(COLLECTION, room);
  doc.on("error", () => {});
  await new Promise<void>((resolve, reject) => doc.subscribe(done(resolve, reject)));
  doc.on("op", (op, isOwn) => {
    if (!isOwn) heard(insertedBy(op));
  });
  const replace = (at: number, deleted: number, inserted: string): void => doc.submitOp(change(at, deleted, inserted));
  return {
    type: (text) => replace(Math.floor((doc.data?.length ?? 0) * place), 0, text),
    replace,
    length: () => doc.data?.length ?? 0,
    text: () => doc.data ?? "",
    wireBytes: sockets.wireBytes,
    leave: () => {
      left = true;
      connection.close();
    },
  };
}

interface Reply {
  readonly a: string;
  readonly id?: string;
  readonly src?: string;
  readonly v?: number;
  readonly op?: TextOp;
  readonly data?: { readonly v: number; readonly data?: string };
}

/** Keeps version and length only; one operation in flight, as its own client does, and what is typed meanwhile in one with the next. */
async function joinLightly({ port, room, place, heard }: JoinOptions): Promise<LightClient> {
  const sockets = new TrackedSockets();
  const socket = sockets.open(`ws://127.0.0.1:${port}`);
  const address = { c: COLLECTION, d: room };
  let [own, version, length, seq] = ["", 0, 0, 1];
  let waiting = "";
  let inFlight = "";
  const send = (message: object): void => socket.send(JSON.stringify(message));

  function push(): void {
    if (inFlight !== "" || waiting === "") return;
    [inFlight, waiting] = [waiting, ""];
    const op = change(Math.floor(length * place), 0, inFlight);
    send({ a: "op", ...address, v: version, seq: seq++, x: {}, op });
  }

  await new Promise<void>((resolve) => {
    socket.on("message", (frame: Buffer) => {
      const message = JSON.parse(frame.toString()) as Reply;
      if (message.a === "init") return send({ a: "hs", id: null, protocol: 1, protocolMinor: 1 });
      if (message.a === "hs") {
        own = message.id ?? "";
        return send({ a: "s", ...address, v: null });
      }
      if (message.a === "s" && message.data) {
        version = message.data.v;
        length = message.data.data?.length ?? 0;
        return resolve();
      }
      if (message.a !== "op") return undefined;
      version = message.v! + 1;
      if (message.src === own) {
        length += inFlight.length;
        inFlight = "";
      } else if (message.op) {
        length += addedBy(message.op);
        heard(insertedBy(message.op));
      }
      return push();
    });
  });
  return {
    type: (text) => {
      waiting += text;
      push();
    },
    wireBytes: sockets.wireBytes,
    leave: () => socket.terminate(),
  };
}

export const sharedb: Contestant = {
  name: "sharedb",
  durable: false,
  hasText: true,
  server: () => ({ args: [SERVER] }),
  createRoom,
  join,
  joinLightly,
};
