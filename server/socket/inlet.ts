// Lets what arrives on a socket in by small pieces, each when its network address has its turn. Knows no frame.
import type { Duplex } from "node:stream";
import type { Seat } from "../budgets/fairTurns.ts";

/** Of the smallest frames there are so many in it that they take about a millisecond. */
const PIECE_BYTES = 4 * 1024;

/**
 * Stands between the socket and whoever reads it by then, the only one. What may not go in yet is held, and the socket is
 * paused, so that the other side has to wait: nothing is lost and nobody is cut off for being much.
 */
export function letInByTurns(socket: Duplex, seat: Seat): void {
  const [read] = socket.listeners("data") as ((chunk: Buffer) => void)[];
  if (!read) throw new Error("invariant: nobody reads the socket");
  let held: Buffer[] = [];
  let isWaiting = false;

  const letIn = (piece: Buffer): void => {
    try {
      read.call(socket, piece);
    } finally {
      seat.end();
    }
  };

  const go = (): void => {
    isWaiting = false;
    for (let [chunk] = held; chunk; [chunk] = held) {
      if (!seat.begin()) {
        isWaiting = true;
        socket.pause();
        return seat.whenTurn(go);
      }
      if (chunk.length <= PIECE_BYTES) held.shift();
      else held[0] = chunk.subarray(PIECE_BYTES);
      letIn(chunk.subarray(0, PIECE_BYTES));
    }
    socket.resume();
  };

  socket.on("data", (chunk: Buffer) => {
    if (held.length === 0 && chunk.length <= PIECE_BYTES && seat.begin()) return letIn(chunk);
    held.push(chunk);
    if (isWaiting) socket.pause();
    else go();
  });
  socket.off("data", read);
  socket.on("close", () => (held = []));
}
