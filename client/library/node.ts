// The client core as a library in Node: sockets of ws, and a folder that keeps who one is and what is not confirmed. Knows no page.
import { inflateRawSync } from "node:zlib";
import { WebSocket } from "ws";
import { INFLATING_SUBPROTOCOL } from "#protocol/subprotocol.ts";
import { browserClock as clock } from "../browser.ts";
import { deliver, keepNothing } from "../sync/leftovers.ts";
import type { OpenSocket } from "../sync/ports.ts";
import type { Folder } from "./folder.ts";
import { joinAt, type JoinOptions, readLink } from "./join.ts";
import type { Participant } from "./participant.ts";

export * from "./exports.ts";
export { Folder } from "./folder.ts";

/** Opens sockets to one room; `home` is the address of the home page, with its closing slash. */
function socketsTo(roomId: string, home: string): OpenSocket {
  const url = new URL(roomId, home);
  url.protocol = url.protocol.replace("http", "ws");
  return ({ opened, frame, closed }) => {
    const socket = new WebSocket(url, INFLATING_SUBPROTOCOL);
    socket.on("open", opened);
    socket.on("message", (data: Buffer, isBinary) => frame((isBinary ? inflateRawSync(data) : data).toString()));
    // an error is followed by a close, which says all that matters: it is tried again
    socket.on("error", () => {});
    socket.on("close", closed);
    return {
      send: (data) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(data);
      },
      close: () => socket.terminate(),
    };
  };
}

/**
 * Comes into the room of a link. With a `folder` somebody is the same participant every time, and what they have edited and the server has
 * not confirmed when the program ends, be it by a kill, is sent first when it comes again, once. Rejects with Refused.
 */
export async function join(
  link: string,
  { folder, ...options }: JoinOptions & { readonly folder?: Folder } = {},
): Promise<Participant> {
  const place = readLink(link);
  const { roomId, home } = place;
  const open = socketsTo(roomId, home);
  await folder?.eachLeftover(roomId, (leftover) => deliver(leftover, { open, clock }));
  const key = options.key ?? folder?.key(roomId);
  const platform = { open, clock, keeper: folder ?? keepNothing };
  const participant = joinAt(place, { ...options, ...(key !== undefined && { key }) }, platform);
  // before anything can have been edited under it
  const remember = (): void => {
    if (participant.key !== undefined) folder?.keepKey(roomId, participant.key);
  };
  participant.listen({ changed: remember });
  return participant.enter();
}
