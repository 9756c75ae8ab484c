// Which paths a file of a room can have, and why another cannot be. Knows no other file.
import { fitsDisks, PART_BYTES, PATH_BYTES } from "./filePaths.ts";
import { cleanName } from "./names.ts";

/** Folders within folders, and the file. */
const MOST_PARTS = 20;

/** A path as rooms keep it, each part cleaned as a name; it need not be one that can be. */
export const keptPath = (path: string): string => path.replaceAll(/[^/]+/g, (part) => cleanName(part, Infinity));

/** Why no file can have a path that is cleaned, in words for brackets; undefined where one can. `most`: code points. */
export function wrongWithPath(path: string, most: number): string | undefined {
  const parts = path.split("/");
  if (parts.includes("")) return "each part needs a visible character";
  if (parts.includes(".") || parts.includes("..")) return ". and .. are no names";
  if (path.includes("\\")) return "folders are divided by /";
  if ([...path].length > most) return `at most ${most} characters`;
  if (!fitsDisks(path))
    return `disks take ${PART_BYTES} bytes of a name and ${PATH_BYTES} with its folders, letters have 1 to 4`;
  return parts.length > MOST_PARTS ? `at most ${MOST_PARTS - 1} folders in each other` : undefined;
}
