// Bounds of the chat's other half as numbers of the page's: the compiler holds them together.
import type * as server from "../../../server/features/chat/messages.ts";

/** UTF-16 units of one message. */
export const TEXT_CHARACTERS: typeof server.TEXT_CHARACTERS = 2_000;
/** Entries that one answer holds. */
export const PAGE_ENTRIES: typeof server.PAGE_ENTRIES = 100;
