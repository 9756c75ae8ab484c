// What somebody has chosen or dropped, as files with paths; folders are walked. Knows no room and no text.

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
const IS_IGNORED = "This folder and all that is in it stays out: tools have made it.";
const CANNOT_READ = "It cannot be read. It may have been moved, or is not yours to read.";
/** A walk ends after so many files and folders: a whole disk that is dropped by mistake costs a moment. */
const MOST_SEEN = 5_000;
const TOO_MANY = `More than ${MOST_SEEN.toLocaleString("en")} files and folders are too many at once; the rest stays out.`;

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
    if (ignored !== -1) leftOut.set(path, { path, reason: IS_IGNORED });
    else candidates.push({ path, open: async () => file });
  }
  return { candidates: inOrder(candidates), leftOut: [...leftOut.values()] };
}

/** What a drop brings. Call it while the drop is handled, because its data is gone after that; the walk goes on later. */
export function fromDrop({ items }: DataTransfer): () => Promise<Found> {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of [...items].filter(({ kind }) => kind === "file")) {
    const entry = item.webkitGetAsEntry();
    // a page can drop files that are nowhere
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    if (file !== null) files.push(file);
  }
  return async () => {
    const [listed, walked] = [fromList(files), await walk(entries)];
    return {
      candidates: inOrder([...listed.candidates, ...walked.candidates]),
      leftOut: [...listed.leftOut, ...walked.leftOut],
    };
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
        return { candidates: inOrder(candidates), leftOut: [...leftOut, { path, reason: TOO_MANY }] };
      if (isFile(entry)) candidates.push({ path, open: () => new Promise((done, fail) => entry.file(done, fail)) });
      else if (IGNORED.has(entry.name)) leftOut.push({ path, reason: IS_IGNORED });
      else if (isDirectory(entry))
        try {
          folders.push({ path: `${path}/`, entries: await entriesOf(entry) });
        } catch {
          leftOut.push({ path, reason: CANNOT_READ });
        }
    }
  return { candidates: inOrder(candidates), leftOut };
}

/** Of too many, it is the same ones each time that go in. */
const inOrder = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.toSorted((one, other) => (one.path < other.path ? -1 : 1));

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
