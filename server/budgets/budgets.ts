// The shares of one network address in what a process has: time, memory for what is not read yet, and what is written. Knows no socket.
import type { Config } from "../config.ts";
import type { Clock, WriteBudget } from "../rooms/ports.ts";
import { FairTurns, type Seat, type TurnServices } from "./fairTurns.ts";
import { WaitingBytes, type WaitingMeter } from "./waitingBytes.ts";
import { type ReadOnly, WrittenBytes } from "./writtenBytes.ts";

/** What one more connection of an address shares with the others of it. */
interface Shares {
  readonly seat: Seat;
  readonly waiting: WaitingMeter;
  /** of messages that have not arrived whole; may be as many bytes again */
  readonly arriving: WaitingMeter;
  readonly writeBudget: () => WriteBudget;
}

export interface Budgets {
  of(address: string): Shares;
  /** what an address has written of what it may */
  writeBudgetOf(address: string): WriteBudget;
  /** what all addresses have */
  readonly addresses: WrittenBytes;
  /** what rooms have written, by their ids */
  readonly rooms: WrittenBytes;
}

/** `readOnly`: why nothing may be written in any room now. */
export function createBudgets(
  config: Config["shares"],
  clock: Clock,
  services: TurnServices,
  readOnly?: ReadOnly,
): Budgets {
  const turns = new FairTurns(config.timePercent / 100, services);
  const waiting = new WaitingBytes(config.waitingBytesPerAddress, config.waitingBytes);
  // A count of its own: who sends much must not keep others from being told anything.
  const arriving = new WaitingBytes(config.waitingBytesPerAddress, config.waitingBytes);
  const written = new WrittenBytes(config.writtenBytesPerAddress, clock);
  return {
    of: (address) => ({
      seat: turns.seat(address),
      waiting: waiting.meter(address),
      arriving: arriving.meter(address),
      writeBudget: written.asker(address),
    }),
    writeBudgetOf: (address) => written.of(address),
    addresses: written,
    rooms: new WrittenBytes(config.writtenBytesPerRoom, clock, readOnly),
  };
}
