// What the two halves of the chat say to each other; the tables are in the server's half. Knows no room.

/** What this tab has to say, known by a random id when it is sent again; `message` is the version of what was said. */
export type Saying =
  | { readonly type: "say"; readonly id: string; readonly text: string }
  | { readonly type: "edit"; readonly id: string; readonly message: number; readonly text: string }
  | { readonly type: "withdraw"; readonly id: string; readonly message: number }
  | { readonly type: "clear"; readonly id: string };

export type ChatRequest = Saying | { readonly type: "read"; readonly from: number; readonly to: number };

/** An entry of the chat's log. Without a text it is not the newest of its message. `time` in ms since 1970. */
export interface Entry {
  readonly type: "said" | "edited" | "withdrawn" | "cleared";
  readonly id: string;
  readonly participant: number;
  readonly time: number;
  /** of another entry than "said": the version of what was said */
  readonly message?: number;
  readonly text?: string;
}

/** Consecutive entries, the first at version `from`; null where there is nothing to see. */
export interface Page {
  readonly from: number;
  readonly entries: readonly (Entry | null)[];
}

export type Told =
  | { readonly type: "head"; readonly start: number; readonly head: number }
  | ({ readonly type: "entries" | "page" } & Page)
  | { readonly type: "refused"; readonly id: string; readonly sentence: string };

/** UTF-16 units of one message. */
export const TEXT_CHARACTERS = 2_000;
/** Entries that one answer holds. */
export const PAGE_ENTRIES = 100;
