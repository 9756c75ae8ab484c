// What a room's files are called where they are kept, with their folders: any system takes the paths, and none leads out. Knows no text.
import type { RoomDetails, RoomFile } from "../../protocol/events.ts";
import { diskName } from "../../protocol/diskNames.ts";
import { PART_BYTES, PATH_BYTES, TakenPaths } from "../../protocol/filePaths.ts";
import { extensionOf } from "../../protocol/firstFile.ts";
import { roomLabel } from "../../protocol/roomLabel.ts";
import type { Language } from "../../protocol/languages.ts";

/** The parts of a file's path in the room, with the language's extension where a name that was given here has none. */
function partsOf({ name, imported }: RoomFile, language: Language): string[] {
  const parts = name.split(/[/\\]/).filter((part) => part !== "");
  const last = diskName(parts.pop() ?? "main");
  const isComplete = imported !== undefined || last.includes(".");
  return [...parts, isComplete ? last : `${last}.${extensionOf(language)}`].map((part) => diskName(part));
}

/** Of a path that is too long for a disk the folders stay that leave room for any name. */
function foldersOf(parts: readonly string[]): string[] {
  const folders = parts.slice(0, -1);
  if (Buffer.byteLength(parts.join("/")) <= PATH_BYTES) return folders;
  let left = PATH_BYTES - PART_BYTES;
  return folders.filter((folder) => {
    const bytes = Buffer.byteLength(`${folder}/`);
    const isKept = bytes <= left;
    if (isKept) left -= bytes;
    return isKept;
  });
}

/** What one file is called when it is kept alone. */
export const downloadName = (file: RoomFile, language: Language): string => partsOf(file, language).at(-1)!;

/** What the archive of a room is called: as the page calls the room, and never by its id, which is the secret of its link. */
export const archiveName = ({ title, dateCreated }: Pick<RoomDetails, "title" | "dateCreated">): string =>
  `${diskName(title || roomLabel(dateCreated), PART_BYTES - ".zip".length)}.zip`;

/** The path of each file in an archive. Made safe, two can be the same: then one gets a number. */
export function archivePaths(files: readonly RoomFile[], language: Language): string[] {
  const taken = new TakenPaths();
  return files.map((file) => {
    const parts = partsOf(file, language);
    const path = taken.free([...foldersOf(parts), parts.at(-1)!].join("/"));
    taken.add(path);
    return path;
  });
}
