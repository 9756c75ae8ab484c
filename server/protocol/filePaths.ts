// The paths of a room's files: which are the same, and which are free. Knows no file and no text.

/** Two paths that differ in case alone are one: to a person, and to many systems that files come from and go to. */
export const comparablePath = (path: string): string => path.normalize("NFC").toLowerCase();

/** `main (2).py` of `main.py`. */
const numbered = (part: string, number: number): string => part.replace(/(?<=.)(?=\.[^.]*$)|$/, ` (${number})`);

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

  /** The path for a file, where it is free; else with a number in each part that cannot be as it is. */
  free(path: string): string {
    let free = "";
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      const stands = index === parts.length - 1 ? undefined : "folder";
      let candidate = part;
      for (let number = 2; ![undefined, stands].includes(this.kindOf(free + candidate)); number++)
        candidate = numbered(part, number);
      free += index === parts.length - 1 ? candidate : `${candidate}/`;
    }
    return free;
  }
}
