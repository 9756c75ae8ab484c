// Makes a new room of this one. Knows no screen.
import { call, type CreatedRoom } from "../../api.ts";
import type { PageRoom } from "../../ui/feature.ts";

/** As it was at a time, in ms since 1970, or is; its address. Rejects with ApiError. */
export async function fork(room: Pick<PageRoom, "roomId" | "key" | "remember">, time: number | undefined): Promise<string> {
  const key = room.key();
  const created = await call<CreatedRoom>(`api/rooms/${encodeURIComponent(room.roomId)}/history/fork`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(time === undefined ? {} : { time: Math.floor(time) }),
  });
  return room.remember(created);
}
