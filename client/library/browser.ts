// The client core as a library in browsers: their own WebSocket, and nothing kept but what is given a keeper. Knows no page.
import { browserClock, browserNetwork, socketsTo } from "../browser.ts";
import { keepNothing } from "../sync/leftovers.ts";
import type { UnconfirmedKeeper } from "../sync/ports.ts";
import { joinAt, type JoinOptions, readLink } from "./join.ts";
import type { Participant } from "./participant.ts";

export * from "./exports.ts";

/** `keeper`: what keeps edits that are not confirmed; absent: they are lost with the page. */
export async function join(
  link: string,
  { keeper = keepNothing, ...options }: JoinOptions & { readonly keeper?: UnconfirmedKeeper } = {},
): Promise<Participant> {
  const place = readLink(link);
  const open = socketsTo(place.roomId, place.home);
  return joinAt(place, options, { open, clock: browserClock, network: browserNetwork, keeper }).enter();
}
