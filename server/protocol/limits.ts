// Every bound of the protocol in one place. Knows numbers only, not who enforces them.

/**
 * Told to each client in `welcome` and kept there first, so that an honest person reads a sentence instead of
 * losing a connection. Lengths of text are UTF-16 code units; durations are milliseconds unless named otherwise.
 */
export interface Limits {
  /** bytes of one WebSocket frame, after decompression */
  frameBytes: number;
  /** updates in one push */
  pushUpdates: number;
  /** characters inserted by one push */
  pushCharacters: number;
  /** sections (kept or replaced stretches) in all changes of one push */
  pushSections: number;
  /** characters of a file, as the client that edits it sees it */
  documentCharacters: number;
  /** characters of one line, as the client that edits it sees it */
  lineCharacters: number;
  filesPerRoom: number;
  fileNameCharacters: number;
  clientsPerRoom: number;
  /** people a room remembers; the one after that is refused with room_full */
  participantsPerRoom: number;
  nameCharacters: number;
  /** selections (carets) of one client */
  selections: number;
  pushesPerSecond: number;
  /** pushes that may come at once before pushesPerSecond counts */
  pushBurst: number;
  presencesPerSecond: number;
  /** any other message: open, close, settings, ping … */
  messagesPerSecond: number;
  /** how long a socket may stay silent before its hello */
  helloMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  frameBytes: 4 * 1024 * 1024,
  pushUpdates: 200,
  pushCharacters: 1_000_000,
  pushSections: 20_000,
  documentCharacters: 2_000_000,
  lineCharacters: 100_000,
  filesPerRoom: 200,
  fileNameCharacters: 200,
  clientsPerRoom: 300,
  participantsPerRoom: 5_000,
  nameCharacters: 40,
  selections: 100,
  pushesPerSecond: 60,
  pushBurst: 120,
  presencesPerSecond: 20,
  messagesPerSecond: 20,
  helloMs: 5_000,
};

/**
 * Two people who each stay inside a limit can together exceed it, and a rebased push is never refused for that:
 * the server's own bounds are this much wider than those that a client keeps.
 */
export const CONCURRENCY_SLACK = 2;

/** A client merges presence to at most one message in this time; the server merges to one frame in it. */
export const PRESENCE_INTERVAL_MS = 80;

/** Silence after which a browser asks with `ping`; it cannot see the WebSocket's own pings. */
export const CLIENT_PING_AFTER_MS = 20_000;
/** … and how long it waits for any frame before it gives the connection up. */
export const CLIENT_PONG_WITHIN_MS = 10_000;
