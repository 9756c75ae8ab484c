// Files that are shown one after the other while something lies over the code, and the way back to where the person was. Draws nothing.
import type { PageRoom } from "../../ui/pageFeature.ts";

export class Detour {
  readonly #room: Pick<PageRoom, "room" | "tabs">;
  /** the file that was shown when it began, deleted or not; undefined: it is over */
  #from: { readonly file: number; readonly wasThere: boolean } | undefined;
  /** files that it has given a tab */
  readonly #opened = new Set<number>();

  constructor(room: Pick<PageRoom, "room" | "tabs">) {
    this.#room = room;
  }

  /** From the file that is shown, unless it has begun already. */
  begin(): void {
    const file = this.#room.tabs.shown.peek();
    this.#from ??= { file, wasThere: this.#there().has(file) };
  }

  show(file: number): void {
    const { tabs } = this.#room;
    if (!tabs.all.peek().includes(file)) this.#opened.add(file);
    tabs.show(file);
  }

  /** Back in the file where it began, or on in `stay`, as far as that is there; the tabs that it has opened go. */
  end(stay?: number): void {
    const from = this.#from;
    if (!from) return;
    this.#from = undefined;
    const { tabs } = this.#room;
    const there = this.#there();
    if (!from.wasThere) there.add(from.file);
    const next = [stay, from.file, tabs.shown.peek(), ...tabs.all.peek(), ...there].find(
      (file) => file !== undefined && there.has(file),
    );
    if (next !== undefined) tabs.show(next);
    for (const file of this.#opened) if (file !== next) tabs.close(file);
    this.#opened.clear();
  }

  #there(): Set<number> {
    const files = this.#room.room.peek()?.files ?? [];
    return new Set(files.flatMap(({ file, deleted }) => (deleted ? [] : [file])));
  }
}
