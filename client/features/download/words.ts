// What the download says, in English.
import { wordsOf } from "../../words.ts";

const english = {
  download: (file: string) => `Download ${file}`,
  downloadAll: (count: number) => `Download all ${count} files as .zip`,
  downloadThis: "Download this file",
  downloadFiles: "Download all files",
  onItsWay: "The download is on its way.",
};

export type DownloadWords = typeof english;
export const words = wordsOf("downloads", english);
