// The bounds that the dashboard keeps before the server does, and those of what it shows. Knows no screen.

/** of a notice to all rooms, as the server has it */
export const NOTICE_CHARACTERS = 500;
/** of a reason, as the server has it */
export const REASON_CHARACTERS = 300;
/** of what an address or a group is written as */
export const GROUP_CHARACTERS = 64;
/** of a token that is typed, as the server has it */
export const TOKEN_CHARACTERS = 1_000;
/** of what events are looked for by */
export const SOUGHT_CHARACTERS = 100;
/** what may hold at most, as the server has it: a week */
export const MOST_MINUTES = 7 * 24 * 60;
/** older ones make room for newer ones */
export const EVENTS_KEPT = 500;
