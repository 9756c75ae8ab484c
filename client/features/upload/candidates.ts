// What somebody has chosen or dropped, as files with paths; folders are walked. Knows no room and no text.
import type { Dropped } from "./dropped.ts";
import { words } from "./words.later.ts";

/** A file that somebody wants to have in the room. */
export interface Candidate {
  /** as it is where it comes from */
  readonly path: string;
  open(): Promise<Pick<File, "size" | "arrayBuffer">>;
}

/** A text that the room had, to be put back: whatever is in it, the room holds it. */
export interface Former {
  readonly path: string;
  readonly text: string;
}

/** Something that does not go in, and why, in a sentence. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

export interface Found {
  readonly candidates: readonly Candidate[];
  readonly leftOut: readonly LeftOut[];
}

/** What tools make, thousands of files that nobody wrote. */
const IGNORED = new Set(["node_modules", ".git", ".hg", ".svn"]);
/** A walk ends after so many files and folders: a whole disk that is dropped by mistake costs a moment. */
const MOST_SEEN = 5_000;

/** A name as a part of a path: some systems have the slash of others in names. */
const partOf = (name: string): string => name.replaceAll(/[/\\]/g, "_");

/** What an `<input type="file">` has; files of a folder that was chosen know their paths. */
export function fromList(files: Iterable<File>): Found {
  const candidates: Candidate[] = [];
  const leftOut = new Map<string, LeftOut>();
  for (const file of files) {
    const parts = (file.webkitRelativePath || file.name).split("/").map(partOf);
    const ignored = parts.slice(0, -1).findIndex((part) => IGNORED.has(part));
    const path = parts.slice(0, ignored === -1 ? undefined : ignored + 1).join("/");
    if (ignored !== -1) leftOut.set(path, { path, reason: words.value.out.ignored });
    else candidates.push({ path, open: async () => file });
  }
  return { candidates: inOrder(candidates), leftOut: [...leftOut.values()] };
}

/** What a drop has brought, its folders walked. */
export async function fromDrop({ entries, files }: Dropped): Promise<Found> {
  const [listed, walked] = [fromList(files), await walk(entries)];
  return {
    candidates: inOrder([...listed.candidates, ...walked.candidates]),
    leftOut: [...listed.leftOut, ...walked.leftOut],
  };
}

/** All files in the entries and below them. */
export async function walk(entries: readonly FileSystemEntry[]): Promise<Found> {
  const candidates: Candidate[] = [];
  const leftOut: LeftOut[] = [];
  const folders: { path: string; entries: readonly FileSystemEntry[] }[] = [{ path: "", entries }];
  let seen = 0;
  for (let folder = folders.pop(); folder; folder = folders.pop())
    for (const entry of folder.entries) {
      const path = folder.path + partOf(entry.name);
      if (++seen > MOST_SEEN)
        return {
          candidates: inOrder(candidates),
          leftOut: [...leftOut, { path, reason: words.value.out.tooMany(MOST_SEEN) }],
        };
      if (isFile(entry)) candidates.push({ path, open: () => new Promise((done, fail) => entry.file(done, fail)) });
      else if (IGNORED.has(entry.name)) leftOut.push({ path, reason: words.value.out.ignored });
      else if (isDirectory(entry))
        try {
          folders.push({ path: `${path}/`, entries: await entriesOf(entry) });
        } catch {
          leftOut.push({ path, reason: words.value.out.unreadable });
        }
    }
  return { candidates: inOrder(candidates), leftOut };
}

const asCounted = new Intl.Collator(undefined, { numeric: true });

/** As a person counts: the room shows new files in the order in which they came. Of too many, the same ones go in each time. */
const inOrder = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.toSorted((one, other) => asCounted.compare(one.path, other.path) || (one.path < other.path ? -1 : 1));

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives what a folder holds in parts, the last one empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0 || all.length > MOST_SEEN) return all;
    all.push(...some);
  }
}
