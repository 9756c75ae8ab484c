// More than anybody means: pings, before hello and after it, and presence. Knows what they cost the sender, next to nothing.
import { newClientId } from "../../server/test/person.ts";
import type { Attack, Attacker } from "./attack.ts";
import type { OwnRoom } from "./ask.ts";
import { type Pace, type RawSocket, readyFrame, times } from "./rawSocket.ts";

const PING = readyFrame({ type: "ping" });
const PINGS = times(PING, 8_000);
const PING_BYTES_PER_SECOND = 300_000;

/** What P7 lets one connection send: bytes a second and at once, each frame counted as so many more than it has. */
const ALLOWED = { perSecond: 4 * 2 ** 20, atOnce: 16 * 2 ** 20, ofFrame: 2_000 };

/** As often as P7 allows this frame. */
const allowed = ({ length }: Buffer): Pace => ({
  perSecond: ALLOWED.perSecond / (length + ALLOWED.ofFrame),
  // less by one, as the hello counts too
  atOnce: ALLOWED.atOnce / (length + ALLOWED.ofFrame) - 1,
});

/** Every selection that a presence may have: the dearest to read. */
const PRESENCE = readyFrame({
  type: "presence",
  file: 1,
  version: 0,
  selections: Array.from({ length: 100 }, () => [0, 0]),
});

/** A WebSocket whose hello has been said as the room's owner, each by a client id of its own that it comes back with. */
export async function enterAsOwner(
  attacker: Attacker,
  { roomId, key }: OwnRoom,
  client: string,
  files: readonly object[],
): Promise<RawSocket> {
  const socket = await attacker.enter(roomId);
  await socket.ask(readyFrame({ type: "hello", client, key, files }));
  return socket;
}

const flood = (
  name: string,
  title: string,
  sockets: number,
  files: readonly object[],
  frame: Buffer,
  pace: Pace,
): Attack => ({
  name,
  title,
  async ready(attacker) {
    const room = await attacker.createRoom();
    const clients = Array.from({ length: sockets }, newClientId);
    return () =>
      attacker.visitors(sockets, async (index) => {
        const socket = await enterAsOwner(attacker, room, clients[index]!, files);
        await socket.keepSending(frame, pace);
      });
  },
});

export const floods: readonly Attack[] = [
  {
    name: "pings",
    title: "250 sockets send 8,000 ready-made pings each, without a hello.",
    async ready(attacker) {
      const { roomId } = await attacker.createRoom();
      return () =>
        attacker.visitors(250, async () => {
          const socket = await attacker.enter(roomId);
          socket.send(PINGS);
          await socket.closed;
        });
    },
  },
  flood(
    "presence",
    "40 sockets in one room send presence, of 100 selections, as fast as P7 lets them.",
    40,
    [{ file: 1, version: null }],
    PRESENCE,
    allowed(PRESENCE),
  ),
  flood("steady-pings", "100 sockets ping at 0.3 MB/s each, in a room.", 100, [], PING, {
    perSecond: PING_BYTES_PER_SECOND / PING.length,
    atOnce: 0,
  }),
];
