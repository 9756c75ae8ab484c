// The files of a room as a tree: its rows in the order in which they are shown, and what a move of one of them means. Pure.
import type { RoomFile } from "#protocol/events.ts";
import { comparablePath } from "#protocol/filePaths.ts";
import type { FilesMessage } from "../../../server/features/files/messages.ts";

/** One line of the tree; a folder has no file. */
export interface Row {
  /** of a file its number, of a folder its path as it is compared */
  readonly id: string;
  /** of a folder without a slash at the end */
  readonly path: string;
  readonly name: string;
  readonly file: number | undefined;
  /** from 1 */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** of a folder: what is in it is shown */
  readonly isOpen: boolean;
}

export const lastNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
/** The folder of a path, with a slash at its end; "" at the top. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const placeOf = ({ order, file }: RoomFile): number => order ?? file;

/** The rows that are seen: folders first, by their names, then files in the order that people gave them. */
export function rowsOf(files: readonly RoomFile[], closed: ReadonlySet<string>): readonly Row[] {
  return below("", files, 1);

  function below(folder: string, inside: readonly RoomFile[], level: number): Row[] {
    const folders = new Map<string, { readonly path: string; readonly files: RoomFile[] }>();
    const own: RoomFile[] = [];
    for (const file of inside) {
      const end = file.name.indexOf("/", folder.length);
      if (end === -1) own.push(file);
      else {
        const path = file.name.slice(0, end);
        const known = folders.get(comparablePath(path)) ?? { path, files: [] };
        known.files.push(file);
        folders.set(comparablePath(path), known);
      }
    }
    const siblings = folders.size + own.length;
    const sorted = [...folders].toSorted(([, one], [, other]) => byName.compare(one.path, other.path));
    const rows = sorted.flatMap(([id, { path, files: inIt }], index) => {
      const isOpen = !closed.has(id);
      const row = { id, path, name: lastNameOf(path), file: undefined, level, position: index + 1, siblings, isOpen };
      return isOpen ? [row, ...below(`${path}/`, inIt, level + 1)] : [row];
    });
    const inOrder = own.toSorted((one, other) => placeOf(one) - placeOf(other) || one.file - other.file);
    return [
      ...rows,
      ...inOrder.map(({ file, name }, index) => ({
        id: String(file),
        path: name,
        name: lastNameOf(name),
        file,
        level,
        position: folders.size + index + 1,
        siblings,
        isOpen: false,
      })),
    ];
  }
}

/** All folders, by their paths. */
export const foldersOf = (files: readonly RoomFile[]): readonly string[] =>
  rowsOf(files, new Set()).flatMap(({ file, path }) => (file === undefined ? [path] : []));

/** Whether something can go into the folder ("" or with a slash at its end): not a folder into itself. */
export const fitsInto = (row: Row, folder: string): boolean =>
  row.file !== undefined || !comparablePath(folder).startsWith(`${comparablePath(row.path)}/`);

/** Another path for a row, and what is in it. */
export const renaming = (row: Row, name: string): FilesMessage =>
  row.file === undefined ? { type: "changeFolder", folder: row.path, name } : { type: "change", file: row.file, name };

/** Into a folder; undefined where it is already, or cannot go. */
export function moveInto(row: Row, folder: string): FilesMessage | undefined {
  if (!fitsInto(row, folder) || comparablePath(folderOf(row.path)) === comparablePath(folder)) return undefined;
  return renaming(row, folder + row.name);
}

/** The files in the folder of a row, in their order. */
const filesBeside = ({ path }: Row, rows: readonly Row[]): readonly Row[] =>
  rows.filter((one) => one.file !== undefined && comparablePath(folderOf(one.path)) === comparablePath(folderOf(path)));

/** A file beside another, before or after it; a folder goes into the other's folder. */
export function moveBeside(
  row: Row,
  target: Row,
  side: "before" | "after",
  rows: readonly Row[],
): FilesMessage | undefined {
  const folder = folderOf(target.path);
  if (row.file === undefined || target.file === undefined) return moveInto(row, folder);
  const siblings = filesBeside(target, rows);
  const next = siblings[siblings.findIndex(({ id }) => id === target.id) + 1];
  const before = side === "before" ? target.file : (next?.file ?? null);
  if (before === row.file || target.id === row.id) return undefined;
  const into = moveInto(row, folder);
  return { type: "change", file: row.file, before, ...(into && { name: folder + row.name }) };
}

/** A file one place up or down among its siblings; undefined at the end. */
export function moveBy(row: Row, step: -1 | 1, rows: readonly Row[]): FilesMessage | undefined {
  const siblings = filesBeside(row, rows);
  const target = siblings[siblings.findIndex(({ id }) => id === row.id) + step];
  return row.file === undefined || !target
    ? undefined
    : moveBeside(row, target, step < 0 ? "before" : "after", siblings);
}
