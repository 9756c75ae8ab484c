// A room's files and the tabs of a window, for tests: as the page has them, without an editor. Knows no text.
import { signal } from "@preact/signals";

interface Open {
  /** files that have a tab, in their order */
  readonly open?: readonly number[];
  readonly shown?: number;
  readonly deleted?: readonly number[];
}

/** What a PageRoom has of them; `files` by their numbers. */
export function roomWithTabs(files: readonly number[], { open = [1], shown: first = 1, deleted = [] }: Open = {}) {
  const listed = (gone: readonly number[]) =>
    files.map((file) => ({ file, name: `${file}.js`, ...(gone.includes(file) && { deleted: {} }) }));
  let gone = deleted;
  const room = signal({ files: listed(gone) });
  const [shown, all] = [signal(first), signal(open)];
  return {
    room,
    tabs: {
      shown,
      all,
      show(file: number): void {
        const before = shown.peek();
        shown.value = file;
        if (!all.peek().includes(file)) all.value = all.peek().toSpliced(all.peek().indexOf(before) + 1, 0, file);
      },
      close(file: number): void {
        all.value = all.peek().filter((one) => one !== file);
      },
      arrange(tabs: readonly number[]): void {
        all.value = tabs;
      },
    },
    /** Somebody deletes a file. */
    deleted(file: number): void {
      gone = [...gone, file];
      room.value = { files: listed(gone) };
    },
  };
}
