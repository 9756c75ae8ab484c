// What the tree of the files says, in English: loaded with it.
import { wordsOf } from "../../words.ts";

const english = {
  tree: "Files of the room",
  newName: (name: string) => `New name of ${name}`,
  actions: (name: string) => `Actions for ${name}`,
  /** a folder by its path, "" for the room */
  newFileIn: (folder: string) => `New file in ${folder || "the room"}`,
  slash: "A / in the name makes a folder",
  folderLater: "The folder appears once it has a file",
  newInFolder: "New file in this folder",
  rename: "Rename",
  move: "Move to…",
  moveUp: "Move up",
  moveDown: "Move down",
  remove: "Delete",
  moveTitle: (name: string) => `Move ${name} to…`,
  topLevel: "Top level",
  isThere: (folder: string) => `${folder} (already there)`,

  deletedFiles: (count: number) => `Deleted files (${count})`,
  /** before how long ago that was; without a name it was this person */
  by: (name: string | undefined) => `by ${name ?? "you"},`,
  restoreFile: (file: string) => `Restore ${file}`,
  purgeFile: (file: string) => `Delete ${file} for good…`,
  purgeShort: "Delete…",
  purgeAll: "Delete all for good…",
  purgeOne: "Delete for good…",
  purge: {
    one: (file: string) => `Delete “${file}” for good?`,
    many: (count: number) => `Delete ${count} files for good?`,
    textOfOne: "The file, and all that was ever typed in it, is deleted for everybody. It cannot be put back.",
    textOfMany: (count: number) =>
      `${count} files, and all that was ever typed in them, are deleted for everybody. They cannot be put back.`,
    goesAlong:
      "What the assistant was asked and said about it goes, and so does all that runs printed until it was deleted. What people have quoted in the chat, in notes or elsewhere stays.",
    keepOne: "Keep it",
    keepMany: "Keep them",
    purge: "Delete for good",
  },
};

export type FilesLaterWords = typeof english;
export const words = wordsOf("files, later", english);
