// What becomes of a room's files when somebody wishes something. Pure: knows no room, no client and no store.
import { Refusal } from "../../protocol/errors.ts";
import { purged, type RoomFile } from "../../protocol/events.ts";
import { comparablePath, TakenPaths } from "../../protocol/filePaths.ts";
import type { Limits } from "../../protocol/limits.ts";
import { keptPath, wrongWithPath } from "../../protocol/possiblePaths.ts";
import type { Wish } from "./messages.ts";

/** Files with those that were deleted, as a multiple of those that a room may hold: everybody who comes in is told of all. */
const EVER_FACTOR = 5;
/** And with those that were deleted for good: of each its number stays. */
const LISTED_FACTOR = 10;

type Files = readonly RoomFile[];
type TreeLimits = Pick<Limits, "filesPerRoom" | "fileNameCharacters">;

/** Somebody who wishes something, and when. */
interface By {
  readonly time: number;
  readonly participant: number;
}

/**
 * The files that are others after it, each whole; none when it is so already. All of them or, when it throws, nothing.
 * Throws Refusal bad_file_name, name_taken, last_file, too_many_files, unknown_file.
 */
export function changesFor(files: Files, wish: Wish, by: By, limits: TreeLimits): Files {
  const before = new Map(files.map((file) => [file.file, JSON.stringify(file)]));
  return after(files, wish, by, limits).filter((file) => before.get(file.file) !== JSON.stringify(file));
}

function after(files: Files, wish: Wish, by: By, limits: TreeLimits): Files {
  switch (wish.type) {
    case "create":
      return create(files, wish, limits);
    case "change":
      return change(files, wish, limits);
    case "changeFolder":
      return changeFolder(files, wish, limits);
    case "delete":
      return remove(
        files,
        wish.files.map((number) => found(files, number)),
        by,
      );
    case "deleteFolder":
      return remove(files, below(files, wish.folder), by);
    case "restore":
      return restore(files, wish.files, limits);
    case "purge":
      return purge(files, wish.files);
  }
}

const isThere = ({ deleted }: RoomFile): boolean => deleted === undefined;

/** What was deleted for good is none any more. */
function found(files: Files, number: number): RoomFile {
  const file = files.find((one) => one.file === number);
  if (!file || file.purged) throw new Refusal("unknown_file");
  return file;
}

// ---- paths

/** The path as it is kept. Throws Refusal bad_file_name. */
function pathOf(name: string, { fileNameCharacters }: TreeLimits): string {
  const path = keptPath(name);
  const wrong = wrongWithPath(path, fileNameCharacters);
  if (wrong !== undefined) throw new Refusal("bad_file_name", wrong);
  return path;
}

/** The files under their new paths, beside those that stay as they are. Throws Refusal name_taken. */
function renamed(files: Files, paths: ReadonlyMap<RoomFile, string>): RoomFile[] {
  const others = files.filter((file) => isThere(file) && !paths.has(file)).map(({ name }) => name);
  const [taken, spellings] = [new TakenPaths(others), new Spellings(others)];
  return [...paths].map(([file, path]) => {
    const name = spellings.of(path);
    if (taken.free(name) !== name) throw new Refusal("name_taken");
    taken.add(name);
    return { ...file, name };
  });
}

/** How the folders that there are are spelt: two spellings are one folder here, and two on many a disk. */
class Spellings {
  /** each folder, as it is compared */
  readonly #folders = new Map<string, string>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) this.add(path);
  }

  add(path: string): void {
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
      const folder = path.slice(0, end);
      const compared = comparablePath(folder);
      if (!this.#folders.has(compared)) this.#folders.set(compared, folder);
    }
  }

  /** The path in those folders. */
  of(path: string): string {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = this.#folders.get(comparablePath(path.slice(0, end)));
      if (folder !== undefined) return folder + path.slice(end);
    }
    return path;
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** What is in the folder and in those in it. Throws Refusal unknown_file. */
function below(files: Files, folder: string): Files {
  const start = `${comparablePath(folder)}/`;
  const inside = files.filter((file) => isThere(file) && comparablePath(file.name).startsWith(start));
  if (inside.length === 0) throw new Refusal("unknown_file", "there is no such folder");
  return inside;
}

// ---- wishes

function create(files: Files, { name, before, imported }: Wish & { type: "create" }, limits: TreeLimits): Files {
  if (files.filter(isThere).length >= limits.filesPerRoom) throw new Refusal("too_many_files");
  if (files.filter((one) => !one.purged).length >= limits.filesPerRoom * EVER_FACTOR)
    throw new Refusal("too_many_files", "with those that were deleted");
  if (files.length >= limits.filesPerRoom * LISTED_FACTOR)
    throw new Refusal("too_many_files", "with those that were deleted for good");
  const file: RoomFile = {
    file: Math.max(...files.map((one) => one.file)) + 1,
    name: pathOf(name, limits),
    ...(imported && { imported }),
  };
  const [named] = renamed(files, new Map([[file, file.name]])) as [RoomFile];
  return placed(files, named, before ?? null);
}

function change(files: Files, wish: Wish & { type: "change" }, limits: TreeLimits): Files {
  const file = found(files, wish.file);
  if (!isThere(file)) throw new Refusal("unknown_file", "it was deleted");
  const name = wish.name === undefined ? file.name : pathOf(wish.name, limits);
  // what it is called already may be longer than a name may be now, or the same as another's
  const [renamedFile] = (name === file.name ? [file] : renamed(files, new Map([[file, name]]))) as [RoomFile];
  const changed = wish.imported ? { ...renamedFile, imported: wish.imported } : renamedFile;
  return wish.before === undefined ? [changed] : placed(files, changed, wish.before);
}

function changeFolder(files: Files, wish: Wish & { type: "changeFolder" }, limits: TreeLimits): Files {
  const depth = wish.folder.split("/").length;
  const folder = pathOf(wish.name, limits);
  const paths = below(files, wish.folder).map((file): [RoomFile, string] => {
    const rest = file.name.split("/").slice(depth);
    return [file, pathOf([folder, ...rest].join("/"), limits)];
  });
  return renamed(files, new Map(paths));
}

/** A room keeps at least one file: there is always something to show. */
function remove(files: Files, removed: Files, { time, participant }: By): Files {
  const gone = new Set(removed.filter(isThere));
  if (gone.size > 0 && files.every((file) => !isThere(file) || gone.has(file))) throw new Refusal("last_file");
  return [...gone].map((file) => ({ ...file, deleted: { time, participant } }));
}

function restore(files: Files, numbers: readonly number[], limits: TreeLimits): Files {
  const there = files.filter(isThere);
  const back = [...new Set(numbers)].map((number) => found(files, number)).filter((file) => !isThere(file));
  if (there.length + back.length > limits.filesPerRoom) throw new Refusal("too_many_files");
  const names = there.map(({ name }) => name);
  const [taken, spellings] = [new TakenPaths(names), new Spellings(names)];
  return back.map((one) => {
    const { deleted: _, ...file } = one;
    const name = taken.free(spellings.of(file.name));
    taken.add(name);
    spellings.add(name);
    return { ...file, name };
  });
}

/** Only what was deleted before: it takes two steps. */
function purge(files: Files, numbers: readonly number[]): Files {
  return [...new Set(numbers)].map((number) => {
    const file = found(files, number);
    if (isThere(file)) throw new Refusal("unknown_file", "it is not deleted");
    return purged(file);
  });
}

// ---- places among siblings

const placeOf = ({ order, file }: RoomFile): number => order ?? file;

/** Siblings in their order: by place, and where two have the same one by number. */
const inOrder = (siblings: Files): Files =>
  siblings.toSorted((one, other) => placeOf(one) - placeOf(other) || one.file - other.file);

/** The file at its place before that sibling, or after all; with the siblings that have to move for it. */
function placed(files: Files, file: RoomFile, before: number | null): Files {
  const folder = comparablePath(folderOf(file.name));
  const siblings = inOrder(
    files.filter((one) => isThere(one) && one.file !== file.file && comparablePath(folderOf(one.name)) === folder),
  );
  const index = siblings.findIndex((one) => one.file === before);
  const at = index === -1 ? siblings.length : index;
  const order = between(siblings[at - 1], siblings[at], file);
  if (order !== undefined) return [order === file.file ? withoutOrder(file) : { ...file, order }];
  // there is nothing between the two any more: all get places anew
  return siblings.toSpliced(at, 0, file).map((one, index) => ({ ...one, order: index + 1 }));
}

/** A place after the one and before the other, where there is one. */
function between(one: RoomFile | undefined, other: RoomFile | undefined, file: RoomFile): number | undefined {
  const [low, high] = [one ? placeOf(one) : -Infinity, other ? placeOf(other) : Infinity];
  // its own number says nothing that would have to be kept
  if (low < file.file && file.file < high) return file.file;
  const place = !other ? low + 1 : !one ? high - 1 : (low + high) / 2;
  return low < place && place < high ? place : undefined;
}

function withoutOrder(file: RoomFile): RoomFile {
  const { order: _, ...rest } = file;
  return rest;
}
