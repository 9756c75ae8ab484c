// Every bound of the protocol in one place. Knows numbers only, not who enforces them.

/**
 * Told to each client in `welcome` and kept there first, so that an honest person reads a sentence instead of
 * losing a connection. Lengths of text are UTF-16 code units; durations are milliseconds unless named otherwise.
 */
export const DEFAULT_LIMITS = {
  /** bytes of one WebSocket frame */
  frameBytes: 4 * 1024 * 1024,
  /** updates in one push */
  pushUpdates: 200,
  /** characters inserted by one push */
  pushCharacters: 1_000_000,
  /** sections (kept or replaced stretches) in all changes of one push */
  pushSections: 20_000,
  /** characters of a file, as the client that edits it sees it */
  documentCharacters: 2_000_000,
  /** characters of one line, as the client that edits it sees it */
  lineCharacters: 100_000,
  /** recent updates of a file that stay in the server's memory; a client further behind is served from the store */
  recentUpdates: 2_000,
  /** µs for each client of a room between two times that it is shown what was typed: each keystroke costs a write for each of them */
  showMicrosPerClient: 20,
  filesPerRoom: 200,
  fileNameCharacters: 200,
  clientsPerRoom: 300,
  /** people a room remembers; the one after that is refused with room_full */
  participantsPerRoom: 5_000,
  nameCharacters: 40,
  titleCharacters: 80,
  /** selections (carets) of one client */
  selections: 100,
  pushesPerSecond: 60,
  /** pushes that may come at once before pushesPerSecond counts */
  pushBurst: 120,
  presencesPerSecond: 20,
  /** any other message: open, close, settings, ping … */
  messagesPerSecond: 20,
  /** how long a socket may stay silent before its hello */
  helloMs: 5_000,
};

/** The bounds as they are set on a server. */
export type Limits = Readonly<Record<keyof typeof DEFAULT_LIMITS, number>>;

/**
 * Two people who each stay inside a limit can together exceed it, and a rebased push is never refused for that:
 * the server's own bounds are this much wider than those that a client keeps.
 */
export const CONCURRENCY_SLACK = 2;

/** Files that a hello opens; a client that has more open opens the others after it. */
export const HELLO_FILES = 200;
/** UTF-16 units of what is shortened by the server to what is kept of it, such as a name. */
export const SHORT_TEXT_CHARACTERS = 1_000;

/** A client merges presence to at most one message in this time; the server merges to one frame in it. */
export const PRESENCE_INTERVAL_MS = 80;

/** Silence after which a browser asks with `ping`; it cannot see the WebSocket's own pings. */
export const CLIENT_PING_AFTER_MS = 20_000;
/** … and how long it waits for any frame before it gives the connection up. */
export const CLIENT_PONG_WITHIN_MS = 10_000;
