// Room links: from what a person pasted to a room's address and the invitation in it, and back. Knows no DOM.
import { isAddress } from "#protocol/roomId.ts";

/** Where a link leads. */
export interface RoomPlace {
  /** the address of the room: its id, or a viewing address */
  readonly roomId: string;
  /** the secret of the link */
  readonly invitation?: string;
  /** what else the link's fragment says, with its `#`, to whichever feature reads it in the room */
  readonly fragment?: string;
}

/** What a pasted text names: a room of this site, another site's link, or nothing that looks like a room. */
export type PastedRoom =
  | ({ readonly is: "room" } & RoomPlace)
  | { readonly is: "elsewhere" }
  /** `text`: without what stands around it */
  | { readonly is: "unclear"; readonly text: string };

/** A link in more than this is not looked for. */
const MOST_CHARACTERS = 4_000;
/** What stands between a link and the words around it … */
const BETWEEN = String.raw`\s<>|\x60\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'`;
/** … and what ends a sentence, or marks a word; no dash and no underscore, in which a secret may end. */
const ENDS = new RegExp(`^[${BETWEEN}*,;:.!?…]+|[${BETWEEN}*,;:.!?…]+$`, "gu");
const WORDS = new RegExp(`[${BETWEEN}]+`, "u");

/**
 * Reads a room link or a bare address, with what stands around it where it was copied; or the first link to a room of this
 * site in a text. A room's address is its id to whoever has no other. `base` is the address of the home page, with its closing slash.
 */
export function readRoomLink(pasted: string, base: string): PastedRoom {
  // what is as wide as nothing is copied along with a link, and seen by nobody
  const text = pasted
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/\p{DI}/gu, "")
    .replaceAll(ENDS, "");
  if (isAddress(text)) return { is: "room", roomId: text };
  const words = text.split(WORDS).map((word) => word.replaceAll(ENDS, ""));
  // the whole last: brackets stand in the address of a machine that has only a number
  const links = [...words, ...(/\s/.test(text) ? [] : [text])].map((one) => readLink(one, base));
  return (
    links.find((link) => link?.is === "room") ?? links.find((link) => link !== undefined) ?? { is: "unclear", text }
  );
}

/** Undefined: it is no link, or one that leads to no room. */
function readLink(text: string, base: string): PastedRoom | undefined {
  const url = parseUrl(text.includes("://") ? text : `https://${text}`);
  if (url === undefined) return undefined;
  const home = new URL(base);
  if (url.host !== home.host) return /\..*\/|:\/\//.test(text) ? { is: "elsewhere" } : undefined;
  const roomId = addressInPath(url.pathname, home.pathname);
  return roomId === undefined ? undefined : { is: "room", roomId, ...saidBy(url.hash) };
}

function saidBy(hash: string): Omit<RoomPlace, "roomId"> {
  const { invitation } = invitationIn(hash);
  if (invitation !== undefined) return { invitation };
  return hash === "" ? {} : { fragment: hash };
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
