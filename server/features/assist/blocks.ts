// Search and replace blocks in the text of an answer, as prompt.ts asks for them, also where it is cut. Knows no file.
import { MOST_BLOCKS } from "./messages.ts";
import { Pieces } from "./pieces.ts";

/** One block as it was written; lines without their ends. */
export interface ParsedBlock {
  readonly path: string;
  /** where its marks stand in the text, in UTF-16 units: from the first to the end of the last */
  readonly from: number;
  readonly to: number;
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** the answer ended before it did */
  readonly isOpen: boolean;
}

const BEGIN = /^<{5,9} ?SEARCH\s*$/;
const MIDDLE = /^={5,9}\s*$/;
const END = /^>{5,9} ?REPLACE\s*$/;
const FENCE = /^\s*(?:`{3,}|~{3,})/;
/** UTF-16 units of a path; what is longer is none. */
const PATH_CHARACTERS = 1_024;

/** What stands before a path. */
const BEFORE_PATH = /^(?:#+\s+|[-*]\s+|(?:file|path)\s*:\s*)+/i;

const withoutColon = (text: string): string => (text.endsWith(":") ? text.slice(0, -1) : text);
const isSetting = (character: string | undefined): boolean => character !== undefined && "`*\"'".includes(character);

/** Without the marks at both ends. By hand: an expression looks for those at the end from each of its marks on. */
function withoutSetting(text: string): string {
  let [from, to] = [0, text.length];
  while (isSetting(text[from])) from++;
  while (to > from && isSetting(text[to - 1])) to--;
  return text.slice(from, to);
}

/** A path without what models write around it: "### `src/a.py`:" */
const bare = (line: string): string =>
  withoutColon(withoutSetting(withoutColon(line.trim().replace(BEFORE_PATH, "")))).trim();

/** A line of one word with a folder or an ending: a path, also where the room has none like it. */
const isLikeAPath = (line: string): boolean => /[./]/.test(line) && !/\s/.test(line);

/**
 * The blocks of a text in their order, MOST_BLOCKS at most. `isPath`: of a file that may be meant. The path stands in the line before; where
 * words stand there, the block is of the file that was named last. Read in pieces.
 */
export async function parsedBlocks(text: string, isPath: (path: string) => boolean): Promise<readonly ParsedBlock[]> {
  const blocks: ParsedBlock[] = [];
  let path = "";
  let [from, search, replace]: [number, string[] | undefined, string[] | undefined] = [0, undefined, undefined];
  let at = 0;
  const pieces = new Pieces();
  const end = (to: number, isOpen: boolean): void => {
    blocks.push({ path, from, to, search: search ?? [], replace: replace ?? [], isOpen });
    search = replace = undefined;
  };
  for (const written of text.split("\n")) {
    const line = written.endsWith("\r") ? written.slice(0, -1) : written;
    if (blocks.length >= MOST_BLOCKS) break;
    if (replace) {
      if (END.test(line)) end(at + line.length, false);
      else replace.push(line);
    } else if (search) {
      if (MIDDLE.test(line)) replace = [];
      else search.push(line);
    } else if (BEGIN.test(line)) [from, search] = [at, []];
    else if (line.trim() !== "" && !FENCE.test(line) && line.length <= PATH_CHARACTERS) {
      const named = bare(line);
      if (isPath(named) || isLikeAPath(named)) path = named;
    }
    at += written.length + 1;
    if (pieces.isFull(written)) await pieces.next();
  }
  if (search) end(text.length, true);
  return blocks;
}
