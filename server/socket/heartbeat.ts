// Finds connections that are dead without saying so. Knows sockets only.
import type { WebSocket } from "ws";
import type { Clock } from "../rooms/ports.ts";

/** A socket that has answered nothing for two beats is cut: half-open connections are the rule on mobile networks. */
const MISSED_BEATS = 2;

/** Pings every socket each `everyMs`; the returned function stops it. */
export function startHeartbeat(sockets: ReadonlySet<WebSocket>, everyMs: number, clock: Clock): () => void {
  const unanswered = new WeakMap<WebSocket, number>();
  let cancel = clock.after(everyMs, beat);

  function beat(): void {
    for (const socket of sockets) {
      const missed = unanswered.get(socket);
      if (missed === undefined) socket.on("pong", () => unanswered.set(socket, 0));
      if ((missed ?? 0) >= MISSED_BEATS) {
        socket.terminate();
      } else {
        unanswered.set(socket, (missed ?? 0) + 1);
        socket.ping();
      }
    }
    cancel = clock.after(everyMs, beat);
  }

  return () => cancel();
}
