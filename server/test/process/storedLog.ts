// The log of a room's first file as the embedded store has it, and its reading from the very start. Knows no server.
import { ChangeSet, Text } from "@codemirror/state";
import type { UpdateJSON } from "../../protocol/messages.ts";
import { openEmbeddedStore } from "../../store/embedded/embeddedStore.ts";

/** All updates of a room's first file; no server may be running on the folder. */
export async function readLog(dataDir: string, roomId: string): Promise<UpdateJSON[]> {
  const store = await openEmbeddedStore(dataDir);
  try {
    const commits = await store.read({ roomId, file: 1 }, 0, Infinity);
    return commits.flatMap(({ entries }) => JSON.parse(entries) as UpdateJSON[]);
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

/** Updates whose seq is not the one after the same client's last. */
export function outOfSequence(log: readonly UpdateJSON[]): UpdateJSON[] {
  const last = new Map<number, number>();
  return log.filter(([client, seq]) => {
    const expected = (last.get(client) ?? 0) + 1;
    last.set(client, seq);
    return seq !== expected;
  });
}
