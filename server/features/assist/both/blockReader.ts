// Finds search and replace blocks in the text of an answer, line by line, as prompt.ts asks for them: the server's half offers what it finds, the
// page's shows it. Pure; knows no file.

/** One block as it was written; lines without their ends. */
export interface ParsedBlock {
  /** of the file that was named last before it; "" where none was */
  readonly path: string;
  /** where its marks stand in the text, in UTF-16 units: from the first to the end of the last */
  readonly from: number;
  readonly to: number;
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** the answer ended before it did */
  readonly isOpen: boolean;
}

/** What a line of an answer is; `path` names the file of the blocks that follow. */
type LineKind = "words" | "path" | "block";

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
const isLikeAPath = (line: string): boolean => /[./]\S/.test(line) && !/\s/.test(line);

export class BlockReader {
  readonly #isPath: (path: string) => boolean;
  readonly #blocks: ParsedBlock[] = [];
  #path = "";
  /** UTF-16 units before the next line */
  #at = 0;
  /** of the block that is read now */
  #from = 0;
  #search: string[] | undefined;
  #replace: string[] | undefined;

  /** `isPath`: of a file that may be meant. */
  constructor(isPath: (path: string) => boolean) {
    this.#isPath = isPath;
  }

  /** Those that have ended, in their order. */
  get blocks(): readonly ParsedBlock[] {
    return this.#blocks;
  }

  /** The next line, without its line feed. */
  read(written: string): LineKind {
    const line = written.endsWith("\r") ? written.slice(0, -1) : written;
    const kind = this.#take(line);
    this.#at += written.length + 1;
    return kind;
  }

  /** That was the last line: a block that has not ended ends open. */
  end(): void {
    // the last line has no line feed
    if (this.#search) this.#endBlock(this.#at - 1, true);
  }

  #take(line: string): LineKind {
    if (this.#replace) {
      if (END.test(line)) this.#endBlock(this.#at + line.length, false);
      else this.#replace.push(line);
    } else if (this.#search) {
      if (MIDDLE.test(line)) this.#replace = [];
      else this.#search.push(line);
    } else if (BEGIN.test(line)) [this.#from, this.#search] = [this.#at, []];
    else return this.#takeWords(line);
    return "block";
  }

  /** Where words stand before a block, it is of the file that was named last. */
  #takeWords(line: string): LineKind {
    if (line.trim() === "" || FENCE.test(line) || line.length > PATH_CHARACTERS) return "words";
    const named = bare(line);
    if (!this.#isPath(named) && !isLikeAPath(named)) return "words";
    this.#path = named;
    return "path";
  }

  #endBlock(to: number, isOpen: boolean): void {
    const [path, from, search, replace] = [this.#path, this.#from, this.#search ?? [], this.#replace ?? []];
    this.#blocks.push({ path, from, to, search, replace, isOpen });
    this.#search = this.#replace = undefined;
  }
}
