// The rooms' ports on Node: time and secrets. Knows no room.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { customAlphabet } from "nanoid";
import { ROOM_ID_ALPHABET, ROOM_ID_LENGTH } from "./protocol/roomId.ts";
import type { Clock, Secrets } from "./rooms/ports.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
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
