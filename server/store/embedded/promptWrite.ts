// Writes to a file: in this very turn where the disk is quick, by a thread where it is not. Knows no meaning of what it writes.
import { write, writeSync } from "node:fs";

/** As `write` of node:fs: `done` is told how much of it was written. */
export type WriteAt = (
  fd: number,
  buffer: Buffer,
  offset: number,
  length: number,
  position: number,
  done: (error: Error | null, bytesWritten: number) => void,
) => void;

/** A write is waited for while writes usually take less. Handing one to a thread and coming back costs about a fifth of that. */
const QUICK_MS = 1;
/** What is usual is an average over about so many writes. */
const USUAL_OF = 16;
/** More takes a while on any disk. */
const SHORT_BYTES = 64 * 1024;

/** How writing and the time are come by. */
export interface Disk {
  readonly write: WriteAt;
  readonly writeSync: (fd: number, buffer: Buffer, offset: number, length: number, position: number) => number;
  /** ms */
  readonly now: () => number;
  /** Runs it when this turn of the event loop is over. */
  readonly afterTurn: (run: () => void) => void;
}

const DISK: Disk = { write, writeSync, now: () => performance.now(), afterTurn: (run) => void setImmediate(run) };

/**
 * A way to write that holds up the event loop for as long as the disk takes, while that is not long: what comes meanwhile would wait
 * for the disk anyway, since nothing is shown before it is stored. One write in a turn of the loop: where a second is wanted there is
 * much to write, and what comes while a thread has it can go into the third together.
 */
export function promptWrite(disk: Disk = DISK): WriteAt {
  let usualMs = 0;
  let hasWritten = false;
  const turnEnded = (): void => void (hasWritten = false);
  return (fd, buffer, offset, length, position, done) => {
    const begin = disk.now();
    const ended = (error: Error | null, bytes: number): void => {
      usualMs += (disk.now() - begin - usualMs) / USUAL_OF;
      done(error, bytes);
    };
    if (hasWritten || usualMs > QUICK_MS || length > SHORT_BYTES)
      return disk.write(fd, buffer, offset, length, position, ended);
    hasWritten = true;
    disk.afterTurn(turnEnded);
    let bytes: number;
    try {
      bytes = disk.writeSync(fd, buffer, offset, length, position);
    } catch (error) {
      return ended(error as Error, 0);
    }
    ended(null, bytes);
  };
}
