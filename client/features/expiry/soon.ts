// Whether a room is deleted so soon that its owner should be told. Pure.

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * In the last quarter of the time that the room is kept for, or the last week of a longer one. All in ms since 1970. This
 * browser was there, or has kept the room, at `visited`; where others came later, the room is kept for less than this counts, and it is
 * told sooner.
 */
export const isSoon = (expiresAt: number, now: number, visited: number): boolean =>
  expiresAt - now <= Math.min(WEEK_MS, (expiresAt - visited) / 4);
