// Lets what arrives on a socket in by small pieces, each when its network address has its turn, and bounds what is kept of a message that does not end. Knows no message.
import type { Duplex } from "node:stream";
import type { Seat } from "../budgets/fairTurns.ts";
import type { WaitingMeter } from "../budgets/waitingBytes.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import type { Clock } from "../rooms/ports.ts";
import { Unfinished } from "./unfinished.ts";

/** Of the smallest frames there are so many in it that they take about a millisecond. */
const PIECE_BYTES = 4 * 1024;
/** So much of a message may be there of anybody, whatever others have. */
const LITTLE_BYTES = 64 * 1024;
/** A message is whole so long after it began: the largest over 70 kB/s, a paste of 600 kB over 10. */
const MESSAGE_WITHIN_MS = 60_000;

export interface InletServices {
  readonly seat: Seat;
  /** counts what is kept of messages that are not whole */
  readonly arriving: WaitingMeter;
  /** The other side is told why nothing more of it is heard. */
  readonly cut: (code: ErrorCode) => void;
  readonly clock: Clock;
}

/**
 * Stands between the socket and whoever reads it by then, the only one. What may not go in yet is held, and the socket is
 * paused, so that the other side has to wait: nothing is lost and nobody is cut off for being much. Who sends a message that
 * does not end is, when it takes too long or its address has too many of them.
 */
export function letInByTurns(socket: Duplex, { seat, arriving, cut, clock }: InletServices): void {
  const [read] = socket.listeners("data") as ((chunk: Buffer) => void)[];
  if (!read) throw new Error("invariant: nobody reads the socket");
  let held: Buffer[] = [];
  let isWaiting = false;
  let isCut = false;
  const unfinished = new Unfinished();
  let cancelLate: (() => void) | undefined;

  /** What is cut is not read any more: the little that it might still say would be kept, too. */
  const end = (code: ErrorCode): void => {
    isCut = true;
    cancelLate?.();
    cut(code);
  };

  arriving.whenCut(() => {
    end("too_many_refusals");
    // what is kept of the message goes with it
    socket.destroy();
  });

  /** Before anything of it is read. */
  const count = (piece: Buffer): void => {
    const { ends } = unfinished;
    const bytes = unfinished.after(piece);
    arriving.set(bytes);
    if (unfinished.ends > ends) {
      cancelLate?.();
      cancelLate = undefined;
    }
    if (bytes > 0) cancelLate ??= clock.after(MESSAGE_WITHIN_MS, () => end("slow_reader"));
    if (bytes > LITTLE_BYTES && arriving.isOver) end("too_many_refusals");
  };

  const letIn = (piece: Buffer): void => {
    try {
      if (!isCut) count(piece);
      if (!isCut) read.call(socket, piece);
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
  socket.on("close", () => {
    held = [];
    arriving.set(0);
    cancelLate?.();
  });
}
