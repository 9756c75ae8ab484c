// What is remembered of a person: in the browser where code is run, where both can; in the tab that pages of a room are shown. Knows no run.
import type { RunPlace } from "../../../server/features/run/messages.ts";
import type { SafeStorage } from "../../stored.ts";

const PLACE_KEY = "companion:run:place";
const PAGES_KEY = "companion:run:pages:";

export class RunMemory {
  readonly #browser: SafeStorage;
  readonly #tab: SafeStorage;

  constructor(browser: SafeStorage, tab: SafeStorage) {
    this.#browser = browser;
    this.#tab = tab;
  }

  get place(): RunPlace {
    return this.#browser.read(PLACE_KEY) === "server" ? "server" : "browser";
  }

  set place(place: RunPlace) {
    this.#browser.write(PLACE_KEY, place);
  }

  /** Whether this person has said, in this tab, that pages of the room may be shown. */
  showsPages(roomId: string): boolean {
    return this.#tab.read(PAGES_KEY + roomId) !== undefined;
  }

  setShowsPages(roomId: string): void {
    this.#tab.write(PAGES_KEY + roomId, "shown");
  }
}
