// One opening of a room's notifications: what has happened, what of it is unread, what is told and how. Draws nothing.
import { computed, signal } from "@preact/signals";
import type { NoticeAction } from "../../ui/parts/notices.tsx";
import { goOf, type News, type NewsKind } from "../../ui/parts/notify.ts";
import type { Settings, SettingsMemory } from "./settings.ts";

/** As many are listed; the oldest go. */
const MOST = 100;

export interface Notification extends News {
  readonly id: number;
  /** ms since 1970 */
  readonly time: number;
  readonly isRead: boolean;
}

/** Whether the browser's own may be shown; `missing`: it has none, or not for this page. */
export type Permission = "granted" | "denied" | "default" | "missing";

/** What the notifications need of the page. */
export interface NotificationsSurroundings {
  readonly memory: Pick<SettingsMemory, "read" | "write">;
  now(): number;
  /** Somebody can be looking. */
  isVisible(): boolean;
  /** Tells the person in passing. */
  show(sentence: string, action?: NoticeAction, until?: AbortSignal): void;
  permission(): Permission;
  /** Has the browser ask the person; only on a click of theirs. */
  askPermission(): Promise<Permission>;
  /** Shows one of the browser's own, in the place of an older one with this tag; false when it does not. */
  showByBrowser(text: string, tag: string, clicked: () => void): boolean;
}

export class NotificationsModel {
  readonly #surroundings: NotificationsSurroundings;
  /** the newest first */
  readonly list = signal<readonly Notification[]>([]);
  readonly unread = computed(() => this.list.value.filter(({ isRead }) => !isRead).length);
  readonly settings;
  readonly permission;
  #lastId = 0;

  constructor(surroundings: NotificationsSurroundings) {
    this.#surroundings = surroundings;
    this.settings = signal(surroundings.memory.read());
    this.permission = signal(surroundings.permission());
  }

  add(news: News): void {
    const { muted, byBrowser } = this.settings.peek();
    if (muted.has(news.kind)) return;
    const id = ++this.#lastId;
    const isVisible = this.#surroundings.isVisible();
    const isSeen = isVisible && news.isShown === true;
    const others = this.list.peek().filter(({ about }) => about === undefined || about !== news.about);
    this.list.value = [{ ...news, id, time: this.#surroundings.now(), isRead: isSeen }, ...others].slice(0, MOST);
    const isTold =
      byBrowser &&
      !isVisible &&
      this.#surroundings.showByBrowser(news.text, news.about ?? `news ${id}`, () => this.go(id));
    const go = goOf(news);
    if (!isTold && !isSeen)
      this.#surroundings.show(news.text, go && { name: go.name, run: () => this.go(id) }, news.seen);
    news.seen?.addEventListener("abort", () => this.#read(id));
  }

  /** Leads to what it is about; it is read. */
  go(id: number): void {
    const item = this.list.peek().find((one) => one.id === id);
    this.#read(id);
    item?.go?.();
  }

  #read(id: number): void {
    this.list.value = this.list.peek().map((one) => (one.id === id ? { ...one, isRead: true } : one));
  }

  readAll(): void {
    this.list.value = this.list.peek().map((one) => ({ ...one, isRead: true }));
  }

  setMuted(kind: NewsKind, isMuted: boolean): void {
    const muted = new Set(this.settings.peek().muted);
    if (isMuted) muted.add(kind);
    else muted.delete(kind);
    this.#set({ muted });
  }

  /** The person wants the browser's own, or no more; call it on their click, for the browser may have to ask. */
  async setByBrowser(byBrowser: boolean): Promise<void> {
    if (byBrowser) this.permission.value = await this.#surroundings.askPermission();
    this.#set({ byBrowser: byBrowser && this.permission.peek() === "granted" });
  }

  #set(changed: Partial<Settings>): void {
    this.settings.value = { ...this.settings.peek(), ...changed };
    this.#surroundings.memory.write(this.settings.peek());
  }
}
