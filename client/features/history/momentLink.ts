// Links to a moment of a room's past. The fragment survives coming in, and no browser sends it to a server. Knows no DOM.

/** The moment that a link's fragment leads to, in ms since 1970. */
export function momentIn(hash: string): number | undefined {
  const time = /^#at=(\d{1,15})$/.exec(hash)?.[1];
  return time === undefined ? undefined : Number(time);
}

/** The link to a moment of a room's past, in ms since 1970. */
export const momentLink = (roomId: string, base: string, time: number): string =>
  new URL(`${roomId}#at=${Math.floor(time)}`, base).href;
