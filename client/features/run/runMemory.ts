// What is remembered of a person: in the browser where code is run, where both can; in the tab that pages of a room are shown. Knows no run.
import type { RunPlace } from "../../../server/features/run/messages.ts";

const PLACE_KEY = "companion:run:place";
const PAGES_KEY = "companion:run:pages:";

type Shelf = Pick<Storage, "getItem" | "setItem">;

/** Where storage is missing, full or forbidden nothing is remembered beyond the page, and nothing throws. */
export class RunMemory {
  readonly #browser: () => Shelf;
  readonly #tab: () => Shelf;

  constructor(browser: () => Shelf, tab: () => Shelf) {
    this.#browser = browser;
    this.#tab = tab;
  }

  get place(): RunPlace {
    return read(this.#browser, PLACE_KEY) === "server" ? "server" : "browser";
  }

  set place(place: RunPlace) {
    write(this.#browser, PLACE_KEY, place);
  }

  /** Whether this person has said, in this tab, that pages of the room may be shown. */
  showsPages(roomId: string): boolean {
    return read(this.#tab, PAGES_KEY + roomId) !== null;
  }

  setShowsPages(roomId: string): void {
    write(this.#tab, PAGES_KEY + roomId, "shown");
  }
}

function read(shelf: () => Shelf, key: string): string | null {
  try {
    return shelf().getItem(key);
  } catch {
    return null;
  }
}

function write(shelf: () => Shelf, key: string, value: string): void {
  try {
    shelf().setItem(key, value);
  } catch {
    // it holds until the page is closed
  }
}
