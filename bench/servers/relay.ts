// The bare relay, and a client that sends each change as a frame of 120 bytes. Knows no document, only its length.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Client, Contestant, JoinOptions } from "./contestant.ts";
import { TrackedSockets } from "./trackedSocket.ts";

const FRAME_BYTES = 120;
const SERVER = fileURLToPath(new URL("relay.server.mjs", import.meta.url));

/** A cursor, or a change: where, how much is deleted, what is inserted. */
type Frame = { readonly cursor: number } | readonly [at: number, deleted: number, inserted: string];

async function join({ port, room, place, heard }: JoinOptions): Promise<Client> {
  const sockets = new TrackedSockets();
  const socket = sockets.open(`ws://127.0.0.1:${port}/${room}`);
  let length = 0;
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame;
    if ("cursor" in frame) return;
    length += frame[2].length - frame[1];
    heard(frame[2]);
  });
  await once(socket, "open");
  const send = (frame: Frame): void => socket.send(JSON.stringify(frame).padEnd(FRAME_BYTES));
  const replace = (at: number, deleted: number, inserted: string): void => {
    length += inserted.length - deleted;
    send([at, deleted, inserted]);
  };
  return {
    type: (text) => replace(Math.floor(length * place), 0, text),
    replace,
    moveCursor: () => send({ cursor: Math.floor(Math.random() * (length + 1)) }),
    length: () => length,
    text: () => "",
    ...sockets.controls,
    leave: () => socket.terminate(),
  };
}

export const relay: Contestant = {
  name: "relay",
  durable: false,
  hasText: false,
  server: () => ({ args: [SERVER] }),
  createRoom: async () => randomUUID(),
  join,
  joinLightly: join,
};
