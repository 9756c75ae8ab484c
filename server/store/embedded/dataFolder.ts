// Folders that are found after a power cut, with the files in them. Knows nothing of what is kept in one.
import { constants, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes the folder, an absolute path, where there is none, and those above it; resolves when the names of all that it has made are on the disk. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  for (let made = first && path; made !== undefined; made = made === first ? undefined : dirname(made))
    await syncFolder(dirname(made)).catch((error: NodeJS.ErrnoException) => {
      // whoever may make a folder there and list none cannot have it brought to the disk
      if (error.code !== "EACCES") throw error;
    });
}

/** Resolves when the names that it has in it are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and needs no such thing.
  if (process.platform === "win32") return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
