// What the files say before their tree is opened, in English; what they say then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  files: "Files",
  filesNotLoaded: "The files could not be loaded. Try again when the connection is back.",
  makeFile: "New file",
  renameThis: "Rename this file",
  moveThis: "Move this file to another folder…",
  deleteThis: "Delete this file",
  makeFolder: "New folder",

  aFile: "a file",
  /** this person, or who it was */
  deletedThis: (name: string | undefined, file: string) => `${name ?? "You"} deleted this file, ${file}.`,
  deleted: (name: string, file: string) => `${name} deleted ${file}`,
  youDeleted: (file: string) => `You deleted ${file}.`,
  youDeletedMany: (count: number) => `You deleted ${count} files.`,
  putBack: (name: string, file: string) => `${name} put back the newer text of ${file}, which the server had lost.`,
  restore: "Restore",
  close: "Close",
  undo: "Undo",
  dismiss: "Dismiss",

  /** after the name of a file */
  isDeleted: "deleted",
  here: (names: readonly string[]) => `${names.join(", ")} here`,
  deleteCloses: "Delete closes it",
  closeFile: (file: string) => `Close ${file}`,
  openFiles: "Open files",
  newFile: "Add a file",
  allOpen: "All open files",
  search: "Search open files",
  none: "No open file has that in its name.",
  notLoaded: "This could not be loaded. Try again when the connection is back.",
  new: "new",
};

export type FilesWords = typeof english;
export const words = wordsOf("files", english);
