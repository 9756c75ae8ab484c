// What a file is called where it is kept: any system takes the name, and none reads anything into it. Knows no file and no room.
import { cutToFit, PART_BYTES } from "./filePaths.ts";
import { cleanName } from "./names.ts";

/** Windows has devices under these names, with any extension, and any blanks before it. */
const DEVICE = /^(?=(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[\d¹²³]) *(?:\.|$))/i;

/** Without what a system or a shell would read anything into; never empty, "." or "..". */
const safeName = (name: string): string =>
  cleanName(name.replaceAll(/[\p{Cc}<>:"|?*/\\]/gu, "_"), Infinity)
    .replace(/\.$/, "_")
    .replace(DEVICE, "_") || "_";

/** A name for disks, cut before its extension to so many bytes; one that is such already stays. */
export const diskName = (name: string, bytes = PART_BYTES): string =>
  // what was cut off may have been what made it safe
  safeName(cutToFit(safeName(name), bytes));
