// Which page the address means, and how to go to another without loading anew. Knows no page.
import { signal } from "@preact/signals";
import { homeUrl } from "../api.ts";
import { addressInPath } from "../roomLink.ts";

export type Route =
  { readonly at: "home" } | { readonly at: "room"; readonly roomId: string } | { readonly at: "nowhere" };

function read(): Route {
  const base = new URL(homeUrl()).pathname;
  if (location.pathname === base || `${location.pathname}/` === base) return { at: "home" };
  const roomId = addressInPath(location.pathname, base);
  return roomId === undefined ? { at: "nowhere" } : { at: "room", roomId };
}

/** Where the person is. */
export const route = signal<Route>(read());

addEventListener("popstate", () => {
  route.value = read();
});

/** Goes to the address of a room, or home with "". */
export function go(path: string): void {
  history.pushState(null, "", new URL(path, homeUrl()));
  route.value = read();
  scrollTo(0, 0);
}
