// The bare relay, and a client that sends each change as a frame of 120 bytes. Knows no document, only its length.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Client, Contestant, JoinOptions } from "./contestant.ts";
import { TrackedSockets } from "./trackedSocket.ts";

const FRAME_BYTES = 120;
const SERVER = fileURLToPath(new URL("relay.server.mjs", import.meta.url));

/** Where, how much is deleted, what is inserted. */
type Frame = readonly [at: number, deleted: number, inserted: string];

async function join({ port, room, place, heard }: JoinOptions): Promise<Client> {
  const sockets = new TrackedSockets();
  const socket = sockets.open(`ws://127.0.0.1:${port}/${room}`);
  let length = 0;
  socket.on("message", (data: Buffer) => {
    const [, deleted, inserted] = JSON.parse(data.toString()) as Frame;
    length += inserted.length - deleted;
    heard(inserted);
  });
  await once(socket, "open");
  const replace = (at: number, deleted: number, inserted: string): void => {
    length += inserted.length - deleted;
    socket.send(JSON.stringify([at, deleted, inserted] satisfies Frame).padEnd(FRAME_BYTES));
  };
  return {
    type: (text) => replace(Math.floor(length * place), 0, text),
    replace,
    length: () => length,
    text: () => "",
    wireBytes: sockets.wireBytes,
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
