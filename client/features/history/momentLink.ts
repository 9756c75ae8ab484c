// Links to a moment of a room's past. The fragment survives coming in, and no browser sends it to a server. Knows no DOM.

/** A moment, in ms since 1970; or the one that was named under a number, which it keeps without its name. */
export type Linked = { readonly time: number } | { readonly number: number };

/** Where a link's fragment leads. */
export function linkedIn(hash: string): Linked | undefined {
  const [, what, digits] = /^#(at|version)=(\d{1,15})$/.exec(hash) ?? [];
  if (what === undefined) return undefined;
  return what === "at" ? { time: Number(digits) } : { number: Number(digits) };
}

/** The link that leads there. */
export const momentLink = (roomId: string, base: string, linked: Linked): string =>
  new URL(`${roomId}#${"time" in linked ? `at=${Math.floor(linked.time)}` : `version=${linked.number}`}`, base).href;
