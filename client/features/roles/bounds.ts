// A bound of the roles' other half as numbers of the page's: the compiler holds them together.
import type * as server from "../../../server/features/roles/messages.ts";

/** UTF-16 units of a password. */
export const PASSWORD_CHARACTERS: typeof server.PASSWORD_CHARACTERS = { least: 6, most: 200 };
