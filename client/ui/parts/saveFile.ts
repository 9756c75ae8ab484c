// Gives the browser a file to keep. Knows no room and no server.
import { diskName } from "#protocol/diskNames.ts";

/** Where there is no folder to choose, it goes where downloads go, under a name that any disk takes. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = diskName(file.name);
  link.click();
  URL.revokeObjectURL(url);
}

/** `path`: in the room; the folders are left out, and a name without an extension is that of a text. `before`: words before the name. */
export function saveText(path: string, text: string, before = ""): void {
  const name = path.split(/[/\\]/).at(-1) || "text";
  saveFile(new File([text], before + (name.includes(".") ? name : `${name}.txt`), { type: "text/plain" }));
}
