// The browser as the sync core needs it: its clock, its network and its WebSocket. Knows no message.
import { INFLATING_SUBPROTOCOL, SUBPROTOCOL } from "#protocol/subprotocol.ts";
import { steadyTime } from "#protocol/steadyTime.ts";
import type { TimeAndChance, Network, OpenSocket } from "./sync/ports.ts";

export const browserClock: TimeAndChance = {
  now: steadyTime(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export const browserNetwork: Network = {
  isThere: () => navigator.onLine,
  watch(changed) {
    const listening = new AbortController();
    for (const type of ["online", "offline"]) addEventListener(type, changed, { signal: listening.signal });
    return () => listening.abort();
  },
};

const inflate = (data: Blob): Promise<string> =>
  new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();

/**
 * What to call with each frame of a socket: `frame` gets its text, in the order in which they came, also while one is being
 * inflated. `broken` hears of one that cannot be.
 */
export function inOrder(
  frame: (text: string) => void,
  broken: (error: unknown) => void,
): (data: string | Blob) => void {
  /** the newest frame that waits for itself or for others; most never wait */
  let last: Promise<void> | undefined;
  return (data) => {
    if (typeof data === "string" && !last) return frame(data);
    const text = typeof data === "string" ? data : inflate(data);
    const taken = Promise.all([text, last]).then(([inflated]) => {
      if (last === taken) last = undefined;
      frame(inflated);
    });
    last = taken;
    taken.catch(broken);
  };
}

/** Opens sockets to one room; `home` is the address of the home page: a room's channel has the address of its page. */
export function socketsTo(roomId: string, home: string): OpenSocket {
  const url = new URL(roomId, home);
  url.protocol = url.protocol.replace("http", "ws");
  return (handlers) => {
    const socket = new WebSocket(url, "DecompressionStream" in globalThis ? INFLATING_SUBPROTOCOL : SUBPROTOCOL);
    const listening = new AbortController();
    const { signal } = listening;
    socket.addEventListener("open", () => handlers.opened(), { signal });
    const take = inOrder(
      (frame) => signal.aborted || handlers.frame(frame),
      (error) => {
        reportError(error);
        socket.close();
      },
    );
    socket.addEventListener("message", ({ data }) => take(data as string | Blob), { signal });
    socket.addEventListener("close", () => handlers.closed(), { signal });
    return {
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      },
      close() {
        listening.abort();
        socket.close();
      },
    };
  };
}
