// Locations in the code that a line of output names, as tracebacks and compilers do: a file of the room, and its line. Pure.

/** Of one line, looked at. */
const MOST = 20;

export interface CodeLocation {
  /** where it stands in the text, UTF-16 units */
  readonly from: number;
  readonly to: number;
  readonly file: number;
  /** from 1 */
  readonly line: number;
}

/**
 * A path, and what stands between it and the number: a colon, as most have it; "line", in Python, Perl and shells; "on line", in PHP. It
 * begins where no letter of a path is before it, so that a long word is looked at once.
 */
const LOCATION =
  /(?:"(?<quoted>[^"\n]{1,300})"|(?<![^\s"'`()<>[\]:,])(?<path>(?:file:\/\/)?[^\s"'`()<>[\]:,]{1,300}))(?::|, line | line |: line | on line |:line )(?<line>\d{1,7})(?::\d{1,7})?/g;

const lastPart = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** The room's files, found by what a program calls them, whatever their number. */
export class RoomPaths {
  readonly #files: ReadonlyMap<string, number>;
  readonly #paths: ReadonlyMap<number, string>;
  /** by their last parts */
  readonly #alike = new Map<string, string[]>();

  constructor(files: ReadonlyMap<string, number>) {
    this.#files = files;
    this.#paths = new Map([...files].map(([path, file]) => [file, path]));
    for (const path of this.#paths.values()) {
      const alike = this.#alike.get(lastPart(path));
      if (alike) alike.push(path);
      else this.#alike.set(lastPart(path), [path]);
    }
  }

  pathOf(file: number): string {
    return this.#paths.get(file) ?? "";
  }

  /** The one that is meant, where it is clear: a program has the room's folder elsewhere, and Java names no folder. */
  fileOf(path: string): number | undefined {
    const plain = path.replace(/^(?:file:\/\/\/?)?(?:\.\/)*/, "");
    const exact = this.#files.get(plain);
    if (exact !== undefined) return exact;
    const alike = this.#alike.get(lastPart(plain)) ?? [];
    const within = alike.filter((one) => plain.endsWith(`/${one}`));
    const longest = within.toSorted((one, other) => other.length - one.length)[0];
    if (longest !== undefined) return this.#files.get(longest);
    const ending = alike.filter((one) => one.endsWith(`/${plain}`));
    return ending.length === 1 ? this.#files.get(ending[0] ?? "") : undefined;
  }
}

export function locationsIn(text: string, paths: RoomPaths): readonly CodeLocation[] {
  const named: CodeLocation[] = [];
  let looked = 0;
  for (const { 0: whole, index, groups = {} } of text.matchAll(LOCATION)) {
    const file = paths.fileOf(groups["quoted"] ?? groups["path"] ?? "");
    const line = Number(groups["line"]);
    if (file !== undefined && line > 0) named.push({ from: index, to: index + whole.length, file, line });
    if (++looked === MOST) break;
  }
  return named;
}
