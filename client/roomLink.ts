// Room links: from what a person pasted to the address of a room, and back. Knows no DOM.
import { isAddress, readJoinCode } from "#protocol/roomId.ts";

/** What a pasted text names: a room of this site, a join code, another site's link, or nothing that looks like a room. */
export type PastedRoom =
  | { readonly is: "room"; readonly roomId: string }
  | { readonly is: "code"; readonly code: string }
  | { readonly is: "elsewhere" }
  | { readonly is: "unclear" };

/** Reads a room link, a bare address or a join code. A room's address is its id to whoever has no other. `base` is the address of the home page, with its closing slash. */
export function readRoomLink(pasted: string, base: string): PastedRoom {
  const text = pasted.trim();
  if (isAddress(text)) return { is: "room", roomId: text };
  const code = readJoinCode(text);
  if (code !== undefined) return { is: "code", code };
  const url = parseUrl(text.includes("://") ? text : `https://${text}`);
  if (url === undefined) return { is: "unclear" };
  const home = new URL(base);
  if (url.host !== home.host) return { is: text.includes(".") ? "elsewhere" : "unclear" };
  const roomId = addressInPath(url.pathname, home.pathname);
  return roomId === undefined ? { is: "unclear" } : { is: "room", roomId };
}

/** The address of a room that follows the base path, or undefined. */
export function addressInPath(path: string, basePath: string): string | undefined {
  if (!path.startsWith(basePath)) return undefined;
  const rest = path.slice(basePath.length).replace(/\/$/, "");
  return isAddress(rest) ? rest : undefined;
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
