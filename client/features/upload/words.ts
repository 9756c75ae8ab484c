// What the upload says before it is opened, in English; what it says then stands in words.later.ts.
import { wordsOf } from "../../words.ts";

const english = {
  upload: "Upload",
  uploadFiles: "Upload files",
  dropLine: "Drop files or a folder here to bring them into the room.",
  dropHere: "Drop to upload into the room",
  notLoaded: "The upload could not be loaded. Try again when the connection is back.",
};

export type UploadWords = typeof english;
export const words = wordsOf("upload", english);
