// Rooms and addresses that may have all they like, for tests of everything else.
import { createBudgets } from "../budgets/budgets.ts";
import { eventLoopTurns, systemClock } from "../platform.ts";

const SHARES = {
  timePercent: 0,
  waitingBytesPerAddress: 0,
  waitingBytes: 0,
  writtenBytesPerRoom: 0,
  writtenBytesPerAddress: 0,
};

export const UNBOUNDED = createBudgets(SHARES, systemClock, eventLoopTurns);
export const NO_BOUND = UNBOUNDED.rooms;
