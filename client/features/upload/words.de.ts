// What the upload says before it is opened, in German.
import type { Translation } from "../../words.ts";
import type { UploadWords } from "./words.ts";

const german: Translation<UploadWords> = {
  part: "upload",
  words: {
    upload: "Hochladen",
    uploadFiles: "Dateien hochladen",
    dropLine: "Dateien oder einen Ordner hierher ziehen, um sie in den Raum zu bringen.",
    dropHere: "Loslassen, um in den Raum hochzuladen",
    notLoaded:
      "Was dafür nötig ist, konnte nicht geladen werden. Bitte noch einmal versuchen, wenn die Verbindung wieder da ist.",
  },
};
export default german;
