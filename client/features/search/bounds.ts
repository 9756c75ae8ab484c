// The bounds of a search.

/** UTF-16 units: of what is looked for, and of what takes its place. */
export const QUERY_CHARACTERS = 1_000;
/** Matches that are found in all files together; a list of more helps nobody. */
export const MOST_MATCHES = 2_000;
/** UTF-16 units of all files together; they are in memory while the search is shown. */
export const MOST_CHARACTERS = 20_000_000;
/** For one file: a pattern may go on for ever. */
export const FILE_WITHIN_MS = 2_000;
