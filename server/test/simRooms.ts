// The rooms on a store, with a clock that is moved by hand, for tests. Knows no room and no socket.
import type { WrittenBytes } from "../budgets/writtenBytes.ts";
import type { Feature } from "../features/feature.ts";
import { featureHost } from "../features/featureHost.ts";
import { systemSecrets } from "../platform.ts";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.ts";
import { CommitLoop } from "../rooms/log/commitLoop.ts";
import { RoomDirectory } from "../rooms/roomDirectory.ts";
import { socketFrames } from "../socket/frames.ts";
import type { MemoryStore } from "../store/memory/memoryStore.ts";
import { SimClock } from "./fuzz/simNetwork.ts";
import { TestLog } from "./harness.ts";
import { NO_BOUND } from "./noBound.ts";

/** How long a room stays in memory when nobody is in it, where a test says nothing else. */
export const UNLOAD_AFTER_MS = 1_000;

export interface SimRoomsOptions {
  readonly features?: readonly Feature[];
  readonly limits?: Partial<Limits>;
  readonly isShared?: boolean;
  readonly writeBudgets?: WrittenBytes;
  readonly unloadAfterMs?: number;
  readonly expireAfterMs?: number;
}

export function simRooms(
  store: MemoryStore,
  {
    features = [],
    limits = {},
    isShared = false,
    writeBudgets = NO_BOUND,
    unloadAfterMs = UNLOAD_AFTER_MS,
    expireAfterMs = Infinity,
  }: SimRoomsOptions = {},
) {
  const clock = new SimClock();
  const log = new TestLog();
  const commitLoop = new CommitLoop({ store, clock, logger: log, timeoutMs: 10_000, writeBudgets });
  const shared = { store, values: store.values, commitLoop, clock, logger: log, isShared };
  const directory = new RoomDirectory(
    {
      ...shared,
      secrets: systemSecrets,
      frames: socketFrames,
      limits: { ...DEFAULT_LIMITS, ...limits },
      writeBudgets,
      openFeatures: featureHost(features, shared),
      build: "test",
    },
    { unloadAfterMs, expireAfterMs },
  );
  return { clock, log, directory };
}
