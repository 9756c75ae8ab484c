// Why a file or a folder cannot be called what somebody types, as far as this window knows. Draws and sends nothing.
import { Refusal } from "#protocol/errors.ts";
import { TakenPaths } from "#protocol/filePaths.ts";
import { keptPath, wrongWithPath } from "#protocol/possiblePaths.ts";
import { refusalWords } from "../../words.errors.ts";
import { type FilesModel, isIn, type Naming, pathOf } from "./filesModel.ts";

type OfFiles = Pick<FilesModel, "files" | "room">;

/** A sentence; undefined where nothing is wrong with it, or nothing was typed. */
export function problemWith({ files, room }: OfFiles, naming: Naming, typed: string): string | undefined {
  if (typed.trim() === "") return undefined;
  const names = files.peek().map(({ name }) => name);
  const path = keptPath(pathOf(naming, typed));
  const { fileNameCharacters } = room.limits();
  for (const one of pathsAt(naming, path, names)) {
    const wrong = wrongWithPath(one, fileNameCharacters);
    if (wrong !== undefined) return refusalWords("bad_file_name", new Refusal("bad_file_name", wrong).message);
  }
  const isOwn = (name: string): boolean => naming.type === "row" && isIn(naming.row, name);
  const taken = new TakenPaths(names.filter((name) => !isOwn(name)));
  const isFolder = naming.type === "folder" || (naming.type === "row" && naming.row.file === undefined);
  const isTaken = isFolder ? taken.kindOf(path) === "file" : taken.free(path) !== path;
  return isTaken ? refusalWords("name_taken") : undefined;
}

/** The paths that files would have: of a folder those that are in it, or the shortest that one could have there. */
function pathsAt(naming: Naming, path: string, names: readonly string[]): string[] {
  if (naming.type !== "row") return [naming.type === "folder" ? `${path}/x` : path];
  const { row } = naming;
  if (row.file !== undefined) return [path];
  const depth = row.path.split("/").length;
  return names.filter((name) => isIn(row, name)).map((name) => [path, ...name.split("/").slice(depth)].join("/"));
}
