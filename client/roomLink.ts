// Room links: from what a person pasted to a room's address and the invitation in it, and back. Knows no DOM.
import { isAddress, readJoinCode } from "#protocol/roomId.ts";

/** Where a link leads. */
export interface RoomPlace {
  /** the address of the room: its id, or a viewing address */
  readonly roomId: string;
  /** the secret of the link */
  readonly invitation?: string;
}

/** What a pasted text names: a room of this site, a join code, another site's link, or nothing that looks like a room. */
export type PastedRoom =
  | ({ readonly is: "room" } & RoomPlace)
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
  return roomId === undefined ? { is: "unclear" } : { is: "room", roomId, ...invitationIn(url.hash) };
}

/** The address that follows the base path, or undefined. */
export function addressInPath(path: string, basePath: string): string | undefined {
  if (!path.startsWith(basePath)) return undefined;
  const rest = path.slice(basePath.length).replace(/\/$/, "");
  return isAddress(rest) ? rest : undefined;
}

/** The invitation in a link's fragment: no browser sends that to a server, so it is in no log. */
export function invitationIn(hash: string): { readonly invitation?: string } {
  const invitation = /^#([\w-]{22,64})$/.exec(hash)?.[1];
  return invitation === undefined ? {} : { invitation };
}

/** The link that is shared. */
export const roomLink = (roomId: string, base: string, invitation?: string): string =>
  new URL(invitation === undefined ? roomId : `${roomId}#${invitation}`, base).href;

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
