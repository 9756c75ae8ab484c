// The paths of a room's files: which are the same, which are free, and how long they may be. Knows no file and no text.
import { withoutJoiners } from "./names.ts";

/** Bytes of UTF-8 that any disk takes of one part of a path, and of a whole one. */
export const PART_BYTES = 255;
export const PATH_BYTES = 1_024;

const bytesOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (one < "\x80" ? 1 : one < "\u0800" ? 2 : one.length === 1 ? 3 : 4), 0);

/** Whether any disk takes a path as long as that. */
export const fitsDisks = (path: string): boolean =>
  bytesOf(path) <= PATH_BYTES && path.split("/").every((part) => bytesOf(part) <= PART_BYTES);

/** The part of a path with `end` before its extension, and in at most so many bytes: `main (2).py` of `main.py`. */
export function cutToFit(part: string, bytes: number, end = ""): string {
  const extension = /(?<=.)\.[^.]{1,20}$/su.exec(part)?.[0] ?? "";
  const kept = Array.from(part.slice(0, part.length - extension.length));
  let left = bytes - bytesOf(part + end);
  // nor does it end in what no disk takes there, or in what joins nothing any more
  const mayEnd = (last: string): boolean => left >= 0 && /[^\s.]/.test(withoutJoiners(last));
  if (left < 0) while (kept.length > 1 && !mayEnd(kept.at(-1)!)) left += bytesOf(kept.pop()!);
  return kept.join("") + end + extension;
}

/** Two paths that differ in case or joiners alone are one: to a person, and to many systems that files come from and go to. */
export const comparablePath = (path: string): string => withoutJoiners(path.normalize("NFC")).toLowerCase();

/** The paths that are taken. None is a file and a folder at once. */
export class TakenPaths {
  readonly #kinds = new Map<string, "file" | "folder">();

  constructor(paths: Iterable<string> = []) {
    for (const path of paths) this.add(path);
  }

  kindOf(path: string): "file" | "folder" | undefined {
    return this.#kinds.get(comparablePath(path));
  }

  /** Takes a file's path, and those of the folders that it is in. */
  add(path: string): void {
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1))
      this.#kinds.set(comparablePath(path.slice(0, end)), "folder");
    this.#kinds.set(comparablePath(path), "file");
  }

  /** The path for a file, where it is free; else with a number in each part that cannot be as it is, and no part longer than disks take. */
  free(path: string): string {
    let free = "";
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      const stands = index === parts.length - 1 ? undefined : "folder";
      const most = Math.min(PART_BYTES, PATH_BYTES - bytesOf(free));
      let candidate = cutToFit(part, most);
      for (let number = 2; ![undefined, stands].includes(this.kindOf(free + candidate)); number++)
        candidate = cutToFit(part, most, ` (${number})`);
      free += index === parts.length - 1 ? candidate : `${candidate}/`;
    }
    return free;
  }
}
