// Bounds of the other half as numbers of the page's: the compiler holds them together.
import type * as server from "../../../server/features/run/messages.ts";

/** UTF-16 units that are typed to a program at once. */
export const INPUT_CHARACTERS: typeof server.INPUT_CHARACTERS = 4_096;
/** Entries that one answer holds. */
export const PAGE_ENTRIES: typeof server.PAGE_ENTRIES = 100;
/** UTF-8 of what a run prints, before the server has said what it takes. */
export const OUTPUT_BYTES: typeof server.OUTPUT_BYTES = 1_048_576;
/** Who may run code, as the owners say. */
export const WHO: typeof server.WHO = ["owners", "editors", "nobody"];
