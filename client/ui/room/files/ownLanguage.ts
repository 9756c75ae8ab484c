// Which files have a language of their own, whatever the room's is. Knows no screen.
import type { RoomDetails, RoomFile } from "#protocol/events.ts";
import { namedByLanguage } from "#protocol/firstFile.ts";
import type { Language } from "#protocol/languages.ts";
import { languageByName } from "../../../editor/fileNames.ts";

/** What the file's name says; undefined where the file goes with the room's language, as does the one that this has named. */
export const ownLanguage = (
  room: Pick<RoomDetails, "files" | "programmingLanguage">,
  file: RoomFile,
): Language | undefined => (namedByLanguage(room) === file ? undefined : languageByName(file.name));
