// A bound of the files' other half as a number of the page's: the compiler holds them together.
import type * as server from "../../../server/features/files/messages.ts";

/** Files that one wish may delete, put back or delete for good. */
export const FILES_AT_ONCE: typeof server.FILES_AT_ONCE = 1_000;
