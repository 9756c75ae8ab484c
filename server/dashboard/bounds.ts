// Every bound of the dashboard, with its unit. Knows numbers only.

/** An event of the same kind, room and code within this is told together with the others. */
export const TOGETHER_MS = 1_000;
/** Kinds of events, by what and where, that are told apart within that time; what is more is told by its kind alone. */
export const TOLD_APART = 500;
/** Events that a server remembers, and that one answer has. */
export const EVENTS_KEPT = 1_000;
export const EVENTS_SHOWN = 200;
/** Events that a server tells the others at a time. */
export const EVENTS_SHARED = 100;
/** UTF-16 units of a sentence of the log as an event has it, and of a name. */
export const SENTENCE_CHARACTERS = 200;

/** How often a server looks at what the operator has said, tells its figures while somebody looks, and else. */
export const LOOK_EVERY_MS = 2_000;
export const TELL_EVERY_MS = 60_000;
/** Somebody looks until so long after the last answer. */
export const WATCHED_MS = 30_000;
/** A server that has told nothing for so long is shown no more. */
export const NODE_GONE_MS = 10 * 60_000;
/** Servers that are shown. */
export const MOST_NODES = 50;
/** Rooms in memory that a server tells the others of. */
export const ROOMS_SHARED = 1_000;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** Hours that are kept, and shown. */
export const HOURS = 24;
/** Numbers of one minute. */
export const MOST_COLUMNS = 100;
/** Address groups that are counted in an hour, and shown. */
export const MOST_GROUPS = 500;
export const GROUPS_SHOWN = 50;
/** What is the loudest: so many of each. */
export const LOUDEST = 20;

/** Rooms that are listed, and on one page. */
export const MOST_ROOMS = 100_000;
export const ROOMS_A_PAGE = 50;
/** Rooms that are asked of the store at once, and work between two turns of the event loop. */
export const ROOMS_AT_ONCE = 100;
export const SLICE_MS = 2;
/** Files of a room whose updates are counted. */
export const FILES_COUNTED = 1_000;
/** What was looked at so long ago is looked at again when somebody asks. */
export const LOOK_AGAIN_MS = 60_000;

/** A session ends after so long; the one that ends first goes where there are so many. */
export const SESSION_MS = 12 * HOUR_MS;
export const MOST_SESSIONS = 50;
/** Wrong tokens in a minute, of one address and of all, that are told to be wrong; what is more is told to wait. */
export const WRONG_TOKENS = { ofAddress: 10, ofAll: 100 };

/** Bytes of a request's body. */
export const BODY_BYTES = 16 * 1024;
/** UTF-16 units of what is sent for a token. */
export const TOKEN_CHARACTERS = 1_000;
/** Code points of a notice, and of a reason. */
export const NOTICE_CHARACTERS = 500;
export const REASON_CHARACTERS = 300;
/** Addresses that are blocked at once, and for how long at most. */
export const MOST_BLOCKS = 1_000;
export const MOST_MINUTES = 7 * 24 * 60;
/** What is to be done with rooms is remembered for so long, by when every server has looked; and so many at once. */
export const ORDER_MS = 60_000;
export const MOST_ORDERS = 200;
/** Rooms that are told of something between two turns of the event loop. */
export const TOLD_AT_ONCE = 100;
/** Whoever writes while nothing may be written asks again after this. */
export const READ_ONLY_RETRY_MS = 5_000;

/** Streams that are open at once, and how long what is said last may wait for a reader. */
export const MOST_STREAMS = 20;
export const UNREAD_MS = 30_000;
