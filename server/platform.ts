// The rooms' ports on Node: time and secrets. Knows no room.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { customAlphabet } from "nanoid";
import { steadyTime } from "./protocol/steadyTime.ts";
import { ROOM_ID_ALPHABET, ROOM_ID_LENGTH } from "./protocol/roomId.ts";
import type { Clock, Secrets } from "./rooms/ports.ts";

export const systemClock: Clock = {
  now: steadyTime(),
  after(ms, run) {
    if (ms <= 0) {
      const turn = setImmediate(run);
      return () => clearImmediate(turn);
    }
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

/** The turns of the event loop, for those who share its time out. */
export const eventLoopTurns = {
  now: (): number => performance.now(),
  next: (run: () => void): void => void setImmediate(run),
  after: (ms: number, run: () => void): (() => void) => systemClock.after(ms, run),
};

/** Keys are 192 random bits, so a fast hash is enough: there is nothing to guess. */
export const systemSecrets: Secrets = {
  create: () => randomBytes(24).toString("base64url"),
  hash: (secret) => createHash("sha256").update(secret).digest("base64url"),
  same(one, other) {
    const [left, right] = [Buffer.from(one), Buffer.from(other)];
    return left.length === right.length && timingSafeEqual(left, right);
  },
};

export const newRoomId: () => string = customAlphabet(ROOM_ID_ALPHABET, ROOM_ID_LENGTH);
