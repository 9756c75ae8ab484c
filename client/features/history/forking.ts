// Makes a new room of this one, which the browser remembers as theirs. Knows no screen.
import { call, type CreatedRoom, homeUrl } from "../../api.ts";
import { BrowserMemory } from "../../identity.ts";
import { roomLink } from "../../roomLink.ts";
import { browserStorage } from "../../stored.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";

/** As it was at a time, in ms since 1970, or is; its address. Rejects with ApiError. */
export async function fork(
  { roomId, key }: Pick<PageRoom, "roomId" | "key">,
  time: number | undefined,
): Promise<string> {
  const secret = key();
  const created = await call<CreatedRoom>(`api/rooms/${encodeURIComponent(roomId)}/history/fork`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(secret !== undefined && { authorization: `Bearer ${secret}` }) },
    body: JSON.stringify(time === undefined ? {} : { time: Math.floor(time) }),
  });
  remember(created);
  return roomLink(created.roomId, homeUrl());
}

function remember({
  roomId,
  key,
  participant,
  room: { dateCreated, programmingLanguage: language },
}: CreatedRoom): void {
  const memory = new BrowserMemory(browserStorage);
  memory.remember({ roomId, name: memory.name, key, participant, dateCreated, language, visited: Date.now() });
}
