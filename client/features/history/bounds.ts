// Bounds of history's other half as numbers of the page's: the compiler holds them together.
import type * as server from "../../../server/features/history/messages.ts";

/** Code points of the name of a moment. */
export const NAME_CHARACTERS: typeof server.NAME_CHARACTERS = 80;
/** Who sees the history, as the owners say. */
export const WHO: typeof server.WHO = ["owners", "editors", "everybody"];
