// What the browser keeps of chats: how far each was read and what is told in passing; in the tab alone: a draft, and what is not sent yet.
import type { Saying } from "../../../server/features/chat/messages.ts";
import { recordOf, type SafeStorage } from "../../stored.ts";

/** Which messages are told in passing while the chat is closed. */
export const ALERTS = ["all", "mentions", "none"] as const;
export type Alerts = (typeof ALERTS)[number];

/** What is kept of one room over a reload of the tab. */
export interface Unsent {
  readonly draft: string;
  readonly outbox: readonly Saying[];
}

const ALERTS_KEY = "companion:chat:alerts";
const SEEN_KEY = "companion:chat:seen";
const UNSENT_KEY = "companion:chat:unsent:";
/** Rooms beyond so many are forgotten, the longest unread first. */
const ROOMS = 100;

export class ChatMemory {
  readonly #browser: SafeStorage;
  readonly #tab: SafeStorage;

  constructor(browser: SafeStorage, tab: SafeStorage) {
    this.#browser = browser;
    this.#tab = tab;
  }

  get alerts(): Alerts {
    const kept = this.#browser.readJson(ALERTS_KEY);
    return ALERTS.find((one) => one === kept) ?? "all";
  }

  set alerts(alerts: Alerts) {
    this.#browser.write(ALERTS_KEY, JSON.stringify(alerts));
  }

  /** The version up to which a room's chat was read. */
  seen(roomId: string): number {
    const at = this.#seen.find(([room]) => room === roomId)?.[1];
    return typeof at === "number" ? at : 0;
  }

  setSeen(roomId: string, version: number): void {
    const others = this.#seen.filter(([room]) => room !== roomId);
    this.#browser.write(SEEN_KEY, JSON.stringify([[roomId, version], ...others].slice(0, ROOMS)));
  }

  get #seen(): readonly (readonly [string, unknown])[] {
    const kept = this.#browser.readJson(SEEN_KEY);
    return Array.isArray(kept) ? kept.filter((one): one is [string, unknown] => Array.isArray(one)) : [];
  }

  unsent(roomId: string): Unsent {
    const { draft, outbox } = recordOf(this.#tab.readJson(UNSENT_KEY + roomId));
    return {
      draft: typeof draft === "string" ? draft : "",
      // written by nobody but this page
      outbox: Array.isArray(outbox) ? (outbox as Saying[]) : [],
    };
  }

  setUnsent(roomId: string, unsent: Unsent): void {
    this.#tab.write(UNSENT_KEY + roomId, JSON.stringify(unsent));
  }
}
