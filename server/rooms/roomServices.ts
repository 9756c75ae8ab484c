// What every room of a process shares. Knows no room.
import type { Limits } from "../protocol/limits.ts";
import type { CommitLoop } from "./log/commitLoop.ts";
import type { OpenFeatures } from "./roomPort.ts";
import type { Clock, Frames, Logger, Secrets, WriteBudgets } from "./ports.ts";
import type { RoomStore } from "./roomStore.ts";

export interface RoomServices {
  readonly store: RoomStore;
  readonly commitLoop: CommitLoop;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: Secrets;
  readonly frames: Frames;
  readonly limits: Limits;
  /** what each room may write yet, by its id */
  readonly writeBudgets: WriteBudgets;
  readonly openFeatures: OpenFeatures;
  /** other processes write to the store as well: what is opened is taken over first [C11] */
  readonly isShared: boolean;
  /** told to clients, who reload when it changes */
  readonly build: string;
}
