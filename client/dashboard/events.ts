// Which events are shown, and in which order. Pure.
import type { EventKind, ServerEvent } from "../../server/dashboard/messages.ts";
import type { Sought } from "./adminApi.ts";
import { EVENTS_KEPT } from "./bounds.ts";

export const EVENT_KINDS = [
  "made",
  "joined",
  "feature",
  "refused",
  "trouble",
  "action",
] as const satisfies readonly EventKind[];

/** Whether an event is one of those that are looked for, as the server decides it of older ones. */
const isSought = (event: ServerEvent, { kinds, room, what }: Sought): boolean =>
  (kinds.length === 0 || kinds.includes(event.kind)) &&
  (room === "" || event.room === room) &&
  (what === "" || event.what?.includes(what) === true);

/** The events with one that has just happened, the newest first; one that is there already, or that nobody looks for, changes nothing. */
export function withNewer(events: readonly ServerEvent[], one: ServerEvent, sought: Sought): readonly ServerEvent[] {
  const isThere = events.some(({ node, id }) => node === one.node && id === one.id);
  return isThere || !isSought(one, sought) ? events : [one, ...events].slice(0, EVENTS_KEPT);
}
