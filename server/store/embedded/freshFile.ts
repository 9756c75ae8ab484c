// LMDB's file made anew with what is in use alone: in its free pages what was deleted can still be read. Knows no table.
import { mkdir, open as openFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RootDatabase } from "lmdb";

/** LMDB's own name of it. */
export const DATA_FILE = "data.mdb";
/** Beside the file, so that it takes its place by a rename. */
const FOLDER = "anew";

/**
 * Puts a copy that LMDB makes of the pages in use, and of nothing else on them, in the place of the folder's file, and closes the database
 * in any case. Nothing else may have it open. Takes about a second for each GB, and as much of the disk as is in use. Killed at any point
 * the folder has the file of before or the new one whole. Resolves to whether it has the new one; it has not where the disk has no room.
 */
export async function makeFileAnew(root: RootDatabase, path: string): Promise<boolean> {
  const folder = join(path, FOLDER);
  const copy = join(folder, DATA_FILE);
  try {
    // Left behind by a process that ended in the middle of it.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    await root.backup(folder, true);
    await sync(copy);
  } catch {
    await rm(folder, { recursive: true, force: true });
    return false;
  } finally {
    await root.close();
  }
  await rename(copy, join(path, DATA_FILE));
  await sync(path);
  await rm(folder, { recursive: true });
  return true;
}

/** Resolves when a file, or what a folder holds by name, is on the disk. */
async function sync(path: string): Promise<void> {
  const file = await openFile(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
