// Roles as a store in memory has them, for tests that have no feature by which one is changed. Knows no server.
import type { MemoryDisk } from "../store/memory/memoryStore.ts";

/** A participant of the room is a viewer when it is opened next; no server may have it open. */
export function makeViewer({ rooms }: MemoryDisk, roomId: string, participant: number): void {
  const kept = rooms.get(roomId)!;
  const document = JSON.parse(kept.document) as { participants: { participant: number; role: string }[] };
  for (const one of document.participants) if (one.participant === participant) one.role = "viewer";
  kept.document = JSON.stringify(document);
}
