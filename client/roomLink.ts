// Room links: from what a person pasted to a room id, and back. Knows no DOM.
import { isRoomId } from "#protocol/roomId.ts";

/** What a pasted text names: a room of this site, another site's link, or nothing that looks like a room. */
export type PastedRoom =
  { readonly is: "room"; readonly roomId: string } | { readonly is: "elsewhere" } | { readonly is: "unclear" };

/** Reads a room link or a bare room id. `base` is the address of the home page, with its closing slash. */
export function readRoomLink(pasted: string, base: string): PastedRoom {
  const text = pasted.trim();
  if (isRoomId(text)) return { is: "room", roomId: text };
  const url = parseUrl(text.includes("://") ? text : `https://${text}`);
  if (url === undefined) return { is: "unclear" };
  const home = new URL(base);
  if (url.host !== home.host) return { is: text.includes(".") ? "elsewhere" : "unclear" };
  const roomId = roomIdInPath(url.pathname, home.pathname);
  return roomId === undefined ? { is: "unclear" } : { is: "room", roomId };
}

/** The room id that follows the base path, or undefined. */
export function roomIdInPath(path: string, basePath: string): string | undefined {
  if (!path.startsWith(basePath)) return undefined;
  const rest = path.slice(basePath.length).replace(/\/$/, "");
  return isRoomId(rest) ? rest : undefined;
}

/** The link that is shared: nothing but the address of the room. */
export const roomLink = (roomId: string, base: string): string => new URL(roomId, base).href;

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
