// What every room of a process shares. Knows no room.
import type { Limits } from "../protocol/limits.ts";
import type { CommitLoop } from "./log/commitLoop.ts";
import type { OpenFeatures } from "./feature.ts";
import type { Clock, Frames, Log, Secrets, Written } from "./ports.ts";
import type { RoomStore } from "./roomStore.ts";

export interface RoomServices {
  readonly store: RoomStore;
  readonly commitLoop: CommitLoop;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly frames: Frames;
  readonly limits: Limits;
  /** what each room has written, by its id */
  readonly written: Written;
  readonly openFeatures: OpenFeatures;
  /** other processes write to the store as well: what is opened is marked first [C11] */
  readonly isShared: boolean;
  /** told to clients, who reload when it changes */
  readonly build: string;
}
