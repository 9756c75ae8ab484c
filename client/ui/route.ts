// Which page the address means, and how to go to another without loading anew. Knows no page.
import { signal } from "@preact/signals";
import { homeUrl } from "../api.ts";
import { addressInPath, invitationIn, type RoomPlace } from "../roomLink.ts";

export type Route = { readonly at: "home" } | ({ readonly at: "room" } & RoomPlace) | { readonly at: "nowhere" };

/** What an entry of the tab's history keeps of a room's link beside its address: a reload has it again, and nobody sees it. */
type EntryState = { readonly invitation?: string } | null;

function read(): Route {
  const base = new URL(homeUrl()).pathname;
  if (location.pathname === base || `${location.pathname}/` === base) return { at: "home" };
  const roomId = addressInPath(location.pathname, base);
  if (roomId === undefined) return { at: "nowhere" };
  const { invitation } = invitationIn(location.hash);
  if (invitation !== undefined) history.replaceState({ invitation }, "", location.pathname);
  return { at: "room", roomId, ...(history.state as EntryState) };
}

/** Where the person is. */
export const route = signal<Route>(read());

addEventListener("popstate", () => {
  route.value = read();
});

/** Goes to a room, or home with "". */
export function go(roomId: string, { invitation, fragment = "" }: Omit<RoomPlace, "roomId"> = {}): void {
  history.pushState(invitation === undefined ? null : { invitation }, "", new URL(roomId + fragment, homeUrl()));
  route.value = read();
  scrollTo(0, 0);
}

/** Whoever is in has a key of their own; the invitation must not bring back what an owner has taken away since. */
export function spendInvitation(): void {
  if (history.state !== null) history.replaceState(null, "");
}
