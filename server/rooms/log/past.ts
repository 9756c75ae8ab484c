// What the room's own log says of what was: who came when, and which files there were at a moment. Knows no text.
import type { RoomFile } from "../../protocol/events.ts";
import type { Outlet } from "../ports.ts";
import type { RoomLog } from "./roomLog.ts";

/**
 * A client that has come: the number that the room has given it, whose it is, and when it came first, in ms since 1970; of a robot's,
 * the participant on whose behalf it writes by it, if there is one.
 */
export type PastClient = readonly [client: number, participant: number, since: number, behalf?: number];

/** Every client that ever came, those that were forgotten among them. `work`: in whose turn they are read. */
export async function pastClients(log: RoomLog, work: Outlet["work"]): Promise<PastClient[]> {
  const clients: PastClient[] = [];
  for await (const events of log.read(work))
    for (const event of events) {
      if (event.type !== "client") continue;
      const { client, participant, time, behalf } = event;
      clients.push(behalf === undefined ? [client, participant, time] : [client, participant, time, behalf]);
    }
  return clients;
}

/** The files that there were at a moment, in ms since 1970, and as they were then; none that were deleted then, or are for good by now. `work`: in whose turn they are read. */
export async function filesAt(log: RoomLog, time: number, work: Outlet["work"]): Promise<RoomFile[]> {
  // a room begins with its first file, of which the log says nothing until it is another
  const [first] = log.durable.files;
  const files = new Map<number, RoomFile>(first ? [[first.file, { file: first.file, name: first.name }]] : []);
  for await (const events of log.read(work))
    for (const event of events) if (event.type === "file" && event.time <= time) files.set(event.file.file, event.file);
  const isThere = ({ file, deleted }: RoomFile): boolean =>
    !deleted && log.durable.files.some((now) => now.file === file && !now.purged);
  return [...files.values()].filter(isThere);
}
