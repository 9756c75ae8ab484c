// Finds connections that are dead without saying so. Knows sockets only.
import type { WebSocket } from "ws";
import type { Clock } from "../rooms/ports.ts";

/** A socket that has answered nothing for two beats is cut: half-open connections are the rule on mobile networks. */
const MISSED_BEATS = 2;
/** Parts of the time between two pings of a socket: all are never pinged, nor do all answer, in one turn of the event loop. */
const PARTS = 50;

export interface Heartbeat {
  /** Pings the socket from now on until it is closed. */
  add(socket: WebSocket): void;
  stop(): void;
}

/** Pings each socket once in `everyMs`, those that come one after the other at different times of it. */
export function startHeartbeat(everyMs: number, clock: Clock): Heartbeat {
  /** who is pinged in each part, with how many pings they have left unanswered */
  const parts = Array.from({ length: PARTS }, () => new Map<WebSocket, number>());
  let [added, beats] = [0, 0];
  let cancel = clock.after(everyMs / PARTS, beat);

  function beat(): void {
    const part = parts[beats++ % PARTS]!;
    for (const [socket, missed] of part) {
      if (missed >= MISSED_BEATS) {
        socket.terminate();
      } else {
        part.set(socket, missed + 1);
        socket.ping();
      }
    }
    cancel = clock.after(everyMs / PARTS, beat);
  }

  return {
    add(socket) {
      const part = parts[added++ % PARTS]!;
      part.set(socket, 0);
      socket.on("pong", () => part.set(socket, 0));
      socket.on("close", () => part.delete(socket));
    },
    stop: () => cancel(),
  };
}
