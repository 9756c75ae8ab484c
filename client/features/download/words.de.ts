// What the download says, in German.
import type { Translation } from "../../words.ts";
import type { DownloadWords } from "./words.ts";

const german: Translation<DownloadWords> = {
  part: "downloads",
  words: {
    download: (file) => `${file} herunterladen`,
    downloadAll: (count) => `Alle ${count} Dateien als .zip herunterladen`,
    downloadThis: "Diese Datei herunterladen",
    downloadFiles: "Alle Dateien herunterladen",
    onItsWay: "Die Datei kommt gleich.",
  },
};
export default german;
