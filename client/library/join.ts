// From a room's link to somebody who takes part in it, on any platform. Knows no socket's make and no storage's make.
import { isAddress } from "#protocol/roomId.ts";
import { newClientId } from "../identity.ts";
import { invitationIn } from "../roomLink.ts";
import { Refused } from "../sync/document.ts";
import { type MakeEditor, Participation, type ParticipationOptions } from "../sync/participation.ts";
import { PlacingEditor } from "../sync/placingEditor.ts";
import type { Identity } from "../sync/ports.ts";

/** Who comes, and how it is served. */
export interface JoinOptions
  extends Omit<Identity, "client" | "invitation">, Pick<ParticipationOptions, "editor" | "report"> {}

const placing: MakeEditor = (_file, text, sync) => new PlacingEditor(text, sync);

/** Where a link leads. */
export interface RoomLink {
  readonly roomId: string;
  /** the address of the home page, with its closing slash */
  readonly home: string;
  /** the secret of the link */
  readonly invitation?: string;
}

/** Throws Refused of what is no room's link. A join code is none: it is given to the home page. */
export function readLink(link: string): RoomLink {
  const url = parsed(link);
  const roomId = url?.pathname.replace(/\/$/, "").split("/").at(-1) ?? "";
  if (!url || !isAddress(roomId))
    throw new Refused(`That is no link to a room: ${link}. Copy it from the room's page.`);
  const home = new URL(url.pathname.replace(/[^/]*\/?$/, ""), url.origin).href;
  return { roomId, home, ...invitationIn(url.hash) };
}

function parsed(link: string): URL | undefined {
  try {
    return new URL(link);
  } catch {
    return undefined;
  }
}

/** Somebody at the door of the room, who comes in by `enter`. */
export function joinAt(
  { roomId, invitation }: RoomLink,
  { name, key, password, ...options }: JoinOptions,
  platform: Pick<ParticipationOptions, "open" | "clock" | "network" | "keeper">,
): Participation {
  const identity: Identity = {
    client: newClientId(),
    ...(name !== undefined && { name }),
    ...(key !== undefined && { key }),
    ...(password !== undefined && { password }),
    ...(invitation !== undefined && { invitation }),
  };
  return new Participation({ roomId, identity, editor: placing, ...platform, ...options });
}
