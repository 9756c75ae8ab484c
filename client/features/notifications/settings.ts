// What this browser remembers of notifications: which kinds are muted, and whether the browser's own are wanted. Knows no page.
import { recordOf, type SafeStorage } from "../../stored.ts";
import { NEWS_KINDS, type NewsKind } from "../../ui/parts/notify.ts";

export interface Settings {
  readonly muted: ReadonlySet<NewsKind>;
  /** told by the browser as well while the tab is hidden */
  readonly byBrowser: boolean;
}

const KEY = "companion:notifications";

export class SettingsMemory {
  readonly #storage: SafeStorage;

  constructor(storage: SafeStorage) {
    this.#storage = storage;
  }

  read(): Settings {
    const { muted, byBrowser } = recordOf(this.#storage.readJson(KEY));
    const kinds = Array.isArray(muted) ? (muted as unknown[]) : [];
    return { muted: new Set(NEWS_KINDS.filter((kind) => kinds.includes(kind))), byBrowser: byBrowser === true };
  }

  write({ muted, byBrowser }: Settings): void {
    this.#storage.write(KEY, JSON.stringify({ muted: [...muted], byBrowser }));
  }
}
