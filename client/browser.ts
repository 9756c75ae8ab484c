// The browser as the sync core needs it: its clock and its WebSocket. Knows no message.
import { SUBPROTOCOL } from "#protocol/messages.ts";
import type { Clock, OpenSocket } from "./sync/ports.ts";

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Opens sockets to one room; `home` is the address of the home page: a room's channel has the address of its page. */
export function socketsTo(roomId: string, home: string): OpenSocket {
  const url = new URL(roomId, home);
  url.protocol = url.protocol.replace("http", "ws");
  return (handlers) => {
    const socket = new WebSocket(url, SUBPROTOCOL);
    const listening = new AbortController();
    const { signal } = listening;
    socket.addEventListener("open", () => handlers.opened(), { signal });
    socket.addEventListener("message", ({ data }) => handlers.frame(String(data)), { signal });
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
