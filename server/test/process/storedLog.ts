// The log of a room's first file as the store has it, and its reading from the very start. Knows no server.
import { ChangeSet, Text } from "@codemirror/state";
import { readUpdates, type UpdateJSON } from "../../protocol/updates.ts";
import { openEmbeddedStore } from "../../store/embedded/embeddedStore.ts";
import { openMongoStore } from "../../store/mongo/mongoStore.ts";
import { pages } from "../../rooms/log/reading.ts";

/** All updates of a room's first file. `place`: a database's address, or a folder that no server is running on. */
export async function readLog(place: string, roomId: string): Promise<UpdateJSON[]> {
  const store = await (place.startsWith("mongodb:") ? openMongoStore(place) : openEmbeddedStore(place));
  try {
    const log: UpdateJSON[] = [];
    for await (const page of pages(store, { roomId, file: 1 }, 0))
      for (const { entries } of page) log.push(...readUpdates(entries));
    return log;
  } finally {
    await store.close();
  }
}

/** The text at every version, from the empty one to the last. */
export function replay(log: readonly UpdateJSON[]): Text[] {
  const texts: Text[] = [Text.empty];
  for (const [, , , change] of log) texts.push(ChangeSet.fromJSON(change).apply(texts.at(-1) ?? Text.empty));
  return texts;
}

/** Updates whose seq is not the one after the same client's last. Those of client 0 are marks, and have none. */
export function outOfSequence(log: readonly UpdateJSON[]): UpdateJSON[] {
  const last = new Map<number, number>();
  return log.filter(([client, seq]) => {
    if (client === 0) return false;
    const expected = (last.get(client) ?? 0) + 1;
    last.set(client, seq);
    return seq !== expected;
  });
}
