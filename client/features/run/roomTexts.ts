// All texts of a room as they are at this moment: of files that are open in this window as they are shown, of the others over a connection of
// its own, as the same person, which ends with it. Knows no run.
import { Refused } from "../../sync/document.ts";
import type { PageRoom } from "../../ui/feature.ts";
import { MOST_SOURCE } from "./browser/messages.ts";

/**
 * By their paths; where they are more than is run, only so many that they still are, so that whoever runs them says so. `client`: the random id
 * of that connection. Rejects with Refused where the room lets nobody in.
 */
export async function roomTexts(room: PageRoom, client: string): Promise<ReadonlyMap<string, string>> {
  const files = (room.room.peek()?.files ?? []).filter(({ deleted }) => deleted === undefined);
  const texts = new Map(files.map(({ file, name }) => [name, room.text(file)?.toString()]));
  const missing = files.filter(({ name }) => texts.get(name) === undefined);
  if (missing.length > 0) {
    const session = room.enter(client);
    try {
      await session.enter();
      let characters = 0;
      for (const text of texts.values()) characters += text?.length ?? 0;
      for (const { file, name } of missing) {
        if (characters > MOST_SOURCE) break;
        const text = await session
          .open(file)
          .ready()
          .then(
            (document) => document.text,
            (error: unknown) => {
              // deleted for good meanwhile
              if (error instanceof Refused) return undefined;
              throw error;
            },
          );
        characters += text?.length ?? 0;
        texts.set(name, text);
      }
    } finally {
      session.leave();
    }
  }
  return new Map([...texts].flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}
