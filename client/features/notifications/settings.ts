// What this browser remembers of notifications: which kinds are muted, and whether the browser's own are wanted. Knows no page.
import { NEWS_KINDS, type NewsKind } from "../../ui/notify.ts";

export interface Settings {
  readonly muted: ReadonlySet<NewsKind>;
  /** told by the browser as well while the tab is hidden */
  readonly byBrowser: boolean;
}

const KEY = "companion:notifications";

type Shelf = Pick<Storage, "getItem" | "setItem">;

/** Where storage is missing, full or forbidden nothing is remembered, and nothing throws. */
export class SettingsMemory {
  readonly #shelf: () => Shelf;

  /** Reading storage itself throws where a browser forbids it, so `shelf` may. */
  constructor(shelf: () => Shelf) {
    this.#shelf = shelf;
  }

  read(): Settings {
    const { muted, byBrowser } = this.#kept();
    const kinds = Array.isArray(muted) ? (muted as unknown[]) : [];
    return { muted: new Set(NEWS_KINDS.filter((kind) => kinds.includes(kind))), byBrowser: byBrowser === true };
  }

  #kept(): Partial<Record<keyof Settings, unknown>> {
    try {
      return (JSON.parse(this.#shelf().getItem(KEY) ?? "{}") as Partial<Record<keyof Settings, unknown>> | null) ?? {};
    } catch {
      return {};
    }
  }

  write({ muted, byBrowser }: Settings): void {
    try {
      this.#shelf().setItem(KEY, JSON.stringify({ muted: [...muted], byBrowser }));
    } catch {
      // it is only remembered
    }
  }
}
