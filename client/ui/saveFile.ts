// Gives the browser a file to keep. Knows no room and no server.
import type { Text } from "@codemirror/state";

/** Where there is no folder to choose, it goes where downloads go. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
}

/** `path`: in the room; the folders are left out, and a name without an extension is that of a text. */
export function saveText(path: string, text: Text): void {
  const name = path.split("/").at(-1) ?? "";
  saveFile(new File([text.toString()], name.includes(".") ? name : `${name || "text"}.txt`, { type: "text/plain" }));
}
