// Every bound of the protocol in one place. Knows numbers only, not who enforces them.

/**
 * Told to each client in `welcome` and kept there first, so that an honest person reads a sentence instead of
 * losing a connection. Each says its unit, then what it bounds: SPEC.md has them in a table.
 */
export const DEFAULT_LIMITS = {
  /** bytes: one WebSocket frame */
  frameBytes: 4 * 1024 * 1024,
  /** updates: one push */
  pushUpdates: 200,
  /** UTF-16 units: inserted by one push */
  pushCharacters: 1_000_000,
  /** sections: kept or replaced stretches in all changes of one push */
  pushSections: 20_000,
  /** UTF-16 units: a file, as the client that edits it sees it */
  documentCharacters: 2_000_000,
  /** UTF-16 units: one line, as the client that edits it sees it */
  lineCharacters: 100_000,
  /** updates: of a file that stay in the server's memory; a client further behind is served from the store */
  recentUpdates: 2_000,
  /** µs: for each client of a room between two times that it is shown what was typed, as each keystroke costs a write for each of them */
  showMicrosPerClient: 20,
  /** files: of a room that are not deleted */
  filesPerRoom: 200,
  /** code points: the path of a file */
  fileNameCharacters: 200,
  /** clients: in a room at once */
  clientsPerRoom: 300,
  /** people: that a room remembers; the one after that is refused with room_full */
  participantsPerRoom: 5_000,
  /** code points: what a participant is called */
  nameCharacters: 40,
  /** code points: what a room is called */
  titleCharacters: 80,
  /** selections: of one client, a caret being one */
  selections: 100,
  /** pushes a second: of one client; 0: no bound */
  pushesPerSecond: 60,
  /** pushes: that may come at once before pushesPerSecond counts */
  pushBurst: 120,
  /** presences a second: of one client; 0: no bound */
  presencesPerSecond: 20,
  /** messages a second: of one client, of any other type but hello and ping; 0: no bound */
  messagesPerSecond: 20,
  /** ms: until the hello of a connection */
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

/** Whoever is back within this time was not gone: a page was loaded anew, or a proxy cut a connection. */
export const GONE_AFTER_MS = 5_000;

/** Silence after which a browser asks with `ping`, while somebody looks at it; it cannot see the WebSocket's own pings. */
export const CLIENT_PING_AFTER_MS = 4_000;
/** The same while nobody does, or while much is on its way, behind which an answer has to wait. */
export const CLIENT_PING_AFTER_CALM_MS = 20_000;
/** … and how long it waits for any frame before it gives the connection up; long before that it tries another one beside it. */
export const CLIENT_PONG_WITHIN_MS = 10_000;
