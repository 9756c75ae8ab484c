// What there is for a program of a room to read. Knows no run.
import type { PageRoom } from "../../ui/pageFeature.ts";
import { RoomTexts } from "../../ui/room/files/roomTexts.ts";
import { MOST_SOURCE } from "./browser/messages.ts";

export interface ProgramTexts {
  /** by their paths */
  readonly files: ReadonlyMap<string, string>;
  /** paths of those that were not looked at */
  readonly missing: readonly string[];
}

/**
 * The texts of all files, or of those that are open in this window; where they are more than is run, only so many that they still are, so
 * that whoever runs them says so. `client`: the random id of a connection for the others. Rejects with Refused where the room lets nobody in.
 */
export async function programTexts(
  room: Pick<PageRoom, "room" | "text" | "enter">,
  which: "all" | "open",
  client: string,
): Promise<ProgramTexts> {
  const there = (room.room.peek()?.files ?? []).filter(({ deleted }) => deleted === undefined);
  const texts = new RoomTexts({
    open: (file) => room.text(file),
    enter: () => room.enter(client),
    mostCharacters: MOST_SOURCE,
  });
  if (which === "all")
    try {
      await texts.gather(there.map(({ file }) => file));
    } finally {
      await texts.leave();
    }
  const read = there.map(({ file, name }) => [name, texts.text(file)?.toString()] as const);
  return {
    files: new Map(read.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
    missing: which === "all" ? [] : read.flatMap(([name, text]) => (text === undefined ? [name] : [])),
  };
}
